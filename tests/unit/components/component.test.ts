import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Component, main, Transforms } from "../../../components/component";
import { Environment } from "../../../components/environment";
import { record, refusal } from "./record";

interface PairArgs {
  queue?: aws.sqs.QueueArgs;
  transform?: Transforms<{ queue: aws.sqs.QueueArgs }>;
  memorySize?: number;
  timeout?: number;
}

/** The smallest component: one child with tags, one without, one with many rules. */
class Pair extends Component {
  constructor(name: string, args: PairArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Pair", name, args, opts);
    const queue = this.child(aws.sqs.Queue, main, args.queue ?? {});
    this.child(aws.sqs.QueuePolicy, "policy", {
      queueUrl: queue.url,
      policy: '{"Version":"2012-10-17","Statement":[]}',
    });
    if (args.memorySize !== undefined) {
      this.child(aws.lambda.Function, "worker", {
        role: "arn:aws:iam::123456789012:role/worker",
        runtime: "nodejs24.x",
        handler: "index.handler",
        code: new pulumi.asset.AssetArchive({}),
        memorySize: args.memorySize,
        timeout: args.timeout,
      });
    }
  }
}

const queueOf = async (args: PairArgs) =>
  (await record(() => new Pair("pair", args))).inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "pair");

describe("child()", () => {
  it("names children after the component, the main one like it", async () => {
    const { resources } = await record(() => new Pair("pair"));
    const names = resources.map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(names.sort(), [
      "aws:sqs/queue:Queue pair",
      "aws:sqs/queuePolicy:QueuePolicy pair-policy",
      "strata:decoupling:Pair pair",
    ]);
  });

  it("tags with the layer where the type has tags, and only there", async () => {
    const recording = await record(() => new Pair("pair", { queue: { tags: { Team: "a" } } }));
    const queue = recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "pair");
    assert.deepEqual(queue.tags, { Layer: "decoupling", Team: "a" });
    const policy = recording.inputs<object>(aws.sqs.QueuePolicy, "pair-policy");
    assert.ok(!("tags" in policy));
  });

  it("keeps tags that are Outputs", async () => {
    const { tags } = await queueOf({ queue: { tags: pulumi.output({ Team: "a" }) } });
    assert.deepEqual(tags, { Layer: "decoupling", Team: "a" });
  });

  it("lays a transform's arguments over ours, merging tags", async () => {
    const queue = await queueOf({ transform: { queue: { delaySeconds: 3, tags: { Team: "a" } } } });
    assert.equal(queue.delaySeconds, 3);
    assert.deepEqual(queue.tags, { Layer: "decoupling", Team: "a" });
  });

  it("takes what a transform function returns, or what it changed in place", async () => {
    const returned = await queueOf({
      transform: { queue: (args) => ({ ...args, delaySeconds: 4 }) },
    });
    assert.equal(returned.delaySeconds, 4);
    const changed = await queueOf({
      transform: {
        queue: (args) => {
          args.delaySeconds = 5;
        },
      },
    });
    assert.equal(changed.delaySeconds, 5);
  });

  it("reports every broken rule in one error, with value, limit and fix", async () => {
    const message = await refusal(() => new Pair("pair", { memorySize: 64, timeout: 1000 }));
    assert.match(message, /^Pair "pair-worker" \(aws:lambda\/function:Function\) breaks 2 rules:/);
    assert.match(message, /LAM-01: memorySize is 64; allowed: .*128.*Fix: /);
    assert.match(message, /timeout is 1000; allowed: .*900/);
  });

  it("checks what a transform made of the arguments", async () => {
    const message = await refusal(
      () => new Pair("pair", { transform: { queue: { delaySeconds: 901 } } }),
    );
    assert.match(message, /delaySeconds is 901; allowed/);
  });

  it("passes over values that are not known yet", async () => {
    const later = pulumi.output(Promise.resolve(901));
    assert.equal((await queueOf({ queue: { delaySeconds: later } })).delaySeconds, 901);
  });
});

describe("environment of a component", () => {
  it("comes from the parent, through any number of components", async () => {
    const { made } = await record(() => {
      const parent = new Environment("test", { region: "eu-west-1", logRetentionDays: 7 });
      const outer = new Pair("outer", {}, { parent });
      return new Pair("inner", {}, { parent: outer });
    });
    assert.equal(made.environment.logRetentionDays, 7);
  });

  it("is the safest where there is none", async () => {
    const { made } = await record(() => new Pair("pair"));
    assert.equal(made.environment.production, true);
    assert.equal(made.environment.logRetentionDays, 365);
  });
});
