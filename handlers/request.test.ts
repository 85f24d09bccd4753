import assert from "node:assert/strict";
import * as z from "zod/mini";
import { validateBody, validateQuery } from "./request";
import { userIdOf } from "./user-id";
import { request } from "../tests/handlers/events";

const schema = z.object({ size: z.string({ error: "a size" }) }, { error: "an object" });

describe("validateBody", () => {
  it("gives the value of a JSON body", () => {
    assert.deepEqual(validateBody(request({ body: { size: "L" } }), schema), {
      valid: true,
      value: { size: "L" },
    });
  });

  it("reads a body that API Gateway has encoded as base64", () => {
    const rawBody = Buffer.from('{"size":"größer"}').toString("base64");
    assert.deepEqual(validateBody(request({ rawBody, isBase64Encoded: true }), schema), {
      valid: true,
      value: { size: "größer" },
    });
  });

  for (const [what, event, body] of [
    ["no body", request(), { message: "The body is not JSON." }],
    ["broken JSON", request({ rawBody: "{" }), { message: "The body is not JSON." }],
    [
      "a wrong field",
      request({ body: { size: 3 } }),
      { message: "The body is not valid.", problems: [{ field: "size", message: "a size" }] },
    ],
    [
      "no object",
      request({ body: [1] }),
      { message: "The body is not valid.", problems: [{ field: "", message: "an object" }] },
    ],
  ] as const) {
    it(`answers 400 to ${what}`, () => {
      const result = validateBody(event, schema);
      assert.ok(!result.valid);
      assert.equal(result.response.statusCode, 400);
      assert.deepEqual(JSON.parse(result.response.body ?? ""), body);
    });
  }
});

describe("validateQuery", () => {
  it("takes a request without query string for an empty one", () => {
    assert.deepEqual(validateQuery(request(), z.object({})), { valid: true, value: {} });
  });

  it("answers 400 to a missing parameter", () => {
    const result = validateQuery(request({ query: { other: "1" } }), schema);
    assert.ok(!result.valid);
    assert.equal(result.response.statusCode, 400);
  });
});

describe("userIdOf", () => {
  it("is public without an authorizer", () => {
    assert.equal(userIdOf(request()), "public");
  });
  it("is the token's subject with one", () => {
    assert.equal(userIdOf(request({ subject: "ada" })), "ada");
  });
  it("is public with an empty subject", () => {
    assert.equal(userIdOf(request({ subject: "" })), "public");
  });
});
