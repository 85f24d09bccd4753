import assert from "node:assert/strict";
import { S3Client } from "@aws-sdk/client-s3";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { listPhotos } from "./list-photos";
import { objectKeyOf } from "../photo";
import { newPhotoId } from "../photo-id";
import { testCredentials } from "../../tests/handlers/credentials";
import { request, type RequestParts } from "../../tests/handlers/events";
import { usePhotoTable } from "../../tests/handlers/emptied-photo-table";

const noon = Date.parse("2026-11-23T12:00:00Z");

describe("GET /photos", () => {
  const table = usePhotoTable();

  /** Stores photos taken a second apart; gives their ids, newest first. */
  async function store(userId: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, second) => newPhotoId(noon + second * 1000));
    for (const photoId of ids) {
      const Item = {
        userId,
        photoId,
        objectKey: objectKeyOf(userId, photoId),
        bytes: 1024,
        eTag: "d41d8cd98f00b204e9800998ecf8427e",
        uploadedAt: "2026-11-23T12:00:00.000Z",
        sequencer: "00",
      };
      await table().documents.send(new PutCommand({ TableName: table().name, Item }));
    }
    return ids.reverse();
  }

  async function get(parts: RequestParts = {}, originals?: string) {
    const handler = listPhotos(
      {
        table: { get: () => table().name },
        ...(originals !== undefined && { originals: { get: () => originals } }),
      },
      { documents: table().documents, storage: new S3Client(testCredentials) },
    );
    const response = await handler(request(parts));
    const body = JSON.parse(response.body ?? "");
    const ids = (body.photos ?? []).map((photo: { photoId: string }) => photo.photoId);
    return { status: response.statusCode, body, ids };
  }

  it("gives an empty list where there are no photos", async () => {
    const { status, body } = await get();
    assert.equal(status, 200);
    assert.deepEqual(body, { photos: [] });
  });

  it("gives the newest first, without what is ours alone", async () => {
    const ids = await store("public", 3);
    const { body } = await get();
    assert.deepEqual(
      body.photos,
      ids.map((photoId) => ({ photoId, bytes: 1024, uploadedAt: "2026-11-23T12:00:00.000Z" })),
    );
  });

  it("gives each photo a signed URL where the bucket is known", async () => {
    const [photoId] = await store("public", 1);
    const { body } = await get({}, "originals");
    const url = new URL(body.photos[0].url);
    assert.equal(url.hostname, "originals.s3.eu-central-1.amazonaws.com");
    assert.equal(url.pathname, `/public/${photoId}`);
    assert.equal(url.searchParams.get("X-Amz-Expires"), "900");
  });

  it("pages through all photos, each once", async () => {
    const ids = await store("public", 5);
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await get({ query: { limit: "2", ...(cursor && { cursor }) } });
      sizes.push(page.ids.length);
      seen.push(...page.ids);
      cursor = page.body.nextCursor;
    } while (cursor !== undefined && sizes.length < 10);
    assert.deepEqual(seen, ids);
    assert.deepEqual(sizes, [2, 2, 1]);
  });

  it("gives 20 photos unless told otherwise", async () => {
    await store("public", 21);
    const { ids, body } = await get();
    assert.equal(ids.length, 20);
    assert.equal(typeof body.nextCursor, "string");
  });

  it("shows nobody another's photos, not even with another's cursor", async () => {
    await store("ada", 3);
    const [newest, ...older] = await store("grace", 3);
    const adas = await get({ subject: "ada", query: { limit: "1" } });
    assert.deepEqual((await get({ subject: "grace" })).ids, [newest, ...older]);
    const { ids } = await get({
      subject: "grace",
      query: { cursor: adas.body.nextCursor },
    });
    assert.ok(
      ids.every((id: string) => older.concat(newest).includes(id)),
      `${ids} has another's photos`,
    );
    assert.deepEqual((await get()).ids, []);
  });

  for (const limit of ["0", "101", "-1", "1.5", "many", ""]) {
    it(`answers 400 to the limit ${JSON.stringify(limit)}`, async () => {
      const { status, body } = await get({ query: { limit } });
      assert.equal(status, 400);
      assert.deepEqual(body.problems[0], {
        field: "limit",
        message: "a whole number from 1 to 100",
      });
    });
  }

  for (const cursor of ["", "%", "nonsense", Buffer.from('{"userId":"ada"}').toString("base64")]) {
    it(`answers 400 to the cursor ${JSON.stringify(cursor)}`, async () => {
      const { status, body } = await get({ query: { cursor } });
      assert.equal(status, 400);
      assert.deepEqual(body.problems[0], {
        field: "cursor",
        message: "a nextCursor from an earlier answer",
      });
    });
  }
});
