/** /health.json behind the load balancer: whether the gallery can read its photos. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { ALBResult } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Value } from "../value";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/** Of nobody: what is not there can be looked for all the same. */
const probe = { userId: "health", photoId: "00000000-0000-7000-8000-000000000000" };

/**
 * The handler. Answers 200 or 503 with `{ healthy }`.
 *
 * @param needs `photos`: name of the table of photos.
 * @param client Another client, in tests.
 */
export function reportHealth({ photos }: { photos: Value }, client?: DynamoDBDocumentClient) {
  return async (): Promise<ALBResult> => {
    try {
      await (client ?? documents).send(new GetCommand({ TableName: photos.get(), Key: probe }));
      return answer(200, true);
    } catch (error) {
      log("error", "the table of photos can't be read", { error });
      return answer(503, false);
    }
  };
}

function answer(statusCode: number, healthy: boolean): ALBResult {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify({ healthy }),
    isBase64Encoded: false,
  };
}
