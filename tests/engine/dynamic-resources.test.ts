/** Resources whose provider is written in the program run in Pulumi's own dynamic provider. */
import * as pulumi from "@pulumi/pulumi";
import * as assert from "node:assert/strict";
import { previewStack } from "../../preview/testing";
import { cliOrSkip } from "./cli";
import { differences } from "./parity";
import { Backend } from "./stack-life";

const provider: pulumi.dynamic.ResourceProvider = {
  create: async (inputs: { text: string }) => ({
    id: "greeting",
    outs: { ...inputs, length: inputs.text.length },
  }),
};

/** Changes its inputs, and refuses a text without letters. */
const checking: pulumi.dynamic.ResourceProvider = {
  ...provider,
  check: async (
    _olds: object,
    { text, token, list }: { text: string; token: string; list: [] },
  ) => ({
    inputs: { text: text.trim(), token, list, shout: `${text.trim()}!` },
    failures: /\w/.test(text) ? [] : [{ property: "text", reason: "has no letter" }],
  }),
};

class Checked extends pulumi.dynamic.Resource {
  constructor(name: string, text: string) {
    const token = pulumi.secret("hidden");
    super(checking, name, { text, token, list: [token, "open"], extra: 1 });
  }
}

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
    await stack.up();
    assert.deepEqual(await stack.outputs(), { length: 5 });
    assert.deepEqual([...(await stack.up()).steps], []);
  });

  it("are checked: the preview has the inputs that the engine stores", async () => {
    const program = async () => {
      new Checked("greeting", " hello ");
    };
    const given = { project: "strata", stack: "checked", program };
    const stack = await backend.stack(given);
    await stack.up();
    const stored = await stack.resources();
    const { inputs } = stored.find(({ type }) => type === "pulumi-nodejs:dynamic:Resource") ?? {};
    assert.equal(inputs?.shout, "hello!", "check ran under the engine");
    const plan = await previewStack(program, { project: given.project, stack: given.stack });
    assert.deepEqual(differences(stored, plan), []);
  });

  it("are refused by both for the same reason", async () => {
    const program = async () => {
      new Checked("greeting", " ?! ");
    };
    const stack = await backend.stack({ project: "strata", stack: "refused", program });
    const text = await stack.failure(() => stack.preview());
    assert.match(text, /property text value \{.*\} has a problem: has no letter/);
    const { findings } = await previewStack(program);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === "error").map(({ message }) => message),
      ["property text has a problem: has no letter"],
    );
  });
});
