import assert from "node:assert/strict";
import { type ReadItem, showPhoto } from "./show-photo";
import { newPhotoId } from "../photo-id";
import { captureLog } from "../../tests/handlers/captured-log";
import { request } from "../../tests/handlers/events";

const photoId = newPhotoId();
const photo = {
  ...{ userId: "ada", photoId, objectKey: `ada/${photoId}`, bytes: 5, eTag: "x", sequencer: "00" },
  uploadedAt: "2026-11-23T12:00:00.000Z",
};
const needs = { table: { get: () => "photos" }, cache: { get: () => "daxs://cache" } };
const only: ReadItem = async (_, key) =>
  key.userId === "ada" && key.photoId === photoId ? photo : undefined;
const never: ReadItem = () => new Promise(() => undefined);
const refuses: ReadItem = () => Promise.reject(new Error("no route"));
const untouched: ReadItem = () => assert.fail("not asked");

const get = (readers: { fromCache: ReadItem; fromTable: ReadItem }, parts: object = {}) =>
  showPhoto(needs, readers)(request({ subject: "ada", path: { photoId }, ...parts }));

describe("GET /photos/{photoId}", () => {
  const lines = captureLog();

  it("answers from the cache alone", async () => {
    const { statusCode, body } = await get({ fromCache: only, fromTable: untouched });
    assert.equal(statusCode, 200);
    const { bytes, uploadedAt } = photo;
    assert.deepEqual(JSON.parse(body ?? ""), { photoId, bytes, uploadedAt });
  });

  it("knows the caller's photos alone, and asks nobody for what is no id", async () => {
    const readers = { fromCache: only, fromTable: untouched };
    assert.equal((await get(readers, { subject: "eve" })).statusCode, 404);
    const none = { fromCache: untouched, fromTable: untouched };
    assert.equal((await get(none, { path: { photoId: "1" } })).statusCode, 404);
  });

  for (const [what, fromCache] of [
    ["is slow", never],
    ["fails", refuses],
  ] as const) {
    it(`asks the table where the cache ${what}, and says so in the log`, async () => {
      assert.equal((await get({ fromCache, fromTable: only })).statusCode, 200);
      assert.deepEqual(
        lines().map(({ level, message }) => [level, message]),
        [["warn", "cache did not answer"]],
      );
    });
  }

  it("fails where the table fails too", async () => {
    await assert.rejects(get({ fromCache: refuses, fromTable: refuses }));
  });
});
