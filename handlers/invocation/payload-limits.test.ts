// What handlers invoke other functions with, built and run against Lambda's API: payloads up to the limit arrive whole,
// longer ones are refused before anything is called.
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Bundle, bundleHandler } from "../../components/compute/lambda/bundle";
import { invokeAndWait } from "./invoke-and-wait";
import { invokeLater } from "./invoke-later";
import { LambdaService, startLambdaService } from "../../tests/handlers/lambda-service";
import { Invocation, runBundle } from "../../tests/handlers/runtime-api";

const folder = "build/tests/handlers/payload-limits";
const target = pulumi.output("target");
const megabyte = 1024 * 1024;

/** An event of so many bytes as JSON. */
const eventOf = (bytes: number) => ({ text: "x".repeat(bytes - '{"text":""}'.length) });

describe("Payloads of invocations, built and run with Lambda's API", function () {
  let lambda: LambdaService;

  before(async () => {
    lambda = await startLambdaService({ target: async () => ({ response: "done" }) });
  });
  afterEach(() => lambda.reset());
  after(() => lambda.stop());

  async function invoke(bundle: Bundle, bytes: number[]): Promise<Invocation[]> {
    return (await runBundle(bundle, lambda.environment, bytes)).invocations;
  }
  function assertRefused(invocation: Invocation, bytes: number): void {
    assert.ok("error" in invocation, JSON.stringify(invocation));
    assert.equal(invocation.error.errorType, "PayloadTooLarge");
    assert.equal(
      invocation.error.errorMessage,
      `The payload for target is ${bytes + 1} bytes; allowed: up to ${bytes}. ` +
        "Put it into a bucket and send the object's key.",
    );
  }

  it("are up to 1 MB where nobody waits", async () => {
    const bundle = await bundleHandler(
      async (bytes: number) => invokeLater(target.get(), eventOf(bytes)),
      { name: "invoke-later", folder },
    );
    const [whole, tooLong] = await invoke(bundle, [megabyte, megabyte + 1]);
    assert.deepEqual(whole, { response: null });
    assertRefused(tooLong, megabyte);
    const lengths = lambda.invocations.map(({ type, text }) => [type, text.length]);
    assert.deepEqual(lengths, [["Event", megabyte]]);
  });

  it("are up to 6 MB where the caller waits", async () => {
    const bundle = await bundleHandler(
      async (bytes: number) => invokeAndWait(target.get(), eventOf(bytes)),
      { name: "invoke-and-wait", folder },
    );
    const [whole, tooLong] = await invoke(bundle, [6 * megabyte, 6 * megabyte + 1]);
    assert.deepEqual(whole, { response: "done" });
    assertRefused(tooLong, 6 * megabyte);
    const lengths = lambda.invocations.map(({ type, text }) => [type, text.length]);
    assert.deepEqual(lengths, [["RequestResponse", 6 * megabyte]]);
  });
});
