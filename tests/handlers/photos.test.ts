import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { bundleHandler } from "../../components/compute/lambda/bundle";
import { createPhoto } from "../../handlers/photos/create-photo";
import { indexUploads } from "../../handlers/photos/index-uploads";
import { listPhotos } from "../../handlers/photos/list-photos";
import { request, sqsRecord } from "../unit/handlers/events";
import {
  awsServicesInstalled,
  LocalService,
  startAwsServices,
  startDynamoDb,
} from "./local-services";
import { skipUnless } from "./newer-node";
import { Invocation, runBundle } from "./runtime-api";

const folder = "build/tests/handlers/photos";
const table = { name: pulumi.output("photos-table") };
const originals = pulumi.output("photos-originals");
const photoId = "01890a5d-ac96-774b-bcce-b302099a8057";
interface Answer {
  photos: { photoId: string; url: string }[];
  problems: { field: string; message: string }[];
  photoId: string;
  upload: { url: string; headers: Record<string, string> };
}
const body = (invocation: Invocation): Answer => {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  return JSON.parse((invocation.response as { body: string }).body);
};

describe("The photo handlers, built and run with DynamoDB", function () {
  this.timeout(60_000);
  let dynamoDb: LocalService;

  before(async () => {
    dynamoDb = await startDynamoDb();
    const client = new DynamoDBClient({
      endpoint: dynamoDb.endpoint,
      region: dynamoDb.region,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    await client.send(
      new CreateTableCommand({
        TableName: "photos-table",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "userId", AttributeType: "S" },
          { AttributeName: "photoId", AttributeType: "S" },
        ],
        KeySchema: [
          { AttributeName: "userId", KeyType: "HASH" },
          { AttributeName: "photoId", KeyType: "RANGE" },
        ],
      }),
    );
    await client.send(
      new PutItemCommand({
        TableName: "photos-table",
        Item: { userId: { S: "someone-else" }, photoId: { S: photoId } },
      }),
    );
    client.destroy();
  });
  after(() => dynamoDb.stop());

  it("index what S3 reports and list it", async () => {
    const index = await bundleHandler(
      async (event: { Records: ReturnType<typeof sqsRecord>[] }) => ({
        batchItemFailures: await indexUploads(table.name.get(), event.Records),
      }),
      { name: "index-upload", folder },
    );
    const list = await bundleHandler(listPhotos({ table: table.name, originals }), {
      name: "list-photos",
      folder,
    });
    const object = { key: `public/${photoId}`, size: 7, eTag: "e", sequencer: "0A" };
    const record = {
      eventName: "ObjectCreated:Put",
      eventTime: "2026-01-02T03:04:05.000Z",
      s3: { object },
    };
    const events = [
      { Records: [sqsRecord("good", { Records: [record] }), sqsRecord("bad", { Records: [] })] },
    ];
    const indexed = await runBundle(index, dynamoDb.environment, events);
    assert.deepEqual(indexed.invocations, [
      { response: { batchItemFailures: [{ itemIdentifier: "bad" }] } },
    ]);

    const { invocations } = await runBundle(list, dynamoDb.environment, [
      request(),
      request({ query: { limit: "0" } }),
    ]);
    const { photos } = body(invocations[0]);
    assert.equal(photos.length, 1);
    assert.equal(photos[0].photoId, photoId);
    assert.match(photos[0].url, /photos-originals.*public.*X-Amz-Signature=/);
    assert.deepEqual(body(invocations[1]).problems, [
      { field: "limit", message: "a whole number from 1 to 100" },
    ]);
  });
});

describe("The photo handlers, built and run with S3", function () {
  this.timeout(60_000);
  let services: LocalService;
  let client: S3Client;

  before(async function () {
    skipUnless(awsServicesInstalled(), this);
    services = await startAwsServices();
    client = new S3Client({
      endpoint: services.endpoint,
      region: services.region,
      forcePathStyle: true,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    await client.send(new CreateBucketCommand({ Bucket: "photos-originals" }));
  });
  after(async () => {
    client?.destroy();
    await services?.stop();
  });

  it("give a URL that a photo can be uploaded to", async () => {
    const create = await bundleHandler(createPhoto({ originals }), {
      name: "create-photo",
      folder,
    });
    const event = request({ body: { contentType: "image/png", bytes: 4 } });
    const { invocations } = await runBundle(create, services.environment, [event]);
    const { upload, photoId: created } = body(invocations[0]);
    const answer = await fetch(upload.url, {
      method: "PUT",
      headers: upload.headers,
      body: "data",
    });
    assert.equal(answer.status, 200, await answer.text());
    const stored = await client.send(
      new HeadObjectCommand({ Bucket: "photos-originals", Key: `public/${created}` }),
    );
    assert.equal(stored.ContentLength, 4);
  });
});
