/** POST /photos/{photoId}/print: takes an order for a print. An asynchronous invocation. */
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { type HttpResponse, jsonResponse } from "../http-response";
import { invokeLater } from "../invocation/invoke-later";
import type { Value } from "../value";
import { photoUrlSeconds, photoUrl } from "./photo-url";
import type { PrintOrder } from "./print-order";
import { wantedPrint } from "./wanted-print";

/** How long an order may wait for its function: an order whose photo is out of reach must not be placed. */
export const orderWaitSeconds = photoUrlSeconds / 2;

const storage = traced(new S3Client({}));

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
    const asked = await wantedPrint(event, table, clients?.documents);
    if ("response" in asked) {
      return asked.response;
    }
    const { objectKey, ...wish } = asked.wanted;
    const order: PrintOrder = {
      ...wish,
      photoUrl: await photoUrl(clients?.storage ?? storage, originals.get(), objectKey),
    };
    await invokeLater(orderPrint.get(), order, clients?.functions);
    return jsonResponse(202, { reference: order.idempotencyKey });
  };
}
