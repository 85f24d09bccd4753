/** Beside it: ../triggers, all that a call needs; ../existing, grants; ../environment-once, traces; ../contract, what holds of all. */
import { sns, sqs, xray } from "@pulumi/aws";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { Queue, Topic } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { previewStack } from "../../../../preview/testing";
import { refusal } from "../record";

const [account, bucket] = ["123456789012", "arn:aws:s3:::originals"];
const fifo = { fifo: true };
const plainText = { Effect: "Deny", Sid: "RefusePlainText" };
/** A policy that lets one source in and nobody else. */
const lets = (Service: string, arn: string | RegExp, more = {}) => {
  const Condition = { ArnEquals: { "aws:SourceArn": arn }, ...more };
  return { policy: { Statement: [plainText, { Principal: { Service }, Condition }] } };
};
const secure = { kmsMasterKeyId: "alias/aws/sns", signatureVersion: 2 };
const photos = { filterPolicy: { kind: ["photo"] }, filterPolicyScope: "MessageBody" };
const lost = (queue: RegExp) => ({ redrivePolicy: { deadLetterTargetArn: queue } });

describe("Topic", () => {
  it("is secure, filters, keeps order and what is lost; whom it delivers to lets it in", async () => {
    const plan = await previewStack(() => {
      const where = { region: "eu-west-1", account, oncePerAccount: { topicTraces: "test" } };
      const inside = { parent: new Environment("test", where) };
      new Topic("told", {}, inside).acceptFrom("s3.amazonaws.com", bucket, account);
      const news = new Topic("news", { tracing: true }, inside);
      const on = news.notifications({ filter: photos.filterPolicy });
      new LambdaFunction("tell", () => Promise.resolve(), { on }, inside);
      news.deliverTo(new Queue("in", {}, inside), { deadLetters: new Queue("lost", {}, inside) });
      news.deliverTo(new Queue("raw", {}, inside), { rawMessageDelivery: false });
      new Topic("orders", fifo, inside).deliverTo(new Queue("orders-in", fifo, inside));
    });
    plan.assertNoErrors();
    const { dependencies } = plan.has(sns.Topic, "news", { ...secure, tracingConfig: "Active" });
    assert.ok(dependencies.includes(plan.find(xray.ResourcePolicy)[0].urn));
    plan.has(sns.TopicPolicy, "news-policy", { policy: { Statement: [plainText] } });
    plan.has(sns.Topic, "told", { kmsMasterKeyId: "", tracingConfig: "PassThrough" }); // AWS's key admits no service
    const StringEquals = { "aws:SourceAccount": account };
    plan.has(sns.TopicPolicy, "told-policy", lets("s3.amazonaws.com", bucket, { StringEquals }));
    plan.has(sns.Topic, "orders", { ...secure, fifoTopic: true, contentBasedDeduplication: true });
    plan.has(sqs.Queue, "orders-dead-letters", { fifoQueue: true });
    plan.has(sns.TopicSubscription, "orders-to-orders-in", lost(/:orders-dead-letters-\w+\.fifo$/));
    plan.has(sns.TopicSubscription, "news-to-tell", { ...photos, ...lost(/:news-dead-letters-/) });
    plan.has(sns.TopicSubscription, "news-to-in", { rawMessageDelivery: true, ...lost(/:lost-/) });
    plan.has(sns.TopicSubscription, "news-to-raw", { rawMessageDelivery: false });
    for (const name of ["in", "lost", "raw", "news-dead-letter"]) {
      plan.has(sqs.QueuePolicy, `${name}-policy`, lets("sns.amazonaws.com", /:news-/));
    }
  });

  it("refuses the other order", async () => {
    const orders = (args?: object) => new Topic("o", fifo).deliverTo(new Queue("in", fifo), args);
    const called = await refusal(() => new Topic("o", fifo).notifications());
    assert.match(called, /allowed: a standard topic[^]*topic\.deliverTo\(/);
    const mixed = await refusal(() => new Topic("o").deliverTo(new Queue("in", fifo)));
    assert.match(mixed, /deliverTo is .*: a standard queue/);
    const lostElsewhere = await refusal(() => orders({ deadLetters: new Queue("x") }));
    assert.match(lostElsewhere, /deadLetters is .*allowed: a FIFO queue/);
  });
});
