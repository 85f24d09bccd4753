import assert from "node:assert/strict";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { indexUploads } from "./index-uploads";
import { newPhotoId } from "../photo-id";
import { captureLog } from "../../tests/handlers/captured-log";
import { objectsCreated, s3TestEvent, sqsRecord } from "../../tests/handlers/events";
import { usePhotoTable } from "../../tests/handlers/emptied-photo-table";

describe("indexUploads", () => {
  const table = usePhotoTable();
  const logged = captureLog();
  const photoId = newPhotoId(1);
  const otherId = newPhotoId(2);

  function run(...bodies: unknown[]) {
    const records = bodies.map((body, index) => sqsRecord(`message-${index}`, body));
    return indexUploads(table().name, records, table().documents);
  }

  it("writes an item for each object", async () => {
    const failures = await run(
      objectsCreated({ key: `public/${photoId}`, size: 7 }, { key: `public/${otherId}` }),
    );
    assert.deepEqual(failures, []);
    const [first, second] = await table().items();
    assert.deepEqual(first, {
      userId: "public",
      photoId,
      objectKey: `public/${photoId}`,
      bytes: 7,
      eTag: "d41d8cd98f00b204e9800998ecf8427e",
      uploadedAt: "2026-11-23T12:00:00.000Z",
      sequencer: "0055AED6DCD90281E5".padEnd(64, "0"),
    });
    assert.equal(second.photoId, otherId);
    assert.deepEqual(
      logged().map(({ message }) => message),
      ["photo indexed", "photo indexed"],
    );
  });

  it("reads form-encoded keys", async () => {
    await run(objectsCreated({ key: `ada+l%7Cb%C3%A9%2Bc/${photoId}` }));
    const [photo] = await table().items();
    assert.equal(photo.userId, "ada l|bé+c");
    assert.equal(photo.objectKey, `ada l|bé+c/${photoId}`);
  });

  it("does nothing the second time a message comes, also within a batch", async () => {
    const message = objectsCreated({ key: `public/${photoId}` });
    assert.deepEqual(await run(message), []);
    const once = await table().items();
    assert.deepEqual(await run(message, message), []);
    assert.deepEqual(await table().items(), once);
    assert.deepEqual(
      logged().map(({ message: text }) => text),
      ["photo indexed", "photo was indexed before", "photo was indexed before"],
    );
  });

  it("keeps the newer of two uploads in whatever order they are told of", async () => {
    // The newer one is shorter: as numbers, or with zeros on the left, it would be the older one.
    const older = { key: `public/${photoId}`, size: 1, sequencer: "0055aed6dc0001" };
    const newer = { key: `public/${photoId}`, size: 2, sequencer: "0055AED6DD" };
    await run(objectsCreated(newer));
    assert.deepEqual(await run(objectsCreated(older)), []);
    assert.equal((await table().items())[0].bytes, 2);

    const newest = { ...newer, size: 3, sequencer: "0055AED6DD0001" };
    await run(objectsCreated(newest));
    assert.equal((await table().items())[0].bytes, 3);
  });

  it("takes S3's test message for done", async () => {
    assert.deepEqual(await run(s3TestEvent), []);
    assert.deepEqual(await table().items(), []);
  });

  it("reports what it can't read alone, and does the rest", async () => {
    const failures = await run(
      "not JSON",
      objectsCreated({ key: `public/${photoId}` }),
      { Records: [] },
      {},
      objectsCreated({ key: "public/backup.zip" }),
      objectsCreated({ key: `public/${otherId}`, eventName: "ObjectRemoved:Delete" }),
      objectsCreated({ key: `public/${otherId}`, sequencer: "not hex" }),
      objectsCreated({ key: "%E0%A4%A" }),
    );
    assert.deepEqual(
      failures.map(({ itemIdentifier }) => itemIdentifier),
      [0, 2, 3, 4, 5, 6, 7].map((index) => `message-${index}`),
    );
    assert.deepEqual(
      (await table().items()).map((photo) => photo.photoId),
      [photoId],
    );
    const errors = logged().filter(({ level }) => level === "error");
    assert.equal(errors.length, 7);
    assert.ok(errors.every((line) => typeof line.messageId === "string"));
  });

  it("reports a message whose item can't be written, and does the rest", async () => {
    const busy = new Error("Throughput exceeds the table's");
    const send = table().documents.send.bind(table().documents) as (c: object) => Promise<unknown>;
    const documents = {
      send: (command: { input: { Item: { photoId: string } } }) =>
        command.input.Item.photoId === photoId ? Promise.reject(busy) : send(command),
    } as unknown as DynamoDBDocumentClient;
    const failures = await indexUploads(
      table().name,
      [
        sqsRecord("fails", objectsCreated({ key: `public/${photoId}` })),
        sqsRecord("works", objectsCreated({ key: `public/${otherId}` })),
      ],
      documents,
    );
    assert.deepEqual(failures, [{ itemIdentifier: "fails" }]);
    assert.deepEqual(
      (await table().items()).map((photo) => photo.photoId),
      [otherId],
    );
  });
});
