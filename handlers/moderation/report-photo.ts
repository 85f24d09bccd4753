/** POST /photos/{photoId}/report: opens a case, once a photo. */
import { createHash } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { validateBody } from "../request";
import type { Value } from "../value";
import type { Report } from "./case";

const reasonAllowed = "1 to 500 characters";
const reportBody = z.object({
  owner: z.string({ error: "whose photo it is" }).check(z.minLength(1)),
  reason: z
    .string({ error: reasonAllowed })
    .check(z.minLength(1, { error: reasonAllowed }), z.maxLength(500, { error: reasonAllowed })),
});

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));
const workflows = traced(new SFNClient({}));

/**
 * The handler of POST /photos/{photoId}/report. Body: `{ "owner": "...", "reason": "..." }`.
 *
 * Answers 202 with the case's id, 404 where there is no such photo. The execution has the case's id as
 * its name, so that a photo that is reported twice is looked at once.
 *
 * @param needs `table`: name of the table of photos. `workflow`: ARN of the workflow.
 * @param clients Other SDK clients, in tests.
 */
export function reportPhoto(
  { table, workflow }: { table: Value; workflow: Value },
  clients?: { documents?: DynamoDBDocumentClient; workflows?: SFNClient },
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, reportBody);
    if (!body.valid) {
      return body.response;
    }
    const { owner: userId, reason } = body.value;
    const photoId = event.pathParameters?.photoId ?? "";
    const { Item: photo } = await (clients?.documents ?? documents).send(
      new GetCommand({ TableName: table.get(), Key: { userId, photoId } }),
    );
    if (!photo) {
      return errorResponse(404, "There is no such photo.");
    }
    const caseId = createHash("sha256")
      .update(JSON.stringify([userId, photoId]))
      .digest("hex");
    const report: Report = { caseId, userId, photoId, reason };
    try {
      await (clients?.workflows ?? workflows).send(
        new StartExecutionCommand({
          stateMachineArn: workflow.get(),
          name: caseId,
          input: JSON.stringify(report),
        }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) {
        throw error;
      }
    }
    return jsonResponse(202, { caseId });
  };
}
