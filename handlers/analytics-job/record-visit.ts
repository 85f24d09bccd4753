/** POST /visits: notes that somebody looked at a page. */
import { FirehoseClient, PutRecordCommand } from "@aws-sdk/client-firehose";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import { type HttpResponse, jsonResponse } from "../http-response";
import { validateBody } from "../request";
import type { Value } from "../value";

const pageAllowed = "a path such as /photos, of at most 200 characters";

/** What a page says of itself. Nothing of the visitor is kept. */
const visit = z.object({
  page: z
    .string({ error: pageAllowed })
    .check(z.regex(/^\/[\w./-]{0,199}$/, { error: pageAllowed })),
});

const deliveries = traced(new FirehoseClient({}));

/**
 * The handler of POST /visits. Body: `{ "page": "/photos" }`. Answers 202.
 *
 * @param needs `visits`: name of the delivery stream of a lake with the columns `page` and `at`.
 * @param client Another client, in tests.
 */
export function recordVisit({ visits }: { visits: Value }, client?: FirehoseClient) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, visit);
    if (!body.valid) {
      return body.response;
    }
    const at = new Date(event.requestContext.timeEpoch).toISOString();
    // A line each: the lake's reader splits at them.
    const line = `${JSON.stringify({ page: body.value.page, at })}\n`;
    await (client ?? deliveries).send(
      new PutRecordCommand({
        DeliveryStreamName: visits.get(),
        Record: { Data: new TextEncoder().encode(line) },
      }),
    );
    return jsonResponse(202, {});
  };
}
