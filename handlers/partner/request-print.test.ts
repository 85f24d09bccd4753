import assert from "node:assert/strict";
import { S3Client } from "@aws-sdk/client-s3";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { printOrder, type PrintOrder } from "./print-order";
import { requestPrint } from "./request-print";
import { newPhotoId } from "../photo-id";
import { testCredentials } from "../../tests/handlers/credentials";
import { request, type RequestParts } from "../../tests/handlers/events";
import { useLambdaService } from "../../tests/handlers/lambda-answers";
import { usePhotoTable } from "../../tests/handlers/emptied-photo-table";

describe("POST /photos/{photoId}/print", () => {
  const table = usePhotoTable();
  const lambda = useLambdaService();
  const photoId = newPhotoId();
  const wish = { size: "10x15", copies: 2 };

  beforeEach(async () => {
    lambda.answer = { statusCode: 202 };
    for (const userId of ["ada", "grace"]) {
      const Item = { userId, photoId, objectKey: `${userId}/${photoId}` };
      await table().documents.send(new PutCommand({ TableName: table().name, Item }));
    }
  });

  async function post(parts: RequestParts = {}) {
    const handler = requestPrint(
      {
        table: { get: () => table().name },
        originals: { get: () => "originals" },
        orderPrint: { get: () => "order-print" },
      },
      {
        documents: table().documents,
        storage: new S3Client(testCredentials),
        functions: lambda.client,
      },
    );
    const response = await handler(
      request({ body: wish, subject: "ada", path: { photoId }, ...parts }),
    );
    return { status: response.statusCode, body: JSON.parse(response.body ?? "") };
  }

  it("leaves an order for the function and answers with its reference", async () => {
    const { status, body } = await post();
    assert.equal(status, 202);
    assert.equal(lambda.invocations.length, 1);
    const { functionName, invocationType, payload } = lambda.invocations[0];
    assert.deepEqual([functionName, invocationType], ["order-print", "Event"]);
    const order = printOrder.parse(payload);
    assert.deepEqual([order.size, order.copies], ["10x15", 2]);
    assert.equal(order.idempotencyKey, body.reference);
    const url = new URL(order.photoUrl);
    assert.equal(url.pathname, `/ada/${photoId}`);
    assert.equal(url.searchParams.get("X-Amz-Expires"), "3600");
  });

  it("keeps the reference where the caller repeats the request with its key", async () => {
    const headers = { "idempotency-key": "click-0001" };
    const [first, second] = [await post({ headers }), await post({ headers })];
    assert.equal(second.body.reference, first.body.reference);
    const keys = lambda.invocations.map(({ payload }) => (payload as PrintOrder).idempotencyKey);
    assert.deepEqual(keys, [first.body.reference, first.body.reference]);
  });

  it("makes an order of its own of each request without key, or of another user", async () => {
    const headers = { "idempotency-key": "click-0001" };
    const answers = [
      await post(),
      await post(),
      await post({ headers }),
      await post({ headers, subject: "grace" }),
    ];
    assert.equal(new Set(answers.map(({ body }) => body.reference)).size, 4);
  });

  it("answers 404 to a photo that the caller does not have, and orders nothing", async () => {
    for (const parts of [{ path: { photoId: newPhotoId() } }, { subject: "eve" }]) {
      const { status, body } = await post(parts);
      assert.equal(status, 404);
      assert.deepEqual(body, { message: "There is no such photo." });
    }
    assert.deepEqual(lambda.invocations, []);
  });

  for (const [what, body, problem] of [
    ["no size", { copies: 1 }, { field: "size", message: "one of 10x15, 13x18, 20x30" }],
    [
      "51 copies",
      { ...wish, copies: 51 },
      { field: "copies", message: "a whole number from 1 to 50" },
    ],
    [
      "copies as text",
      { ...wish, copies: "2" },
      { field: "copies", message: "a whole number from 1 to 50" },
    ],
    ["no object", [], { field: "", message: "an object with size and copies" }],
  ] as const) {
    it(`answers 400 to ${what}, and orders nothing`, async () => {
      const answer = await post({ body });
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.body.problems, [problem]);
      assert.deepEqual(lambda.invocations, []);
    });
  }

  for (const length of [7, 201]) {
    it(`answers 400 to a key of ${length} characters, and orders nothing`, async () => {
      const answer = await post({ headers: { "idempotency-key": "k".repeat(length) } });
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.body, {
        message: "The Idempotency-Key header has 8 to 200 characters.",
      });
      assert.deepEqual(lambda.invocations, []);
    });
  }
});
