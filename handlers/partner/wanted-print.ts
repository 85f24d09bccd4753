/** What a request for a print asks for, checked against the caller's photos. */
import { createHash, randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse } from "../http-response";
import { validateBody } from "../request";
import { userIdOf } from "../user-id";
import type { Value } from "../value";
import { printWish, type PrintWish } from "./print-order";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

export interface WantedPrint extends PrintWish {
  /** The same for the same caller, photo and `Idempotency-Key` header. */
  readonly idempotencyKey: string;
  /** Where the photo lies in the bucket of originals. */
  readonly objectKey: string;
}

/**
 * Reads `{ "size": "10x15", "copies": 2 }`, the photo of the path and the header `Idempotency-Key` (8 to 200
 * characters), which a caller that is not sure whether it got through sends again.
 *
 * @param table Name of the table of photos.
 * @param client Another SDK client, in tests.
 * @returns What is wanted, or the answer to a request that can't be met: 400, or 404 where the caller has no such photo.
 */
export async function wantedPrint(
  event: APIGatewayProxyEventV2,
  table: Value,
  client: DynamoDBDocumentClient = documents,
): Promise<{ wanted: WantedPrint } | { response: HttpResponse }> {
  const body = validateBody(event, printWish);
  if (!body.valid) {
    return { response: body.response };
  }
  const callersKey = event.headers["idempotency-key"];
  if (callersKey !== undefined && (callersKey.length < 8 || callersKey.length > 200)) {
    return { response: errorResponse(400, "The Idempotency-Key header has 8 to 200 characters.") };
  }
  const userId = userIdOf(event);
  const photoId = event.pathParameters?.photoId ?? "";
  const { Item: photo } = await client.send(
    new GetCommand({ TableName: table.get(), Key: { userId, photoId } }),
  );
  if (!photo) {
    return { response: errorResponse(404, "There is no such photo.") };
  }
  const idempotencyKey = referenceOf(userId, photoId, callersKey ?? randomUUID());
  return { wanted: { ...body.value, idempotencyKey, objectKey: String(photo.objectKey) } };
}

/** The same key from two users, or for two photos, is two orders. */
function referenceOf(userId: string, photoId: string, callersKey: string): string {
  return createHash("sha256")
    .update(JSON.stringify([userId, photoId, callersKey]))
    .digest("hex");
}
