/** Resources whose provider the program writes itself: their `check` is run, as the engine has it run. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { previewStack, Program } from "../../preview/testing";

const KIND = "pulumi-nodejs:dynamic:Resource";

type Provider = pulumi.dynamic.ResourceProvider;
type Inputs = Record<string, unknown>;

const create: Provider["create"] = async (inputs: Inputs) => ({ id: "it", outs: inputs });

class Own extends pulumi.dynamic.Resource {
  constructor(provider: Omit<Provider, "create">, props: Inputs) {
    super({ create, ...provider }, "it", { ...props });
  }
}

async function planOf(program: Program, config: Inputs = {}) {
  const plan = await previewStack(program, { config, secretKeys: ["token"] });
  const { inputs, urn } = plan.get(KIND, "it");
  const { __provider: provider, ...rest } = inputs;
  assert.equal(typeof provider, "string");
  return { inputs: rest, findings: plan.findings.filter((finding) => finding.urn === urn) };
}

const size = async (_olds: Inputs, news: Inputs) => ({
  inputs: news,
  failures: Number(news.size) > 9 ? [{ property: "size", reason: "is more than 9" }] : [],
});

describe("check of dynamic resources", () => {
  it("changes the inputs: what it adds is there, what it leaves out is gone", async () => {
    const check = async (_olds: Inputs, { text }: Inputs) => ({
      inputs: { text: String(text).trim(), region: "eu-west-1" },
    });
    const { inputs, findings } = await planOf(() => {
      new Own({ check }, { text: " hello ", extra: 1 });
    });
    assert.deepEqual(inputs, { text: "hello", region: "eu-west-1" });
    assert.deepEqual(findings, []);
  });

  it("leaves the inputs as they are where there is none", async () => {
    const { inputs } = await planOf(() => {
      new Own({}, { text: " hello " });
    });
    assert.deepEqual(inputs, { text: " hello " });
  });

  it("gives failures, each an error at its line", async () => {
    const { findings } = await planOf(() => {
      new Own({ check: size }, { size: 12 });
    });
    const [{ rule, severity, message, source }] = findings;
    assert.deepEqual([rule, severity, findings.length], ["check", "error", 1]);
    assert.equal(message, "property size has a problem: is more than 9");
    assert.equal(source?.file, "tests/preview/dynamic.test.ts");
  });

  it("fails, which is an error: so does an answer that can't be sent", async () => {
    const failing = async () => Promise.reject(new Error("no such colour"));
    const unsent = async () => ({ inputs: { text: undefined } });
    const ending = async () => process.exit(3);
    for (const [check, expected] of [
      [failing, "check failed: no such colour"],
      [unsent, "check failed: Unexpected struct type."],
      [ending, "check failed: its process ended: "],
    ] as const) {
      const { findings } = await planOf(() => {
        new Own({ check }, { text: "a" });
      });
      assert.deepEqual(
        findings.map(({ severity, message }) => [severity, message]),
        [["error", expected]],
      );
    }
  });

  it("is not believed where it refuses what only AWS knows", async () => {
    const { findings } = await planOf(() => {
      const queue = new aws.sqs.Queue("jobs");
      const check = async (_olds: Inputs, news: Inputs) => ({
        inputs: news,
        failures: String(news.url).includes("sqs") ? [{ property: "url", reason: "is SQS" }] : [],
      });
      new Own({ check }, { url: queue.url });
    });
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [["check-unanswered", "info"]],
    );
  });

  it("sees secrets, which stay secret, whole or within", async () => {
    const check = async (_olds: Inputs, { token, deep }: Inputs) => ({
      inputs: { token: `${String(token)}!`, deep, length: String(token).length },
    });
    const { inputs } = await planOf(() => {
      const deep = { list: [pulumi.secret("hidden")], open: "seen" };
      new Own({ check }, { token: pulumi.secret("abcd"), deep });
    });
    assert.deepEqual(inputs, {
      token: "[secret]",
      deep: { list: "[secret]", open: "seen" },
      length: 4,
    });
  });

  it("asks nobody: its inputs are as given then, and that is said", async () => {
    const check = async () => {
      await new Promise((resolve, reject) => {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- inside of the provider
        const { connect } = require("node:net") as typeof import("node:net");
        connect(443, "example.com", () => resolve(undefined)).on("error", reject);
      });
      return { inputs: {} };
    };
    const { inputs, findings } = await planOf(() => {
      new Own({ check }, { text: "a" });
    });
    assert.deepEqual(inputs, { text: "a" });
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ["info"],
    );
    assert.match(findings[0].message, /it asked example\.com:443, and this preview is offline/);
  });

  it("is configured with the stack's settings", async () => {
    const seen = { region: "" };
    const provider: Omit<Provider, "create"> = {
      configure: async ({ config }) => {
        seen.region = config.require("place") + config.require("aws:region");
      },
      check: async () => ({ inputs: { region: seen.region } }),
    };
    const { inputs } = await planOf(
      () => {
        new Own(provider, { text: "a" });
      },
      { place: "in ", "aws:region": "eu-west-1" },
    );
    assert.deepEqual(inputs, { region: "in eu-west-1" });
  });
});
