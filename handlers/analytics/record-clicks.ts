/** Takes what pages collected and puts it into the stream. */
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { log } from "../log";
import { validateBody } from "../request";
import type { Value } from "../value";
import { clicks, type StreamedClick } from "./click";

const streams = traced(new KinesisClient({}));

/**
 * The handler of POST /clicks. Body: `{ "clicks": [{ "page": "/photos" }] }`.
 *
 * Answers 202. The records of a page are in one shard, so that they are counted in order. Where Kinesis
 * takes some records and not others, the others are sent once more; what it does not take then either is
 * 503, and the page may send all again: a click too many is no harm.
 *
 * @param needs `stream`: name of the stream.
 * @param client Another client, in tests.
 */
export function recordClicks({ stream }: { stream: Value }, client?: KinesisClient) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, clicks);
    if (!body.valid) {
      return body.response;
    }
    const at = new Date().toISOString();
    let records = body.value.clicks.map((click) => {
      const streamed: StreamedClick = { ...click, at };
      return { PartitionKey: click.page, Data: Buffer.from(JSON.stringify(streamed)) };
    });
    for (let tries = 0; tries < 2 && records.length > 0; tries += 1) {
      const put = new PutRecordsCommand({ StreamName: stream.get(), Records: records });
      const { Records = [] } = await (client ?? streams).send(put);
      records = records.filter((_, index) => Records[index]?.ErrorCode !== undefined);
    }
    if (records.length > 0) {
      log("warn", "clicks not taken", { records: records.length });
      return errorResponse(503, "Some clicks could not be kept; send them again.");
    }
    return jsonResponse(202, { recorded: body.value.clicks.length });
  };
}
