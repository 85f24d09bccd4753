// The queue between the bucket of originals and index-upload, in a real SQS. The server has no bucket notifications and
// no Lambda, so this sends what S3 would send of an object, and polls as Lambda would, both as the plan says.
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  Message,
  QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import assert from "node:assert/strict";
import { objectsCreated } from "../unit/handlers/events";
import type { Invocation, LocalService } from "./runtime-api";
import { planned } from "./sample-stack";

const queueType = "aws:sqs/queue:Queue";

/** What one poll of the queue came to. */
export interface Delivery {
  /** The batch's bodies. */
  readonly bodies: string[];
  /** Those of the messages that failed, which are visible again. */
  readonly failed: string[];
}

export interface UploadQueue {
  send(body: string): Promise<void>;
  /** Sends what S3 sends when the object was put, and gives its text. */
  notify(storage: S3Client, bucket: string, key: string): Promise<string>;
  /** One poll: the function gets a batch, and what it did not report is deleted. */
  deliver(run: (event: SQSEvent) => Promise<Invocation>): Promise<Delivery>;
  /** Messages in the queue, visible or not. */
  length(): Promise<number>;
  /** How often a message is delivered before it moves to the dead letters. */
  readonly maxReceiveCount: number;
  /** Bodies of the dead letters. */
  deadLetters(): Promise<string[]>;
  stop(): void;
}

/** Makes the queue and its dead letters. */
export async function startUploadQueue({ endpoint, region }: LocalService): Promise<UploadQueue> {
  const sqs = new SQSClient({
    endpoint,
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    useQueueUrlAsEndpoint: false,
  });
  const queue = await planned(queueType, "decoupling-uploads");
  const dead = await planned(queueType, "decoupling-uploads-dead-letters");
  const { maxReceiveCount } = JSON.parse(String(queue.inputs.redrivePolicy)) as {
    maxReceiveCount: number;
  };
  const deadUrl = await createQueue(sqs, String(dead.outputs.name));
  const url = await createQueue(sqs, String(queue.outputs.name), {
    VisibilityTimeout: String(queue.inputs.visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: await attribute(sqs, deadUrl, "QueueArn"),
      maxReceiveCount,
    }),
  });
  const send = async (body: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
  };

  return {
    send,
    maxReceiveCount,
    async notify(storage, bucket, key) {
      await assertNotified(bucket, String(queue.outputs.arn));
      const object = await storage.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      const body = JSON.stringify(
        objectsCreated({
          key: formEncoded(key),
          size: object.ContentLength,
          eventTime: object.LastModified?.toISOString(),
          sequencer: Date.now().toString(16).padStart(16, "0").toUpperCase(),
        }),
      );
      await send(body);
      return body;
    },
    async deliver(run) {
      const { batchSize, functionResponseTypes } = await mapping();
      const messages = await receive(sqs, url, batchSize);
      if (messages.length === 0) return { bodies: [], failed: [] };
      const invocation = await run({
        Records: messages.map((message) => record(message, String(queue.outputs.arn), region)),
      });
      const { batchItemFailures } = responseOf(invocation);
      const reported = functionResponseTypes?.includes("ReportBatchItemFailures")
        ? batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
        : [];
      for (const { MessageId, ReceiptHandle } of messages) {
        const message = { QueueUrl: url, ReceiptHandle };
        if (reported.includes(String(MessageId))) {
          // Instead of waiting for the visibility timeout.
          const again = new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: 0 });
          await sqs.send(again);
        } else {
          await sqs.send(new DeleteMessageCommand(message));
        }
      }
      return {
        bodies: messages.map(({ Body }) => String(Body)),
        failed: messages
          .filter(({ MessageId }) => reported.includes(String(MessageId)))
          .map(({ Body }) => String(Body)),
      };
    },
    async length() {
      const visible = await attribute(sqs, url, "ApproximateNumberOfMessages");
      const hidden = await attribute(sqs, url, "ApproximateNumberOfMessagesNotVisible");
      return Number(visible) + Number(hidden);
    },
    async deadLetters() {
      return (await receive(sqs, deadUrl, 10)).map(({ Body }) => String(Body));
    },
    stop: () => sqs.destroy(),
  };
}

/** What Lambda's event source mapping of index-upload says. */
async function mapping() {
  const { inputs } = await planned(
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "decoupling-uploads-to-index-upload",
  );
  return inputs as unknown as { batchSize: number; functionResponseTypes?: string[] };
}

/** Fails where the plan has no notification of the bucket's new objects to the queue. */
async function assertNotified(bucket: string, queueArn: string): Promise<void> {
  const { inputs } = await planned(
    "aws:s3/bucketNotification:BucketNotification",
    "data-originals-notification",
  );
  const { queues } = inputs as unknown as { queues: { events: string[]; queueArn: string }[] };
  assert.equal(inputs.bucket, bucket);
  const target = queues.find(({ events }) => events.includes("s3:ObjectCreated:*"));
  assert.equal(target?.queueArn, queueArn);
}

async function createQueue(
  sqs: SQSClient,
  name: string,
  attributes: Record<string, string> = {},
): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  return String(QueueUrl);
}

async function attribute(sqs: SQSClient, url: string, name: QueueAttributeName) {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [name] }),
  );
  return Attributes?.[name];
}

async function receive(sqs: SQSClient, url: string, most: number): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: most,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  return Messages;
}

/** A message as Lambda hands it to a function. */
function record(message: Message, queueArn: string, region: string): SQSRecord {
  return {
    messageId: String(message.MessageId),
    receiptHandle: String(message.ReceiptHandle),
    body: String(message.Body),
    attributes: message.Attributes as unknown as SQSRecord["attributes"],
    messageAttributes: {},
    md5OfBody: String(message.MD5OfBody),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

function responseOf(invocation: Invocation): SQSBatchResponse {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  return invocation.response as SQSBatchResponse;
}

/** Keys in notifications are form-encoded, with their slashes as they are. */
function formEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
}
