import assert from "node:assert/strict";
import { quotePrint } from "../../../../handlers/partner/quote-print";
import { captureLog } from "../captured-log";
import { request } from "../events";
import { useLambdaService } from "../lambda-service";

describe("GET /photos/{photoId}/print", () => {
  const lambda = useLambdaService();
  const logged = captureLog();

  async function get(query?: Record<string, string>) {
    const handler = quotePrint({ pricePrint: { get: () => "price-print" } }, lambda.client);
    const response = await handler(request({ query }));
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
