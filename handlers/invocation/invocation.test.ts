import assert from "node:assert/strict";
import { FunctionFailed, invokeAndWait } from "./invoke-and-wait";
import { invokeLater } from "./invoke-later";
import { PayloadTooLarge } from "./payload";
import { asynchronousPayloadBytes, synchronousPayloadBytes } from "../../rules/lambda/payload";
import { useLambdaService } from "../../tests/handlers/lambda-answers";

/** A payload whose JSON is `bytes` long, in characters of two bytes. */
function payloadOf(bytes: number): object {
  const frame = '{"t":""}'.length;
  return { t: "é".repeat(Math.floor((bytes - frame) / 2)) + "e".repeat((bytes - frame) % 2) };
}

describe("invocation through the SDK", () => {
  const lambda = useLambdaService();

  describe("synchronous", () => {
    it("waits for what the function returns", async () => {
      lambda.answer = { payload: { amount: 120 } };
      const answer = await invokeAndWait("price-print", { size: "10x15" }, lambda.client);
      assert.deepEqual(answer, { amount: 120 });
      assert.deepEqual(lambda.invocations, [
        {
          functionName: "price-print",
          invocationType: "RequestResponse",
          payload: { size: "10x15" },
        },
      ]);
    });

    it("gives undefined where the function returns nothing", async () => {
      assert.equal(await invokeAndWait("f", {}, lambda.client), undefined);
    });

    it("throws what the function threw, though the call itself succeeded", async () => {
      lambda.answer = {
        functionError: "Unhandled",
        payload: { errorType: "PrintLabRefused", errorMessage: "422", trace: [] },
      };
      await assert.rejects(invokeAndWait("price-print", {}, lambda.client), (error) => {
        assert.ok(error instanceof FunctionFailed);
        assert.equal(error.errorType, "PrintLabRefused");
        assert.equal(error.message, "price-print failed with PrintLabRefused: 422");
        return true;
      });
    });

    it("does not wait for ever, and invokes no second time", async () => {
      lambda.answer = { never: true };
      await assert.rejects(invokeAndWait("f", {}, lambda.client, 300), {
        name: "FunctionFailed",
        message: "f failed with Timeout: no answer within 0.3 s",
      });
      assert.equal(lambda.invocations.length, 1);
    });

    it("throws a function's failure that says nothing", async () => {
      lambda.answer = { functionError: "Unhandled" };
      await assert.rejects(invokeAndWait("f", {}, lambda.client), {
        name: "FunctionFailed",
        message: "f failed with Unhandled: no message",
      });
    });

    it("throws the SDK's error where the function could not be invoked", async () => {
      lambda.answer = { statusCode: 404, payload: { Type: "User", Message: "Function not found" } };
      await assert.rejects(invokeAndWait("f", {}, lambda.client), /Function not found|Unknown/);
    });
  });

  describe("asynchronous", () => {
    it("leaves the event and returns", async () => {
      lambda.answer = { statusCode: 202 };
      await invokeLater("order-print", { copies: 2 }, lambda.client);
      assert.deepEqual(lambda.invocations, [
        { functionName: "order-print", invocationType: "Event", payload: { copies: 2 } },
      ]);
    });
  });

  for (const [kind, invoke, limit] of [
    ["synchronous", invokeAndWait, synchronousPayloadBytes],
    ["asynchronous", invokeLater, asynchronousPayloadBytes],
  ] as const) {
    it(`takes a ${kind} payload of ${limit} bytes, and refuses one more before the call`, async () => {
      await invoke("f", payloadOf(limit), lambda.client);
      assert.equal(lambda.invocations.length, 1);
      await assert.rejects(invoke("f", payloadOf(limit + 1), lambda.client), (error) => {
        assert.ok(error instanceof PayloadTooLarge);
        assert.equal(error.bytes, limit + 1);
        assert.match(error.message, new RegExp(`f is ${limit + 1} bytes; allowed: up to ${limit}`));
        return true;
      });
      assert.equal(lambda.invocations.length, 1);
    });
  }
});
