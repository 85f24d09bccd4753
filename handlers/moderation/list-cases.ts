/** GET /moderation: the cases that wait for a decision. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { traced } from "../../components/compute/lambda/traced";
import { type HttpResponse, jsonResponse } from "../http-response";
import type { Value } from "../value";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler of GET /moderation. Answers `{ cases }`, without the tokens that answer them, from the
 * first megabyte of the table.
 *
 * @param needs `cases`: name of the table of cases.
 * @param client Another client, in tests.
 */
export function listCases({ cases }: { cases: Value }, client?: DynamoDBDocumentClient) {
  return async (): Promise<HttpResponse> => {
    const { Items = [] } = await (client ?? documents).send(
      new ScanCommand({
        TableName: cases.get(),
        FilterExpression: "attribute_not_exists(decision)",
        ProjectionExpression: "caseId, userId, photoId, reason, askedAt",
      }),
    );
    return jsonResponse(200, { cases: Items });
  };
}
