/** POST /photos/{photoId}/print/later: leaves an order with the broker, where it outlives an outage of the lab. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { secretValue } from "../../components/security/secret-value";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { log } from "../log";
import type { Value } from "../value";
import { sendByStomp } from "./stomp";
import { wantedPrint } from "./wanted-print";

/** A day: who orders for later does not wait for longer. */
const orderWaitMilliseconds = 24 * 60 * 60 * 1_000;

const login = z.object({ username: z.string(), password: z.string() });

/** The broker that orders wait in. */
export interface PrintBroker {
  /** STOMP addresses of the pair. */
  readonly urls: { get(): readonly string[] };
  /** Secret with `username` and `password`. */
  readonly secret: Value;
  readonly queue: string;
}

/**
 * The handler of POST /photos/{photoId}/print/later. Body: `{ "size": "10x15", "copies": 2 }`.
 *
 * Answers 202 with the order's reference once the broker has it on disk, 404 where the caller has no such photo, 502
 * where no broker took it: the caller sends the same `Idempotency-Key` header again, and the lab prints once.
 *
 * @param needs `table`: name of the table of photos. `broker`: where orders wait.
 * @param documents Another SDK client, in tests.
 */
export function queuePrint(
  { table, broker }: { table: Value; broker: PrintBroker },
  documents?: DynamoDBDocumentClient,
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const asked = await wantedPrint(event, table, documents);
    if ("response" in asked) {
      return asked.response;
    }
    const { urls, secret, queue } = broker;
    try {
      const user = z.parse(login, JSON.parse(await secretValue(secret.get())));
      await sendByStomp(urls.get(), user, {
        queue,
        body: JSON.stringify(asked.wanted),
        expires: Date.now() + orderWaitMilliseconds,
      });
    } catch (error) {
      log("error", "order not queued", { error });
      return errorResponse(502, "The order could not be kept. Send it again in a minute.");
    }
    return jsonResponse(202, { reference: asked.wanted.idempotencyKey });
  };
}
