// What becomes of uploads where something goes wrong: built functions, real queues, a database that fails.
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { SQSEvent } from "aws-lambda";
import assert from "node:assert/strict";
import { newPhotoId } from "../photo-id";
import { objectsCreated, s3TestEvent } from "../../tests/handlers/events";
import { FaultyDatabase, startFaultyDatabase } from "../../tests/handlers/faulty-database";
import { LambdaService, startLambdaService } from "../../tests/handlers/lambda-service";
import {
  awsServicesInstalled,
  LocalService,
  startAwsServices,
} from "../../tests/handlers/local-services";
import { skipUnless } from "../../tests/handlers/newer-node";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import {
  createOriginals,
  planned,
  runSample,
  s3Client,
  sampleFunction,
} from "../../tests/handlers/sample-stack";
import { startUploadQueue, UploadQueue } from "./upload-queue";

const sequencer = "0055AED6DCD90281E5";
const upload = (user: string, photoId = newPhotoId()) =>
  JSON.stringify(objectsCreated({ key: `${user}/${photoId}`, sequencer }));
const idIn = (body: string) => /"key":"[^/]+\/([^"]+)"/.exec(body)?.[1] ?? "";

describe("Uploads, where something goes wrong", function () {
  const table = usePhotoTable();
  let services: LocalService;
  let database: FaultyDatabase;
  let environment: Record<string, string>;
  let uploads: UploadQueue;

  before(async function () {
    skipUnless(awsServicesInstalled(), this);
    services = await startAwsServices();
    database = await startFaultyDatabase(table.environment.AWS_ENDPOINT_URL_DYNAMODB);
    environment = { ...table.environment, ...services.environment, ...database.environment };
    uploads = await startUploadQueue(services);
  });
  afterEach(() => database?.heal());
  after(async () => {
    uploads?.stop();
    await database?.stop();
    await services?.stop();
  });

  const index = async (event: SQSEvent, seconds?: number) =>
    (await runSample("index-upload", environment, [event], {}, {}, {}, seconds)).invocations[0];

  it("of ten, nine are done and one is tried again; it ends in the dead letters, comes back, and is done", async () => {
    const bodies = Array.from({ length: 10 }, () => upload("ten"));
    const bad = bodies[6];
    database.refuse(idIn(bad));
    for (const body of bodies) await uploads.publish(body);

    const first = await uploads.deliver(index);
    assert.equal(first.bodies.length, 10);
    assert.deepEqual(first.failed, [bad]);
    assert.equal((await table.photosOf("ten")).length, 9);

    for (let delivery = 2; delivery <= uploads.maxReceiveCount; delivery++) {
      assert.deepEqual(await uploads.deliver(index), { bodies: [bad], failed: [bad] });
    }
    assert.deepEqual(await uploads.deliver(index), { bodies: [], failed: [] });
    assert.deepEqual(await uploads.deadLetters(), [bad]);

    database.heal();
    const again = await runSample("index-again", environment, [{}], uploads.instead);
    assert.deepEqual(again.invocations, [{ response: { redriven: 1, left: 0 } }]);
    assert.deepEqual(await uploads.deadLetters(), []);
    assert.deepEqual(await uploads.deliver(index), { bodies: [bad], failed: [] });
    assert.equal((await table.photosOf("ten")).length, 10);
    assert.equal(await uploads.length(), 0);
  });

  it("one that comes twice has no second effect", async () => {
    const body = upload("twice");
    await uploads.publish(body);
    await uploads.publish(body);
    const { bodies, failed } = await uploads.deliver(index);
    assert.deepEqual([bodies.length, failed], [2, []]);
    const once = await table.photosOf("twice");
    assert.equal(once.length, 1);
    await uploads.send(body);
    await uploads.deliver(index);
    assert.deepEqual(await table.photosOf("twice"), once);
  });

  it("a function that is stopped between its write and its answer loses nothing", async () => {
    const bodies = [upload("stopped"), upload("stopped")];
    for (const body of bodies) await uploads.publish(body);
    database.hold(idIn(bodies[0]));
    const stopped = await uploads.deliver((event) => index(event, 2));
    assert.deepEqual(stopped.failed.toSorted(), bodies.toSorted());
    assert.ok((await table.photosOf("stopped")).some(({ photoId }) => photoId === idIn(bodies[0])));

    database.heal();
    assert.deepEqual((await uploads.deliver(index)).failed, []);
    assert.equal((await table.photosOf("stopped")).length, 2);
    assert.equal(await uploads.length(), 0);
  });

  it("S3's test message reaches no queue", async () => {
    await uploads.publish(JSON.stringify(s3TestEvent));
    assert.equal(await uploads.length(), 0);
  });
});

describe("Uploads that a function behind a topic failed at", function () {
  let services: LocalService;
  let lambda: LambdaService;
  let storage: S3Client;
  let bucket: string;
  let environment: Record<string, string>;
  let queues: SQSClient;
  let failures: { local: string; planned: string };
  let check: string;
  const runs: unknown[] = [];

  before(async function () {
    skipUnless(awsServicesInstalled(), this);
    services = await startAwsServices();
    storage = s3Client(services);
    bucket = await createOriginals(storage);
    check = (await sampleFunction("check-upload")).arn;
    lambda = await startLambdaService({
      [check]: async (event) => {
        runs.push(event);
        const { invocations, logs } = await runSample("check-upload", environment, [event]);
        runs.push(logs);
        return invocations[0];
      },
    });
    environment = { ...services.environment, ...lambda.environment };
    const { outputs } = await planned("aws:sqs/queue:Queue", "photo-uploads-failures");
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const { endpoint, region } = services;
    queues = new SQSClient({ endpoint, region, credentials, useQueueUrlAsEndpoint: false });
    const { QueueUrl } = await queues.send(
      new CreateQueueCommand({ QueueName: String(outputs.name) }),
    );
    failures = { local: String(QueueUrl), planned: String(outputs.url) };
  });
  after(async () => {
    queues?.destroy();
    storage?.destroy();
    await lambda?.stop();
    await services?.stop();
  });

  const keep = (MessageBody: unknown) =>
    queues.send(
      new SendMessageCommand({
        QueueUrl: failures.local,
        MessageBody: typeof MessageBody === "string" ? MessageBody : JSON.stringify(MessageBody),
      }),
    );
  const notified = (Message: string) => ({
    Records: [{ EventSource: "aws:sns", EventVersion: "1.0", Sns: { MessageId: "1", Message } }],
  });

  it("are checked again, as Lambda recorded them and as the topic could not deliver them; others stay", async () => {
    const photo = `ada/${newPhotoId()}`;
    const pixels = Buffer.from("\x89PNG\r\n\x1a\n....", "latin1");
    await storage.send(
      new PutObjectCommand({ Bucket: bucket, Key: photo, Body: pixels, ContentType: "image/png" }),
    );
    const text = `ada/${newPhotoId()}`;
    await storage.send(
      new PutObjectCommand({ Bucket: bucket, Key: text, Body: "hello", ContentType: "image/png" }),
    );
    const recorded = (functionArn: string, key: string) => ({
      version: "1.0",
      timestamp: "2026-11-29T12:00:00.000Z",
      requestContext: { requestId: "1", functionArn, condition: "RetriesExhausted" },
      requestPayload: notified(JSON.stringify(objectsCreated({ key }))),
      responseContext: { statusCode: 200, functionError: "Unhandled" },
    });
    await keep(recorded(`${check}:$LATEST`, photo));
    await keep(recorded("arn:aws:lambda:eu-west-1:123456789012:function:other:$LATEST", photo));
    await keep({
      ...{ Type: "Notification", MessageId: "2", TopicArn: "arn:aws:sns:eu-west-1:123456789012:t" },
      Message: JSON.stringify(objectsCreated({ key: text })),
      SigningCertURL: "https://example.com/cert",
    });
    await keep("no JSON");

    const { invocations } = await runSample("check-again", environment, [{}], {
      [failures.planned]: failures.local,
    });
    assert.deepEqual(invocations, [{ response: { redriven: 2, left: 2 } }]);
    const outcomes = await lambda.outcomes();
    assert.deepEqual(outcomes, [{ response: null }, { response: null }]);
    const logs = runs.filter((run) => typeof run === "string").join("");
    assert.match(logs, /upload checked/);
    assert.match(logs, /upload is no picture/);
  });
});
