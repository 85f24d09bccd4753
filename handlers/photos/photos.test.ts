// The photos feature, built as it is deployed and run against DynamoDB, S3 and SQS.
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { SQSEvent } from "aws-lambda";
import assert from "node:assert/strict";
import { newPhotoId } from "../photo-id";
import {
  objectsCreated,
  request,
  RequestParts,
  s3TestEvent,
  sqsRecord,
} from "../../tests/handlers/events";
import {
  awsServicesInstalled,
  LocalService,
  startAwsServices,
} from "../../tests/handlers/local-services";
import { skipUnless } from "../../tests/handlers/newer-node";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { Invocation } from "../../tests/handlers/runtime-api";
import { createOriginals, runSample, s3Client } from "../../tests/handlers/sample-stack";
import { startUploadQueue, UploadQueue } from "./upload-queue";

interface Answer {
  statusCode: number;
  photos: { photoId: string; bytes: number; url: string }[];
  problems: { field: string; message: string }[];
  photoId: string;
  upload: { method: string; url: string; headers: Record<string, string> };
}

const answerOf = (invocation: Invocation): Answer => {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  const { statusCode, body } = invocation.response as { statusCode: number; body: string };
  return { statusCode, ...(JSON.parse(body) as Omit<Answer, "statusCode">) };
};

describe("The photo handlers, built and run with DynamoDB", function () {
  const table = usePhotoTable();

  it("index what S3 reports and list it", async () => {
    const photoId = newPhotoId();
    await table.put({ userId: "someone-else", photoId: newPhotoId() });
    const good = sqsRecord("good", objectsCreated({ key: `public/${photoId}` }));
    const indexed = await runSample("index-upload", table.environment, [
      { Records: [good, sqsRecord("bad", { Records: [] })] },
    ]);
    assert.deepEqual(indexed.invocations, [
      { response: { batchItemFailures: [{ itemIdentifier: "bad" }] } },
    ]);

    const { invocations } = await runSample("list-photos", table.environment, [
      request(),
      request({ query: { limit: "0" } }),
    ]);
    const { photos } = answerOf(invocations[0]);
    assert.deepEqual(
      photos.map((photo) => photo.photoId),
      [photoId],
    );
    assert.match(photos[0].url, /data-originals.*public.*X-Amz-Signature=/);
    assert.deepEqual(answerOf(invocations[1]).problems, [
      { field: "limit", message: "a whole number from 1 to 100" },
    ]);
  });
});

describe("The photo handlers, built and run with DynamoDB, S3 and SQS", function () {
  const table = usePhotoTable();
  let services: LocalService;
  let storage: S3Client;
  let bucket: string;
  let environment: Record<string, string>;
  let uploads: UploadQueue;

  before(async function () {
    skipUnless(awsServicesInstalled(), this);
    services = await startAwsServices();
    environment = { ...table.environment, ...services.environment };
    storage = s3Client(services);
    bucket = await createOriginals(storage);
    uploads = await startUploadQueue(services);
  });
  after(async () => {
    uploads?.stop();
    storage?.destroy();
    await services?.stop();
  });

  const index = async (event: SQSEvent) =>
    (await runSample("index-upload", environment, [event])).invocations[0];
  const list = async (parts: RequestParts) =>
    answerOf((await runSample("list-photos", environment, [request(parts)])).invocations[0]);

  async function upload(subject: string, data: string): Promise<string> {
    const body = { contentType: "image/png", bytes: data.length };
    const created = await runSample("create-photo", environment, [request({ body, subject })]);
    const { statusCode, photoId, upload } = answerOf(created.invocations[0]);
    assert.equal(statusCode, 201);
    const { method, headers, url } = upload;
    const answer = await fetch(url, { method, headers, body: data });
    assert.equal(answer.status, 200, await answer.text());
    return photoId;
  }

  it("bring a photo from its upload to its owner's list, and to nobody else's", async () => {
    // Its key has what form-encoding changes.
    const subject = "Ada Lovelace+1/ä";
    const photoId = await upload(subject, "data");
    const head = new HeadObjectCommand({ Bucket: bucket, Key: `${subject}/${photoId}` });
    assert.equal((await storage.send(head)).ContentType, "image/png");
    assert.deepEqual((await list({ subject })).photos, []);

    await uploads.notify(storage, bucket, `${subject}/${photoId}`);
    const { bodies, failed } = await uploads.deliver(index);
    assert.equal(bodies.length, 1);
    assert.deepEqual(failed, []);
    assert.equal(await uploads.length(), 0);

    const { photos } = await list({ subject });
    assert.equal(photos.length, 1);
    assert.equal(photos[0].photoId, photoId);
    assert.equal(photos[0].bytes, 4);
    assert.equal(await (await fetch(photos[0].url)).text(), "data");
    assert.deepEqual((await list({ subject: "Grace" })).photos, []);
  });

  it("index once what comes twice, and keep the newer of two", async () => {
    const key = `twice/${await upload("twice", "data")}`;
    const body = await uploads.notify(storage, bucket, key);
    await uploads.send(body);
    const together = await uploads.deliver(index);
    assert.deepEqual(together, { bodies: [body, body], failed: [] });
    const first = await table.photosOf("twice");
    assert.equal(first.length, 1);

    const older = JSON.stringify(objectsCreated({ key, sequencer: "00", size: 1 }));
    for (const late of [body, older]) {
      await uploads.send(late);
      assert.deepEqual(await uploads.deliver(index), { bodies: [late], failed: [] });
    }
    assert.deepEqual(await table.photosOf("twice"), first);
    assert.equal(await uploads.length(), 0);
  });

  it("report a message alone that can't be read, which ends in the dead letters", async () => {
    const key = `poison/${await upload("poison", "data")}`;
    const good = await uploads.notify(storage, bucket, key);
    const poison = "not a notification";
    const test = JSON.stringify(s3TestEvent);
    await uploads.send(poison);
    await uploads.send(test);
    const first = await uploads.deliver(index);
    assert.deepEqual(first, { bodies: [good, poison, test], failed: [poison] });
    assert.equal((await table.photosOf("poison")).length, 1);

    for (let delivery = 2; delivery <= uploads.maxReceiveCount; delivery++) {
      assert.deepEqual(await uploads.deliver(index), { bodies: [poison], failed: [poison] });
    }
    assert.deepEqual(await uploads.deliver(index), { bodies: [], failed: [] });
    assert.deepEqual(await uploads.deadLetters(), [poison]);
    assert.equal(await uploads.length(), 0);
  });
});
