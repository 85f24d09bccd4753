/** Orders the prints that wait in the broker. Runs in the VPC, behind the fixed IP addresses that the lab lets in. */
import { S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import type {
  ActiveMqEvent,
  ActiveMqMessage,
} from "../../components/decoupling/broker/broker-events";
import { log } from "../log";
import type { Value } from "../value";
import { placeOrder } from "./order-print";
import { photoUrl } from "./photo-url";
import { type LabConnection, PrintLabUnavailable } from "./print-lab";
import { printOrder, printWish } from "./print-order";

const storage = traced(new S3Client({}));
const queues = traced(new SQSClient({}));

/** What queue-print leaves in the broker. */
const queuedPrint = z.object({
  ...printWish.shape,
  idempotencyKey: printOrder.shape.idempotencyKey,
  objectKey: z.string().check(z.minLength(1)),
});

/**
 * The handler of the broker's messages.
 *
 * All messages of a call are worked on at once. One that can never be ordered goes to `failures`, since nobody else
 * would put it aside; while the lab is out of reach the call fails, and Lambda hands out the whole batch again. What
 * was ordered by then is not printed twice: the lab knows it by its idempotency key.
 *
 * @param needs `labUrl`: URL of the lab's API. `originals`: name of the bucket of photos. `failures`: URL of the queue
 *   for orders that were given up.
 * @param instead Another way to the lab and other SDK clients, in tests.
 */
export function orderQueuedPrints(
  { labUrl, originals, failures }: { labUrl: Value; originals: Value; failures: Value },
  instead?: { lab?: LabConnection; storage?: S3Client; queues?: SQSClient },
) {
  const order = async ({ messageID, data }: ActiveMqMessage): Promise<void> => {
    try {
      const text = Buffer.from(data, "base64").toString();
      const { objectKey, ...wish } = z.parse(queuedPrint, JSON.parse(text));
      const url = await photoUrl(instead?.storage ?? storage, originals.get(), objectKey);
      await placeOrder(labUrl.get(), { ...wish, photoUrl: url }, instead?.lab);
    } catch (error) {
      if (error instanceof PrintLabUnavailable) {
        throw error;
      }
      const { name, message } = error as Error;
      const MessageBody = JSON.stringify({ messageID, data, reason: `${name}: ${message}` });
      const QueueUrl = failures.get();
      await (instead?.queues ?? queues).send(new SendMessageCommand({ QueueUrl, MessageBody }));
      log("error", "order given up", { messageID, error });
    }
  };
  return async (event: ActiveMqEvent): Promise<void> => {
    const outcomes = await Promise.allSettled(event.messages.map(order));
    const failed = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason as Error] : [],
    );
    if (failed.length > 0) {
      throw failed[0];
    }
  };
}
