import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Invocable } from "../../../../components/contracts";
import { Queue, Topic, TopicArgs } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";

const fn: Invocable = {
  logicalName: "tell",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:tell:live"),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("tell"),
  qualifier: pulumi.output("live"),
  ready: [],
};

type Policy = { policy: string };
const statementsOf = ({ policy }: Policy) =>
  (JSON.parse(policy) as { Statement: aws.iam.PolicyStatement[] }).Statement;

describe("Topic", () => {
  it("is encrypted with AWS's key, signs with SHA-256 and refuses plain text", async () => {
    const recording = await record(() => new Topic("uploads"));
    const topic = recording.inputs<aws.sns.TopicArgs>(aws.sns.Topic, "uploads");
    assert.equal(topic.kmsMasterKeyId, "alias/aws/sns");
    assert.equal(topic.signatureVersion, 2);
    assert.deepEqual(topic.tags, { Layer: "decoupling" });
    const [plain, ...others] = statementsOf(
      recording.inputs(aws.sns.TopicPolicy, "uploads-policy"),
    );
    assert.deepEqual([plain.Effect, plain.Sid, others], ["Deny", "RefusePlainText", []]);
    assert.equal(recording.count(aws.sqs.Queue), 0);
  });

  it("passes a trace on, and makes segments of its own where it is asked to, once X-Ray lets SNS", async () => {
    const tracing = async (args: TopicArgs) =>
      (await record(() => new Topic("uploads", args))).inputs<aws.sns.TopicArgs>(
        aws.sns.Topic,
        "uploads",
      ).tracingConfig;
    assert.equal(await tracing({}), "PassThrough");
    assert.equal(await tracing({ tracing: true }), "Active");
    const plan = await previewStack(
      () => {
        const oncePerAccount = { topicTraces: "prod" };
        const place = { region: "eu-west-1", account: "123456789012", oncePerAccount };
        new Topic("uploads", { tracing: true }, { parent: new Environment("prod", place) });
      },
      { stack: "prod" },
    );
    plan.assertNoErrors();
    const [policy] = plan.find(aws.xray.ResourcePolicy);
    assert.ok(plan.get(aws.sns.Topic, "uploads").dependencies.includes(policy.urn));
    const [allowed] = (
      JSON.parse(String(policy.inputs.policyDocument)) as { Statement: aws.iam.PolicyStatement[] }
    ).Statement;
    assert.deepEqual(allowed.Principal, { Service: "sns.amazonaws.com" });
    assert.deepEqual(allowed.Condition, {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:*" },
    });
  });

  it("lets a service publish for one thing, and gives AWS's key up for it, which admits none", async () => {
    const recording = await record(() => {
      new Topic("uploads").acceptFrom("s3.amazonaws.com", "arn:aws:s3:::originals", "123456789012");
    });
    const topic = recording.inputs<aws.sns.TopicArgs>(aws.sns.Topic, "uploads");
    assert.equal(topic.kmsMasterKeyId, "");
    const [, allowed] = statementsOf(recording.inputs(aws.sns.TopicPolicy, "uploads-policy"));
    assert.deepEqual(
      [allowed.Principal, allowed.Action, allowed.Condition],
      [
        { Service: "s3.amazonaws.com" },
        "sns:Publish",
        {
          ArnEquals: { "aws:SourceArn": "arn:aws:s3:::originals" },
          StringEquals: { "aws:SourceAccount": "123456789012" },
        },
      ],
    );
  });

  it("calls a function by its alias, with a filter and dead letters of this topic alone", async () => {
    const recording = await record(() =>
      new Topic("uploads").notifications({ filter: { kind: ["photo"] } }).connect(fn),
    );
    const permission = recording.inputs<Record<string, unknown>>(
      aws.lambda.Permission,
      "uploads-calls-tell",
    );
    const topicArn = permission.sourceArn;
    assert.match(String(topicArn), /^arn:aws:sns:.*:uploads/);
    assert.deepEqual(permission, {
      action: "lambda:InvokeFunction",
      function: "tell",
      qualifier: "live",
      principal: "sns.amazonaws.com",
      sourceArn: topicArn,
    });
    const subscription = recording.inputs<Record<string, unknown>>(
      aws.sns.TopicSubscription,
      "uploads-to-tell",
    );
    assert.equal(subscription.protocol, "lambda");
    assert.match(String(subscription.endpoint), /:live$/);
    assert.equal(subscription.filterPolicy, '{"kind":["photo"]}');
    assert.equal(subscription.filterPolicyScope, "MessageBody");
    assert.match(String(subscription.redrivePolicy), /uploads-dead-letters/);
    const letters = statementsOf(
      recording.inputs(aws.sqs.QueuePolicy, "uploads-dead-letter-policy"),
    );
    assert.deepEqual(letters[1].Principal, { Service: "sns.amazonaws.com" });
    assert.deepEqual(letters[1].Condition, { ArnEquals: { "aws:SourceArn": topicArn } });
  });

  it("delivers to a queue, which lets this topic send, without an envelope", async () => {
    const recording = await record(() => {
      const topic = new Topic("uploads");
      topic.deliverTo(new Queue("index"), { deadLetters: new Queue("lost") });
      topic.deliverTo(new Queue("archive"), { rawMessageDelivery: false });
    });
    const { rawMessageDelivery, redrivePolicy } = recording.inputs<Record<string, unknown>>(
      aws.sns.TopicSubscription,
      "uploads-to-index",
    );
    assert.equal(rawMessageDelivery, true);
    assert.match(String(redrivePolicy), /:lost-/);
    for (const queue of ["index", "lost"]) {
      const [, allowed] = statementsOf(recording.inputs(aws.sqs.QueuePolicy, `${queue}-policy`));
      assert.deepEqual(allowed.Principal, { Service: "sns.amazonaws.com" });
      assert.deepEqual(Object.keys(allowed.Condition ?? {}), ["ArnEquals"]);
    }
    const other = recording.inputs<Record<string, unknown>>(
      aws.sns.TopicSubscription,
      "uploads-to-archive",
    );
    assert.equal(other.rawMessageDelivery, false);
  });

  it("keeps the order of a FIFO topic up to its dead letters", async () => {
    const recording = await record(() => {
      new Topic("orders", { fifo: true }).deliverTo(new Queue("orders-in", { fifo: true }));
    });
    const topic = recording.inputs<aws.sns.TopicArgs>(aws.sns.Topic, "orders");
    assert.deepEqual([topic.fifoTopic, topic.contentBasedDeduplication], [true, true]);
    const dead = recording.inputs<aws.sqs.QueueArgs>(aws.sqs.Queue, "orders-dead-letters");
    assert.equal(dead.fifoQueue, true);
  });

  for (const [what, build, said] of [
    [
      "a function behind a FIFO topic",
      () => new Topic("orders", { fifo: true }).notifications(),
      /FIFO topic"; allowed: a standard topic[^]*topic\.deliverTo\(queue\)/,
    ],
    [
      "a FIFO queue behind a standard topic",
      () => {
        new Topic("orders").deliverTo(new Queue("in", { fifo: true }));
      },
      /deliverTo is "?a FIFO queue"?; allowed: a standard queue/,
    ],
    [
      "standard dead letters of a FIFO topic",
      () => {
        const topic = new Topic("orders", { fifo: true });
        topic.deliverTo(new Queue("in", { fifo: true }), { deadLetters: new Queue("lost") });
      },
      /deadLetters is "?a standard queue"?; allowed: a FIFO queue/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(build), said);
    });
  }

  it("grants publishing on this topic alone, for a topic that is there already as well", async () => {
    const arn = "arn:aws:sns:eu-west-1:123456789012:orders";
    const { made } = await record(() => Topic.existing("orders", { arn, keyArn: "key" }));
    const [publish, key] = made.publish().statements;
    assert.deepEqual(publish.Action, ["sns:Publish"]);
    assert.equal(await valueOf(publish.Resource), arn);
    assert.deepEqual(key.Action, ["kms:GenerateDataKey", "kms:Decrypt"]);
  });
});
