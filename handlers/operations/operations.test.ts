// The operations feature, built as it is deployed and run against DynamoDB, S3, SNS and SQS.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { newPhotoId } from "../photo-id";
import {
  awsServicesInstalled,
  LocalService,
  startAwsServices,
} from "../../tests/handlers/local-services";
import { skipUnless } from "../../tests/handlers/newer-node";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { createOriginals, planned, runSample, s3Client } from "../../tests/handlers/sample-stack";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

describe("The operations handlers", function () {
  const table = usePhotoTable();
  let services: LocalService;
  let storage: S3Client;
  let bucket: string;
  let sns: SNSClient;
  let sqs: SQSClient;
  let mailbox: string;
  let instead: Record<string, string>;
  let environment: Record<string, string>;

  before(async function () {
    skipUnless(awsServicesInstalled(), this);
    services = await startAwsServices();
    environment = { ...table.environment, ...services.environment };
    storage = s3Client(services);
    bucket = await createOriginals(storage);
    const { endpoint, region } = services;
    sns = new SNSClient({ endpoint, region, credentials });
    sqs = new SQSClient({ endpoint, region, credentials, useQueueUrlAsEndpoint: false });
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "operators" }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "mailbox" }));
    mailbox = String(QueueUrl);
    const Endpoint = String(TopicArn)
      .replace(":sns:", ":sqs:")
      .replace(/[^:]+$/, "mailbox");
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
    const { outputs } = await planned("aws:sns/topic:Topic", "operators");
    instead = { [String(outputs.arn)]: String(TopicArn) };
  });
  after(async () => {
    sns?.destroy();
    sqs?.destroy();
    storage?.destroy();
    await services?.stop();
  });

  /** What operators were told, once. */
  const told = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: mailbox, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body }) => JSON.parse(String(Body)) as Record<string, string>).map(
      ({ Subject, Message }) => [Subject, Message],
    );
  };
  const lines = (messageType: string, ...messages: string[]) => ({
    awslogs: {
      data: gzipSync(
        JSON.stringify({
          messageType,
          logGroup: "/aws/lambda/remove-orphans",
          logEvents: messages.map((message, id) => ({ id: String(id), timestamp: 0, message })),
        }),
      ).toString("base64"),
    },
  });

  it("tell of errors in one message, and pass over the question whether anybody is there", async () => {
    await runSample(
      "alert-errors",
      environment,
      [
        lines("CONTROL_MESSAGE", "CWL CONTROL MESSAGE"),
        lines("DATA_MESSAGE", ...Array.from({ length: 7 }, (_, index) => `error ${index}\n`)),
      ],
      instead,
    );
    assert.deepEqual(await told(), [
      [
        "7 errors in /aws/lambda/remove-orphans",
        "error 0\nerror 1\nerror 2\nerror 3\nerror 4\n... and 2 more",
      ],
    ]);
  });

  it("tell what AWS says of its own health", async () => {
    const detail = {
      service: "EC2",
      eventTypeCode: "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED",
      eventTypeCategory: "scheduledChange",
      eventDescription: [{ language: "en_US", latestDescription: "It will be stopped." }],
      affectedEntities: [{ entityValue: "i-0123" }],
    };
    const event = { "detail-type": "AWS Health Event", source: "aws.health", region: "eu-west-1" };
    await runSample("relay-health", environment, [{ ...event, detail }], instead);
    assert.deepEqual(await told(), [
      [
        "AWS EC2 in eu-west-1: AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED",
        "It will be stopped.\n- i-0123",
      ],
    ]);
  });

  it("take out at night what has no original, but nothing that has just been written", async () => {
    const photo = (userId: string, uploadedAt: string) => {
      const photoId = newPhotoId();
      return { userId, photoId, objectKey: `${userId}/${photoId}`, uploadedAt, sequencer: "1" };
    };
    const kept = photo("kept", "2026-01-01T00:00:00.000Z");
    const fresh = photo("fresh", new Date().toISOString());
    const orphan = photo("orphan", "2026-01-01T00:00:00.000Z");
    await storage.send(new PutObjectCommand({ Bucket: bucket, Key: kept.objectKey, Body: "x" }));
    for (const one of [kept, fresh, orphan]) await table.put(one);
    for (const removed of [1, 0]) {
      const { invocations } = await runSample("remove-orphans", environment, [{}]);
      const looked = 2 + removed;
      assert.deepEqual(invocations, [{ response: { looked, removed, finished: true } }]);
    }
    assert.equal((await table.photosOf("orphan")).length, 0);
    assert.equal((await table.photosOf("kept")).length + (await table.photosOf("fresh")).length, 2);
  });

  it("forget a photo once its original is gone, and not for an old version of it", async () => {
    const [gone, there] = [newPhotoId(), newPhotoId()];
    await table.put({ userId: "ada", photoId: gone });
    await table.put({ userId: "ada", photoId: there });
    await storage.send(new PutObjectCommand({ Bucket: bucket, Key: `ada/${there}`, Body: "x" }));
    const removed = (key: string) => ({
      Records: [{ eventName: "ObjectRemoved:DeleteMarkerCreated", s3: { object: { key } } }],
    });
    const events = [gone, gone, there].map((id) => removed(`ada/${id}`));
    const { invocations } = await runSample("forget-photo", environment, [
      ...events,
      removed("no+photo"),
    ]);
    assert.deepEqual(
      invocations,
      Array.from({ length: 4 }, () => ({ response: null })),
    );
    assert.deepEqual(
      (await table.photosOf("ada")).map(({ photoId }) => photoId),
      [there],
    );
  });
});
