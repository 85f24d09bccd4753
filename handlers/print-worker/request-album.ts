/** POST /albums/print: takes an order for many prints at once, for a worker that hands them to the lab. */
import { createHash, randomUUID } from "node:crypto";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { log } from "../log";
import { objectKeyOf } from "../photo";
import { validateBody } from "../request";
import { userIdOf } from "../user-id";
import type { Value } from "../value";
import { albumWish, type PrintJob } from "./album-order";

/** What SQS takes in one call. */
const batchSize = 10;

const messages = traced(new SQSClient({}));

/**
 * The handler of POST /albums/print. Body: `{ "photoIds": [...], "size": "10x15", "copies": 1 }`.
 *
 * Answers 202 with the order's reference, 502 where not all of it could be queued. A caller that is not sure
 * whether it got through sends the same `Idempotency-Key` header (8 to 200 characters) again: reference and keys
 * stay the same, and the lab prints once.
 *
 * @param needs `jobs`: URL of the queue.
 * @param client Another client, in tests.
 */
export function requestAlbum({ jobs }: { jobs: Value }, client?: SQSClient) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, albumWish);
    if (!body.valid) {
      return body.response;
    }
    const callersKey = event.headers["idempotency-key"];
    if (callersKey !== undefined && (callersKey.length < 8 || callersKey.length > 200)) {
      return errorResponse(400, "The Idempotency-Key header has 8 to 200 characters.");
    }
    const userId = userIdOf(event);
    const { photoIds, size, copies } = body.value;
    const reference = digest(userId, callersKey ?? randomUUID());
    const wanted = photoIds.map((photoId): PrintJob => {
      const idempotencyKey = digest(reference, photoId);
      return { objectKey: objectKeyOf(userId, photoId), size, copies, idempotencyKey };
    });
    for (let from = 0; from < wanted.length; from += batchSize) {
      const batch = wanted.slice(from, from + batchSize);
      const { Failed = [] } = await (client ?? messages).send(
        new SendMessageBatchCommand({
          QueueUrl: jobs.get(),
          Entries: batch.map((job, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(job),
          })),
        }),
      );
      if (Failed.length > 0) {
        log("error", "album not queued", { reference, reason: Failed[0].Code });
        return errorResponse(502, "Not all prints could be ordered: send the same order again.");
      }
    }
    return jsonResponse(202, { reference, prints: wanted.length });
  };
}

function digest(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
