/** A function with an image of its own: the children of awsx.ecr.Image, by the engine and in the preview. */
import * as assert from "node:assert/strict";
import { LambdaFunction } from "../../components/compute";
import { previewStack } from "../../preview/testing";
import { cliOrSkip } from "./cli";
import { differences } from "./parity";
import { Backend } from "./stack-life";

const given = {
  project: "images",
  stack: "dev",
  settings: "config:\n  aws:region: eu-west-1\n",
  program: () => {
    const args = { VERSION: "2", EDITION: "small" };
    const made = new LambdaFunction("hello", { image: { context: "./hello", args } });
    return Promise.resolve({ arn: made.arn });
  },
};

describe("awsx.ecr.Image", () => {
  let backend: Backend;

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  after(() => backend?.stop());

  it("is built once and used by its digest, as the preview says", async () => {
    const stack = await backend.stack(given);
    await stack.up();
    const made = await stack.resources();
    const built = made.find(({ type }) => type === "docker-build:index:Image");
    const lambda = made.find(({ type }) => type === "aws:lambda/function:Function");
    assert.match(
      String(lambda?.inputs?.imageUri),
      /^\d{12}\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/hello-images-\w+@sha256:[0-9a-f]{64}$/,
    );
    assert.ok(String(lambda?.inputs?.imageUri).endsWith(`@${String(built?.outputs?.digest)}`));

    const plan = await previewStack(given.program, {
      project: given.project,
      stack: given.stack,
      config: { "aws:region": "eu-west-1" },
    });
    plan.assertNoErrors();
    const found = differences(made, plan);
    assert.equal(found.length, 0, found.join("\n"));

    const again = await stack.up();
    assert.deepEqual([...again.steps], []);
  });
});
