// The topic and the queue between the bucket of originals and index-upload, in a real SNS and SQS. The server has no
// bucket notifications and no Lambda, so this sends what S3 would send of an object, and polls as Lambda would, both as
// the plan says.
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
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
import { objectsCreated } from "../../tests/handlers/events";
import type { Invocation, LocalService } from "../../tests/handlers/runtime-api";
import { planned } from "../../tests/handlers/sample-stack";

const queueType = "aws:sqs/queue:Queue";

/** What one poll of the queue came to. */
export interface Delivery {
  /** The batch's bodies. */
  readonly bodies: string[];
  /** Those of the messages that failed, which are visible again. */
  readonly failed: string[];
}

export interface UploadQueue {
  /** The local addresses, by those of the plan: for functions that have them in their variables. */
  readonly instead: Record<string, string>;
  /** Sends straight into the queue, as a topic that delivers twice. */
  send(body: string): Promise<void>;
  /** Publishes what S3 says to the topic, and what the subscription's filter lets through. */
  publish(body: string): Promise<void>;
  /** Publishes what S3 says when the object was put, and gives its text. */
  notify(storage: S3Client, bucket: string, key: string): Promise<string>;
  /** One poll: the function gets a batch, and what it did not report is deleted; nothing is where it never answered. */
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
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const sqs = new SQSClient({ endpoint, region, credentials, useQueueUrlAsEndpoint: false });
  const sns = new SNSClient({ endpoint, region, credentials });
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
  const topic = await subscribed(sns, String(await attribute(sqs, url, "QueueArn")));
  const send = async (body: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
  };

  const publish = async (body: string) => {
    if (!topic.letsThrough(body)) return;
    await sns.send(new PublishCommand({ TopicArn: topic.arn, Message: body }));
  };

  return {
    instead: { [String(queue.outputs.url)]: url, [String(dead.outputs.url)]: deadUrl },
    send,
    publish,
    maxReceiveCount,
    async notify(storage, bucket, key) {
      await assertNotified(bucket);
      const object = await storage.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      const body = JSON.stringify(
        objectsCreated({
          key: formEncoded(key),
          size: object.ContentLength,
          eventTime: object.LastModified?.toISOString(),
          sequencer: Date.now().toString(16).padStart(16, "0").toUpperCase(),
        }),
      );
      await publish(body);
      return body;
    },
    async deliver(run) {
      const { batchSize, functionResponseTypes } = await mapping();
      const messages = await receive(sqs, url, batchSize);
      if (messages.length === 0) return { bodies: [], failed: [] };
      const Records = messages.map((message) => record(message, String(queue.outputs.arn), region));
      const reported = await run({ Records }).then(
        (invocation) =>
          functionResponseTypes?.includes("ReportBatchItemFailures")
            ? responseOf(invocation).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
            : [],
        () => messages.map(({ MessageId }) => String(MessageId)), // it was stopped
      );
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
      // Without hiding them: whoever brings them back shall see them.
      return (await receive(sqs, deadUrl, 10, 0)).map(({ Body }) => String(Body));
    },
    stop() {
      sqs.destroy();
      sns.destroy();
    },
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

/** Makes the topic, with the queue behind it as the plan says. */
async function subscribed(sns: SNSClient, queueArn: string) {
  const { outputs } = await planned("aws:sns/topic:Topic", "photo-uploads");
  const created = await sns.send(new CreateTopicCommand({ Name: String(outputs.name) }));
  const { inputs } = await planned(
    "aws:sns/topicSubscription:TopicSubscription",
    "photo-uploads-to-decoupling-uploads",
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn: created.TopicArn,
      Protocol: String(inputs.protocol),
      Endpoint: queueArn,
      Attributes: { RawMessageDelivery: String(inputs.rawMessageDelivery) },
    }),
  );
  const filter = JSON.parse(String(inputs.filterPolicy)) as {
    Records: { eventName: { prefix: string }[] };
  };
  return {
    arn: created.TopicArn,
    /** The server's filters do not look into lists, as those of SNS do. */
    letsThrough(body: string): boolean {
      const { Records = [] } = JSON.parse(body) as { Records?: { eventName: string }[] };
      return Records.some(({ eventName }) =>
        filter.Records.eventName.some(({ prefix }) => eventName.startsWith(prefix)),
      );
    },
  };
}

/** Fails where the plan has no notification of the bucket's new objects to the topic. */
async function assertNotified(bucket: string): Promise<void> {
  const { inputs } = await planned(
    "aws:s3/bucketNotification:BucketNotification",
    "data-originals-notification",
  );
  const { topics } = inputs as unknown as { topics: { events: string[]; topicArn: string }[] };
  assert.equal(inputs.bucket, bucket);
  const target = topics.find(({ events }) => events.includes("s3:ObjectCreated:*"));
  const { outputs } = await planned("aws:sns/topic:Topic", "photo-uploads");
  assert.equal(target?.topicArn, outputs.arn);
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

async function receive(
  sqs: SQSClient,
  url: string,
  most: number,
  VisibilityTimeout?: number,
): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: most,
      VisibilityTimeout,
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
