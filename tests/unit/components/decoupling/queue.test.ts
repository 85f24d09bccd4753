import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Invocable } from "../../../../components/contracts";
import { DecouplingLayer, Queue } from "../../../../components/decoupling";
import * as pulumi from "@pulumi/pulumi";
import { record, refusal } from "../record";

const fn = (timeoutSeconds: number): Invocable => ({
  logicalName: "index",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:index"),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("index"),
  timeoutSeconds,
  ready: [],
});

describe("Queue", () => {
  it("keeps failures for 14 days with nothing behind it, where it is told so", async () => {
    const { made, ...recording } = await record(
      () => new Queue("failures", { deadLetters: false }),
    );
    const queues = recording.resources.filter(({ type }) => type === "aws:sqs/queue:Queue");
    assert.deepEqual(
      queues.map(({ name }) => name),
      ["failures"],
    );
    assert.equal(queues[0].inputs.messageRetentionSeconds, 14 * 24 * 3600);
    assert.equal(queues[0].inputs.redrivePolicy, undefined);
    assert.equal(made.deadLettersArn, undefined);
    const shorter = { deadLetters: false, messageRetentionSeconds: 3600 };
    const other = await record(() => new Queue("failures", shorter));
    const { messageRetentionSeconds } = other.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "failures");
    assert.equal(messageRetentionSeconds, 3600);
  });

  it("refuses a count of deliveries where no message moves on", async () => {
    const build = () => new Queue("failures", { deadLetters: false, maxReceiveCount: 3 });
    assert.match(
      await refusal(build),
      /maxReceiveCount is 3; allowed: none with deadLetters: false/,
    );
  });

  it("is encrypted, polls long and keeps what fails for 14 days", async () => {
    const recording = await record(() => new Queue("uploads"));
    const queue = recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "uploads");
    assert.equal(queue.sqsManagedSseEnabled, true);
    assert.equal(queue.receiveWaitTimeSeconds, 20);
    assert.deepEqual(queue.tags, { Layer: "decoupling" });
    const dead = recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "uploads-dead-letters");
    assert.equal(dead.messageRetentionSeconds, 1_209_600);
    const redrive = JSON.parse(queue.redrivePolicy as string) as Record<string, unknown>;
    assert.match(String(redrive.deadLetterTargetArn), /^arn:aws:sqs:.*uploads-dead-letters/);
    assert.equal(redrive.maxReceiveCount, 5);
  });

  it("hides a message for six times its consumer's timeout and the batching window", async () => {
    const recording = await record(
      () => new Queue("uploads", { consumerTimeout: 60, batchingWindow: 5 }),
    );
    const queue = recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "uploads");
    assert.equal(queue.visibilityTimeoutSeconds, 365);
  });

  it("refuses plain text, and lets only what was allowed send", async () => {
    const recording = await record(() => {
      const queue = new Queue("uploads");
      queue.acceptFrom("s3.amazonaws.com", "arn:aws:s3:::originals", "123456789012");
    });
    const { policy } = recording.inputs<{ policy: string }>(aws.sqs.QueuePolicy, "uploads-policy");
    const { Statement } = JSON.parse(policy) as { Statement: aws.iam.PolicyStatement[] };
    assert.deepEqual(
      Statement.map(({ Effect, Principal }) => [Effect, Principal]),
      [
        ["Deny", "*"],
        ["Allow", { Service: "s3.amazonaws.com" }],
      ],
    );
    assert.deepEqual(Statement[1].Condition, {
      ArnEquals: { "aws:SourceArn": "arn:aws:s3:::originals" },
      StringEquals: { "aws:SourceAccount": "123456789012" },
    });
  });

  it("runs a function for its messages, with partial failures", async () => {
    const recording = await record(() =>
      new Queue("uploads", { consumerTimeout: 60, batchingWindow: 5 })
        .messages({ batchSize: 50, maximumConcurrency: 4, filters: [{ kind: ["photo"] }] })
        .connect(fn(60)),
    );
    const mapping = recording.inputs<Record<string, unknown>>(
      aws.lambda.EventSourceMapping,
      "uploads-to-index",
    );
    assert.deepEqual(mapping.functionResponseTypes, ["ReportBatchItemFailures"]);
    assert.equal(mapping.batchSize, 50);
    assert.equal(mapping.maximumBatchingWindowInSeconds, 5);
    assert.deepEqual(mapping.scalingConfig, { maximumConcurrency: 4 });
    assert.deepEqual(mapping.filterCriteria, {
      filters: [{ pattern: '{"body":{"kind":["photo"]}}' }],
    });
  });

  it("refuses a function that may outlive the queue's budget", async () => {
    const message = await refusal(() =>
      new Queue("uploads", { consumerTimeout: 60 }).messages().connect(fn(61)),
    );
    assert.match(message, /"index": timeout is 61; allowed: at most 60 seconds/);
    assert.match(message, /fix: new Queue\("uploads", \{ consumerTimeout: 61 \}\)/);
  });

  for (const [argument, value] of [
    ["consumerTimeout", 901],
    ["consumerTimeout", 0],
    ["consumerTimeout", 1.5],
    ["batchingWindow", 301],
  ] as const) {
    it(`refuses ${argument} ${value}`, async () => {
      const message = await refusal(() => new Queue("uploads", { [argument]: value }));
      assert.match(message, new RegExp(`Queue "uploads": ${argument} is ${value}; allowed`));
    });
  }

  it("grants sending and receiving on this queue alone", async () => {
    const { made } = await record(() => new Queue("uploads"));
    assert.deepEqual(made.send().statements[0].Action, ["sqs:SendMessage"]);
    assert.ok(!JSON.stringify(made.receive().statements.map((s) => s.Action)).includes("*"));
    assert.equal(made.receive().statements[0].Resource, made.arn);
  });

  it("makes FIFO queues with a FIFO queue for dead letters", async () => {
    const recording = await record(() => new Queue("orders", { fifo: true }));
    for (const name of ["orders", "orders-dead-letters"]) {
      assert.equal(recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, name).fifoQueue, true);
    }
  });

  it("takes transforms of every child", async () => {
    const recording = await record(
      () =>
        new Queue("uploads", {
          transform: {
            queue: { delaySeconds: 7, tags: { Team: "photos" } },
            deadLetters: (args) => ({ ...args, messageRetentionSeconds: 60 }),
          },
        }),
    );
    const queue = recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "uploads");
    assert.equal(queue.delaySeconds, 7);
    assert.deepEqual(queue.tags, { Layer: "decoupling", Team: "photos" });
    const dead = recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "uploads-dead-letters");
    assert.equal(dead.messageRetentionSeconds, 60);
  });
});

describe("DecouplingLayer", () => {
  it("makes a queue for every name, typed through", async () => {
    const recording = await record(() => {
      const layer = new DecouplingLayer("decoupling", { queues: { uploads: {}, orders: {} } });
      return layer.queues.orders.logicalName;
    });
    assert.equal(recording.made, "decoupling-orders");
    assert.equal(recording.count(aws.sqs.Queue), 4);
  });
});
