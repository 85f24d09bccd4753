/** Resources whose provider is written in the program run in Pulumi's own dynamic provider. */
import * as pulumi from "@pulumi/pulumi";
import * as assert from "node:assert/strict";
import { cliOrSkip } from "./cli";
import { Backend } from "./stack-life";

const provider: pulumi.dynamic.ResourceProvider = {
  create: async (inputs: { text: string }) => ({
    id: "greeting",
    outs: { ...inputs, length: inputs.text.length },
  }),
};

class Greeting extends pulumi.dynamic.Resource {
  declare readonly length: pulumi.Output<number>;

  constructor(name: string, args: { text: string }) {
    super(provider, name, { ...args, length: undefined });
  }
}

describe("dynamic resources", () => {
  let backend: Backend;

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  after(() => backend?.stop());

  it("are created, and stay as they are", async () => {
    const stack = await backend.stack({
      project: "strata", // its folder has the packages that the dynamic provider loads
      stack: "dynamic",
      program: async () => ({ length: new Greeting("greeting", { text: "hello" }).length }),
    });
    assert.deepEqual((await stack.up()).outputs, { length: 5 });
    assert.deepEqual([...(await stack.up()).steps], []);
  });
});
