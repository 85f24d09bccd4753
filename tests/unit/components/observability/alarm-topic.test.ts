import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { AlarmTopic } from "../../../../components/observability";
import { record, refusal, valueOf } from "../record";

const account = "123456789012";

function recordAlarms(regions: (string | undefined)[], alarmEmails?: string[]) {
  return record(() => {
    const environment = new Environment("prod", { region: "eu-west-1", account, alarmEmails });
    return regions.map((region) => environment.alarmTopicArn(region));
  });
}

describe("alarm topics of an environment", () => {
  it("are made when an alarm asks, once a region", async () => {
    assert.equal((await recordAlarms([])).count(aws.sns.Topic), 0);
    const recording = await recordAlarms([undefined, "eu-west-1", "us-east-1", "us-east-1"]);
    assert.equal(recording.count(aws.sns.Topic), 2);
    const [home, same, edge, again] = await Promise.all(recording.made.map((arn) => valueOf(arn)));
    assert.equal(home, same);
    assert.equal(edge, again);
    assert.match(home, /^arn:aws:sns:eu-west-1:/);
    assert.match(edge, /^arn:aws:sns:us-east-1:/);
  });

  it("are encrypted with a key of their region that CloudWatch may use", async () => {
    const recording = await recordAlarms(["us-east-1"]);
    const name = "prod-alarms-us-east-1";
    const key = recording.inputs<{ policy: string; region: string }>(aws.kms.Key, `${name}-key`);
    assert.equal(key.region, "us-east-1");
    assert.match(key.policy, /"cloudwatch.amazonaws.com"/);
    const topic = recording.inputs<aws.sns.TopicArgs>(aws.sns.Topic, name);
    assert.match(String(topic.kmsMasterKeyId), /^arn:aws:kms:us-east-1:/);
    assert.equal(topic.region, "us-east-1");
  });

  it("take alarms of this account only, and nothing in plain text", async () => {
    const recording = await recordAlarms([undefined]);
    const { policy } = recording.inputs<{ policy: string }>(aws.sns.TopicPolicy, "prod-alarms");
    type Statement = { Effect: string; Principal: unknown; Action: string; Condition: unknown };
    const [allow, deny] = (JSON.parse(policy) as { Statement: Statement[] }).Statement;
    assert.deepEqual(allow.Principal, { Service: "cloudwatch.amazonaws.com" });
    assert.deepEqual(allow.Condition, { StringEquals: { "aws:SourceAccount": account } });
    assert.deepEqual([deny.Effect, deny.Action], ["Deny", "sns:Publish"]);
    assert.deepEqual(deny.Condition, { Bool: { "aws:SecureTransport": "false" } });
  });

  it("mail every alarm", async () => {
    const recording = await recordAlarms([undefined], ["on-call@example.com"]);
    const mail = recording.inputs<aws.sns.TopicSubscriptionArgs>(
      aws.sns.TopicSubscription,
      "prod-alarms-on-call@example.com",
    );
    assert.deepEqual([mail.protocol, mail.endpoint], ["email", "on-call@example.com"]);
    assert.equal(mail.region, undefined);
  });

  it("have their policy and their subscriptions in their own region", async () => {
    const recording = await recordAlarms(["us-east-1"], ["on-call@example.com"]);
    const name = "prod-alarms-us-east-1";
    const topic = await valueOf(recording.made[0]);
    const mail = recording.inputs<aws.sns.TopicSubscriptionArgs>(
      aws.sns.TopicSubscription,
      `${name}-on-call@example.com`,
    );
    assert.deepEqual([mail.region, mail.topic], ["us-east-1", topic]);
    const policy = recording.inputs<aws.sns.TopicPolicyArgs>(aws.sns.TopicPolicy, name);
    assert.deepEqual([policy.region, policy.arn], ["us-east-1", topic]);
  });

  it("are refused an address twice", async () => {
    const emails = ["a@example.com", "a@example.com"];
    const message = await refusal(() => new AlarmTopic("alarms", { keyArn: "arn", emails }));
    assert.match(
      message,
      /AlarmTopic "alarms": emails is "a@example.com"; allowed: each address once/,
    );
  });
});
