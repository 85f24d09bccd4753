import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { bundleHandler } from "../../components/compute/lambda/bundle";
import type { LambdaContext } from "../../components/compute/lambda/handler";
import { runBundle } from "./runtime-api";

const folder = "build/tests/handlers/runtime-api";
const stage = pulumi.output("dev");
let calls = 0;

describe("A bundle behind the local runtime API", function () {
  this.timeout(30_000);

  it("gets events, context and captured outputs, and stays warm", async () => {
    const handler = async (event: { name: string }, context: LambdaContext) => {
      calls += 1;
      console.log(`called for ${event.name}`);
      return {
        text: `${event.name} in ${stage.get()}`,
        calls,
        arn: context.invokedFunctionArn,
        left: context.getRemainingTimeInMillis() > 0,
      };
    };
    const bundle = await bundleHandler(handler, { folder });
    const { invocations, logs } = await runBundle(bundle, {}, [{ name: "Ann" }, { name: "Bob" }]);
    const arn = "arn:aws:lambda:eu-central-1:123456789012:function:local";
    assert.deepEqual(invocations, [
      { response: { text: "Ann in dev", calls: 1, arn, left: true } },
      { response: { text: "Bob in dev", calls: 2, arn, left: true } },
    ]);
    assert.equal(logs, "called for Ann\ncalled for Bob\n");
  });

  it("reports errors with the TypeScript line and goes on", async () => {
    const handler = async (event: string | null) => {
      if (event === null) throw new RangeError("no event");
      return event;
    };
    const bundle = await bundleHandler(handler, { folder });
    const { invocations } = await runBundle(bundle, {}, [undefined, "x"]);
    const [first, second] = invocations;
    assert.ok("error" in first);
    assert.equal(first.error.errorType, "RangeError");
    assert.equal(first.error.errorMessage, "no event");
    assert.match(first.error.trace[1], /tests\/handlers\/runtime-api\.test\.ts:\d+:\d+/);
    assert.deepEqual(second, { response: "x" });
  });

  it("streams responses", async () => {
    const handler = async (event: string, stream: NodeJS.WritableStream) => {
      stream.write("to ");
      stream.end(event);
    };
    const bundle = await bundleHandler(handler, { folder, response: "stream" });
    const { invocations } = await runBundle(bundle, {}, ["you"]);
    assert.deepEqual(invocations, [{ response: "to you" }]);
  });

  it("fails when the module can't be loaded, and when an event takes too long", async () => {
    const broken = { js: 'throw new Error("at the top");\n', map: "{}" };
    await assert.rejects(runBundle(broken, {}, [1]), /The bundle can't be loaded: at the top/);
    const slow = await bundleHandler(
      async () => new Promise((resolve) => setTimeout(resolve, 60_000)),
      { folder },
    );
    await assert.rejects(
      runBundle(slow, {}, [1], { timeout: 1 }),
      /Event 0: Task timed out after 1\.00 seconds/,
    );
    const exits = await bundleHandler(async () => process.exit(3), { folder });
    await assert.rejects(runBundle(exits, {}, [1]), /Runtime exited with error: exit status 3/);
  });
});
