/** POST /photos/{photoId}/print: takes an order for a print. An asynchronous invocation. */
import { createHash, randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { invokeLater } from "../invocation/invoke-later";
import { validateBody } from "../request";
import { userIdOf } from "../user-id";
import type { Value } from "../value";
import { type PrintOrder, printWish } from "./print-order";

/** One hour: Lambda's two retries come within minutes, and the lab fetches the photo at once. */
export const photoUrlSeconds = 60 * 60;

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const storage = new S3Client({});

/**
 * The handler of POST /photos/{photoId}/print. Body: `{ "size": "10x15", "copies": 2 }`.
 *
 * Answers 202 with the order's reference, 404 where the caller has no such photo. A caller that is
 * not sure whether it got through sends the same `Idempotency-Key` header (8 to 200 characters)
 * again: the reference stays the same, and the lab prints once. The photo's URL is signed here and
 * not by the function that orders, so that Lambda's retries send the lab the same order.
 *
 * @param needs `table` and `originals`: names of the table and the bucket of photos. `orderPrint`:
 *   name or ARN of the function that orders.
 * @param clients Other SDK clients, in tests.
 */
export function requestPrint(
  { table, originals, orderPrint }: { table: Value; originals: Value; orderPrint: Value },
  clients?: { documents?: DynamoDBDocumentClient; storage?: S3Client; functions?: LambdaClient },
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, printWish);
    if (!body.valid) {
      return body.response;
    }
    const callersKey = event.headers["idempotency-key"];
    if (callersKey !== undefined && (callersKey.length < 8 || callersKey.length > 200)) {
      return errorResponse(400, "The Idempotency-Key header has 8 to 200 characters.");
    }
    const userId = userIdOf(event);
    const photoId = event.pathParameters?.photoId ?? "";
    const { Item: photo } = await (clients?.documents ?? documents).send(
      new GetCommand({ TableName: table.get(), Key: { userId, photoId } }),
    );
    if (!photo) {
      return errorResponse(404, "There is no such photo.");
    }
    const order: PrintOrder = {
      ...body.value,
      idempotencyKey: referenceOf(userId, photoId, callersKey ?? randomUUID()),
      photoUrl: await getSignedUrl(
        clients?.storage ?? storage,
        new GetObjectCommand({ Bucket: originals.get(), Key: photo.objectKey }),
        { expiresIn: photoUrlSeconds },
      ),
    };
    await invokeLater(orderPrint.get(), order, clients?.functions);
    return jsonResponse(202, { reference: order.idempotencyKey });
  };
}

/** The same key from two users, or for two photos, is two orders. */
function referenceOf(userId: string, photoId: string, callersKey: string): string {
  return createHash("sha256")
    .update(JSON.stringify([userId, photoId, callersKey]))
    .digest("hex");
}
