/** Who may send to a queue or a topic: for every service that does, and where it can't be told. */
import * as assert from "node:assert/strict";
import { checkStack, stackRules, unknown } from "../../../rules";
import { kms } from "../../../rules/base/types/kms";
import { cloudwatch } from "../../../rules/base/types/cloudwatch";
import { s3 } from "../../../rules/base/types/s3";
import { sns } from "../../../rules/base/types/sns";
import { sqs } from "../../../rules/base/types/sqs";
import { make, type Args } from "./service-resources";
import { document } from "./stack-policy-cases";
import { from, stackOf, type Described } from "./stack";

const rules = stackRules.filter(({ id }) => ["SQS-11", "SNS-05"].includes(id));
const broken = (...resources: Described[]) =>
  checkStack(rules, stackOf(...resources), { today: "2026-11-23" }).map(
    ({ rule, argument }) => `${rule} ${argument}`,
  );

const queue = make(sqs.queue)("queue");
const topic = make(sns.topic)("topic");
const queuePolicy = (policy: unknown, args: Args = {}) =>
  make(sqs.queuePolicy)("policy", { queueUrl: from("queue"), policy, ...args } as Args);
const topicPolicy = (policy: string) =>
  make(sns.topicPolicy)("policy", { arn: from("topic"), policy });
const letsIn = (service: string, Action: string) =>
  document({ Principal: { Service: `${service}.amazonaws.com` }, Action });

describe("SQS-11 and SNS-05: targets whose policy admits no sender", () => {
  const senders: [type: string, service: string, argument: string, args: Args][] = [
    [sns.subscription, "sns", "endpoint", { protocol: "sqs", endpoint: from("queue") }],
    [
      sns.subscription,
      "sns",
      "redrivePolicy",
      { protocol: "lambda", redrivePolicy: from("queue") },
    ],
    [cloudwatch.eventTarget, "events", "arn", { arn: from("queue") }],
    [cloudwatch.eventTarget, "events", "deadLetterConfig", { deadLetterConfig: from("queue") }],
    [s3.bucketNotification, "s3", "queues", { queues: from("queue") }],
  ];
  for (const [type, service, argument, args] of senders) {
    it(`${type} sends to a queue by ${argument} as ${service}.amazonaws.com`, () => {
      const sender = make(type)("sender", args);
      const problem = [`SQS-11 ${argument}`];
      assert.deepEqual(broken(queue, sender), problem);
      assert.deepEqual(broken(queue, queuePolicy(letsIn("iot", "sqs:*")), sender), problem);
      assert.deepEqual(
        broken(queue, queuePolicy(letsIn(service, "sqs:Receive*")), sender),
        problem,
      );
      for (const action of ["sqs:SendMessage", "sqs:*", "SQS:Send*"]) {
        assert.deepEqual(broken(queue, queuePolicy(letsIn(service, action)), sender), []);
      }
      const everyone = document({ Principal: "*", Action: "sqs:SendMessage" });
      assert.deepEqual(broken(queue, queuePolicy(everyone), sender), []);
    });
  }

  for (const [type, service, argument, args] of [
    [cloudwatch.eventTarget, "events", "arn", { arn: from("topic") }],
    [s3.bucketNotification, "s3", "topics", { topics: from("topic") }],
  ] as const) {
    it(`${type} sends to a topic as ${service}.amazonaws.com`, () => {
      const sender = make(type)("sender", args);
      assert.deepEqual(broken(topic, sender), [`SNS-05 ${argument}`]);
      const admitted = topicPolicy(letsIn(service, "sns:Publish"));
      assert.deepEqual(broken(topic, admitted, sender), []);
    });
  }

  it("says nothing where the policy is not known, or may be that of any queue", () => {
    const target = make(cloudwatch.eventTarget)("target", { arn: from("queue") });
    assert.deepEqual(broken(queue, queuePolicy(from("queue")), target), []);
    const elsewhere = queuePolicy(letsIn("iot", "sqs:*"), { queueUrl: unknown });
    assert.deepEqual(broken(queue, elsewhere, target), []);
    const inline = make(sqs.queue)("queue", { policy: letsIn("events", "sqs:SendMessage") });
    assert.deepEqual(broken(inline, target), []);
    const shut = make(sqs.queue)("queue", { policy: letsIn("iot", "sqs:SendMessage") });
    assert.deepEqual(broken(shut, target), ["SQS-11 arn"]);
  });

  it("says nothing of what sends as a role, or to a queue that others made", () => {
    const asRole = make(cloudwatch.eventTarget)("target", { arn: from("queue"), roleArn: "role" });
    assert.deepEqual(broken(queue, asRole), []);
    const arn = "arn:aws:sqs:eu-west-1:123456789012:others";
    assert.deepEqual(broken(make(cloudwatch.eventTarget)("target", { arn })), []);
    const mail = make(sns.subscription)("mail", { protocol: "email", endpoint: "a@example.com" });
    assert.deepEqual(broken(queue, mail), []);
  });
});

describe("S3N-04-key, SNS-04 and EVB-04: targets whose key admits no sender", () => {
  const keyRules = stackRules.filter(({ id }) => ["S3N-04-key", "SNS-04", "EVB-04"].includes(id));
  const locked = (...resources: Described[]) =>
    checkStack(keyRules, stackOf(...resources), { today: "2026-11-23" }).map(
      ({ rule, argument }) => `${rule} ${argument}`,
    );
  const subscription = make(sns.subscription)("sub", { protocol: "sqs", endpoint: from("queue") });
  const keyed = (args: Args = { kmsMasterKeyId: from("key") }) => make(sqs.queue)("queue", args);
  const key = (policy?: string) => make(kms.key)("key", policy === undefined ? {} : { policy });
  const uses = (...actions: string[]) =>
    document({ Principal: { Service: "sns.amazonaws.com" }, Action: actions, Resource: "*" });

  it("want both actions, in the key's own policy or in one beside it", () => {
    const both = uses("kms:Decrypt", "kms:GenerateDataKey*");
    assert.deepEqual(locked(key(both), keyed(), subscription), []);
    assert.deepEqual(locked(key(uses("kms:Decrypt")), keyed(), subscription), ["SNS-04 endpoint"]);
    assert.deepEqual(locked(key(), keyed(), subscription), ["SNS-04 endpoint"]);
    const beside = make(kms.keyPolicy)("policy", { keyId: from("key"), policy: both });
    assert.deepEqual(locked(key(), beside, keyed(), subscription), []);
    const alias = make(kms.alias)("alias", { targetKeyId: from("key") });
    const named = keyed({ kmsMasterKeyId: from("alias") });
    assert.deepEqual(locked(key(), alias, named, subscription), ["SNS-04 endpoint"]);
  });

  it("can't be AWS's own key, and say nothing of one that is not here or not known", () => {
    const aws = keyed({ kmsMasterKeyId: "alias/aws/sqs" });
    assert.deepEqual(locked(aws, subscription), ["SNS-04 endpoint"]);
    assert.deepEqual(locked(keyed({ kmsMasterKeyId: "alias/own" }), subscription), []);
    assert.deepEqual(locked(keyed({}), subscription), []);
    const unread = make(kms.key)("key", { policy: unknown } as Args);
    assert.deepEqual(locked(unread, keyed(), subscription), []);
  });
});
