import assert from "node:assert/strict";
import { S3Client } from "@aws-sdk/client-s3";
import { createPhoto, maximumPhotoBytes } from "./create-photo";
import { photoIdPattern } from "../photo";
import { testCredentials } from "../../tests/handlers/credentials";
import { request, type RequestParts } from "../../tests/handlers/events";

describe("POST /photos", () => {
  const storage = new S3Client({ ...testCredentials, requestChecksumCalculation: "WHEN_REQUIRED" });
  const handler = createPhoto({ originals: { get: () => "originals" } }, storage);
  const jpeg = { contentType: "image/jpeg", bytes: 482113 };

  async function post(parts: RequestParts) {
    const response = await handler(request(parts));
    return { status: response.statusCode, body: JSON.parse(response.body ?? "") };
  }

  it("gives an upload URL of 15 minutes for the caller's new photo", async () => {
    const { status, body } = await post({ body: jpeg, subject: "ada" });
    assert.equal(status, 201);
    assert.match(body.photoId, photoIdPattern);
    const url = new URL(body.upload.url);
    assert.equal(url.hostname, "originals.s3.eu-central-1.amazonaws.com");
    assert.equal(url.pathname, `/ada/${body.photoId}`);
    assert.equal(url.searchParams.get("X-Amz-Expires"), "900");
    assert.deepEqual(body.upload, {
      method: "PUT",
      url: body.upload.url,
      headers: { "content-type": "image/jpeg", "if-none-match": "*" },
      expiresInSeconds: 900,
    });
  });

  it("signs type and length, and no checksum of a body it has not seen", async () => {
    const { body } = await post({ body: jpeg });
    const query = new URL(body.upload.url).searchParams;
    assert.equal(
      query.get("X-Amz-SignedHeaders"),
      "content-length;content-type;host;if-none-match",
    );
    assert.deepEqual(
      [...query.keys()].filter((name) => name.includes("checksum")),
      [],
    );
  });

  it("gives a signature of its own to each type and length", async () => {
    const urls = new Set<string>();
    for (const wanted of [jpeg, { ...jpeg, bytes: 1 }, { ...jpeg, contentType: "image/png" }]) {
      const { body } = await post({ body: wanted });
      urls.add(String(new URL(body.upload.url).searchParams.get("X-Amz-Signature")));
    }
    assert.equal(urls.size, 3);
  });

  it("takes photos from one byte to the maximum", async () => {
    for (const bytes of [1, maximumPhotoBytes]) {
      assert.equal((await post({ body: { ...jpeg, bytes } })).status, 201);
    }
  });

  for (const [what, body, fields] of [
    ["a type that is no picture", { ...jpeg, contentType: "text/html" }, ["contentType"]],
    ["no byte", { ...jpeg, bytes: 0 }, ["bytes"]],
    ["a byte too many", { ...jpeg, bytes: maximumPhotoBytes + 1 }, ["bytes"]],
    ["half a byte", { ...jpeg, bytes: 1.5 }, ["bytes"]],
    ["a length as text", { ...jpeg, bytes: "12" }, ["bytes"]],
    ["nothing said", {}, ["contentType", "bytes"]],
  ] as const) {
    it(`answers 400 to ${what}, saying what is allowed`, async () => {
      const { status, body: answer } = await post({ body });
      assert.equal(status, 400);
      assert.deepEqual(
        answer.problems.map((problem: { field: string }) => problem.field),
        fields,
      );
      const allowed = {
        contentType: "one of image/avif, image/gif, image/jpeg, image/png, image/webp",
        bytes: "a whole number from 1 to 26214400",
      };
      for (const { field, message } of answer.problems) {
        assert.equal(message, allowed[field as keyof typeof allowed]);
      }
    });
  }
});
