import assert from "node:assert/strict";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { quotePrint } from "./quote-print";
import { newPhotoId } from "../photo-id";
import { captureLog } from "../../tests/handlers/captured-log";
import { request } from "../../tests/handlers/events";
import { useLambdaService } from "../../tests/handlers/lambda-answers";
import { usePhotoTable } from "../../tests/handlers/emptied-photo-table";

describe("GET /photos/{photoId}/print", () => {
  const table = usePhotoTable();
  const lambda = useLambdaService();
  const logged = captureLog();
  const photoId = newPhotoId();

  beforeEach(() => {
    const Item = { userId: "ada", photoId, objectKey: `ada/${photoId}` };
    return table().documents.send(new PutCommand({ TableName: table().name, Item }));
  });

  async function get(query?: Record<string, string>, asked = { subject: "ada", photoId }) {
    const handler = quotePrint(
      { table: { get: () => table().name }, pricePrint: { get: () => "price-print" } },
      { documents: table().documents, functions: lambda.client },
    );
    const { subject, photoId: id } = asked;
    const response = await handler(request({ query, subject, path: { photoId: id } }));
    return { status: response.statusCode, body: JSON.parse(response.body ?? "") };
  }

  it("answers with the price that the function gives", async () => {
    lambda.answer = { payload: { amount: 360, currency: "EUR" } };
    const { status, body } = await get({ size: "10x15", copies: "3" });
    assert.equal(status, 200);
    assert.deepEqual(body, { size: "10x15", copies: 3, amount: 360, currency: "EUR" });
    assert.deepEqual(lambda.invocations, [
      {
        functionName: "price-print",
        invocationType: "RequestResponse",
        payload: { size: "10x15", copies: 3 },
      },
    ]);
  });

  it("quotes one copy unless told otherwise", async () => {
    lambda.answer = { payload: { amount: 120, currency: "EUR" } };
    assert.equal((await get({ size: "10x15" })).body.copies, 1);
  });

  it("answers 502 where the function failed, keeping the reason to the log", async () => {
    lambda.answer = {
      functionError: "Unhandled",
      payload: { errorType: "PrintLabUnavailable", errorMessage: "GET /v1/prices: 503" },
    };
    const { status, body } = await get({ size: "10x15" });
    assert.equal(status, 502);
    assert.deepEqual(body, {
      message: "The print-lab gave no price. Try again in a few minutes.",
    });
    const [line] = logged();
    assert.match(JSON.stringify(line), /PrintLabUnavailable: GET \/v1\/prices: 503/);
  });

  for (const asked of [
    { subject: "ada", photoId: newPhotoId() },
    { subject: "grace", photoId },
  ]) {
    const whose = asked.photoId === photoId ? "another's photo" : "a photo that is not there";
    it(`answers 404 for ${whose}, and asks the lab nothing`, async () => {
      const { status, body } = await get({ size: "10x15" }, asked);
      assert.equal(status, 404);
      assert.deepEqual(body, { message: "There is no such photo." });
      assert.deepEqual(lambda.invocations, []);
    });
  }

  for (const [query, field] of [
    [{}, "size"],
    [{ size: "1x1" }, "size"],
    [{ size: "10x15", copies: "51" }, "copies"],
    [{ size: "10x15", copies: "some" }, "copies"],
  ] as const) {
    it(`answers 400 to ${JSON.stringify(query)}, and invokes nothing`, async () => {
      const { status, body } = await get(query);
      assert.equal(status, 400);
      assert.equal(body.problems[0].field, field);
      assert.deepEqual(lambda.invocations, []);
    });
  }
});
