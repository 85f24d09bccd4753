/** Things that AWS finds by their name and writes over: two of one name are one, and the preview says so. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { writtenOverClaims } from "../../cloud-model/claim-table/written-over";
import { previewStack } from "../../preview/testing";

type Class = new (name: string, args: never) => pulumi.CustomResource;

/** A type with its arguments, and an argument by which another one differs. */
type Row = readonly [type: Class, args: object, other: object];

const scaled = {
  ...{ serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount" },
  resourceId: "service/shop/web",
};
const bus = { eventBusName: "shop" };
const object = { bucket: "shop-files", key: "a.txt", content: "a" };
const group = { autoscalingGroupName: "web" };
const store = "arn:aws:cloudfront::123456789012:key-value-store/shop";
const policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const targetGroupArn =
  "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef";
const sns = "arn:aws:sns:eu-west-1:123456789012";
const subscription = { protocol: "sqs", endpoint: "arn:aws:sqs:eu-west-1:123456789012:jobs" };

const rows: readonly Row[] = [
  [aws.cloudwatch.MetricAlarm, { name: "errors" }, { name: "other" }],
  [aws.cloudwatch.CompositeAlarm, { alarmName: "errors", alarmRule: "FALSE" }, { alarmName: "x" }],
  [aws.cloudwatch.Dashboard, { dashboardName: "shop" }, { dashboardName: "other" }],
  [aws.cloudwatch.EventRule, { name: "nightly" }, { ...bus }],
  [aws.cloudwatch.EventTarget, { rule: "nightly", targetId: "a", arn: "b" }, { targetId: "b" }],
  [aws.cloudwatch.LogSubscriptionFilter, { name: "a", logGroup: "g" }, { logGroup: "h" }],
  [aws.cloudwatch.LogMetricFilter, { name: "a", logGroupName: "g" }, { logGroupName: "h" }],
  [aws.cloudwatch.LogDeliverySource, { name: "a" }, { name: "b" }],
  [aws.cloudwatch.LogDeliveryDestination, { name: "a" }, { name: "b" }],
  [aws.autoscaling.Policy, { ...group, name: "a" }, { autoscalingGroupName: "jobs" }],
  [aws.autoscaling.LifecycleHook, { ...group, name: "a" }, { name: "b" }],
  [aws.autoscaling.Schedule, { ...group, scheduledActionName: "a" }, { scheduledActionName: "b" }],
  [aws.appautoscaling.Policy, { ...scaled, name: "a" }, { resourceId: "service/shop/jobs" }],
  [aws.appautoscaling.ScheduledAction, { ...scaled, name: "a" }, { name: "b" }],
  [aws.lambda.FunctionRecursionConfig, { functionName: "a" }, { functionName: "b" }],
  [aws.ecs.ClusterCapacityProviders, { clusterName: "a" }, { clusterName: "b" }],
  [aws.emr.ManagedScalingPolicy, { clusterId: "j-1" }, { clusterId: "j-2" }],
  [aws.rds.ProxyDefaultTargetGroup, { dbProxyName: "a" }, { dbProxyName: "b" }],
  [
    aws.elb.ListenerPolicy,
    { loadBalancerName: "a", loadBalancerPort: 80 },
    { loadBalancerPort: 81 },
  ],
  [aws.cloudfront.KeyvaluestoreKey, { keyValueStoreArn: store, key: "a" }, { key: "b" }],
  [aws.s3.BucketObject, object, { key: "b.txt" }],
  [aws.s3.BucketObjectv2, object, { bucket: "shop-others" }],
  [aws.s3.ObjectCopy, { ...object, source: "other/a.txt" }, { key: "b.txt" }],
  [aws.iam.RolePolicyAttachment, { role: "a", policyArn }, { role: "b" }],
  [aws.iam.UserPolicyAttachment, { user: "a", policyArn }, { user: "b" }],
  [aws.iam.GroupPolicyAttachment, { group: "a", policyArn }, { group: "b" }],
  [
    aws.autoscaling.Attachment,
    { ...group, lbTargetGroupArn: targetGroupArn },
    { autoscalingGroupName: "b" },
  ],
  [aws.elb.Attachment, { elb: "a", instance: "i-1" }, { instance: "i-2" }],
  [aws.lb.TargetGroupAttachment, { targetGroupArn, targetId: "i-1", port: 80 }, { port: 81 }],
  [aws.sns.TopicSubscription, { ...subscription, topic: `${sns}:a` }, { topic: `${sns}:b` }],
] as unknown as readonly Row[];

const tokenOf = (type: Class) => (type as unknown as { __pulumiType: string }).__pulumiType;

/** What the types ask for besides, and what says nothing of whose it is. */
const required = {
  ...{ dashboardBody: "{}", filterPattern: "", pattern: "", schedule: "rate(1 hour)" },
  ...{ destinationArn: `${sns}:a`, resourceArn: `${sns}:a`, logType: "ACCESS_LOGS" },
  ...{ lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING", recursiveLoop: "Allow" },
  ...{ computeLimits: {}, scalableTargetAction: {}, metricTransformation: {}, value: "a" },
  ...{ comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 },
};

/** The findings of a program that makes each of these, one named after the other. */
async function claimed(type: Class, ...made: readonly object[]): Promise<readonly string[]> {
  const plan = await previewStack(() => {
    made.forEach((args, i) => new type(`number-${i}`, { ...required, ...args } as never));
  });
  assert.deepEqual(plan.findingsOf("program-error"), []);
  return plan.findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("claimed-"));
}

describe("What AWS finds by its name and writes over", () => {
  it("is all in this test", () => {
    const tested = rows.map(([type]) => tokenOf(type)).sort();
    assert.deepEqual(tested, Object.keys(writtenOverClaims).sort());
  });

  for (const [type, args, other] of rows) {
    it(`is a finding where two are one, and none where they differ: ${tokenOf(type)}`, async () => {
      const [fact] = writtenOverClaims[tokenOf(type)] ?? [];
      const rule = fact?.shared === undefined ? "claimed-twice" : "claimed-alike";
      assert.deepEqual(await claimed(type, args, args), [rule]);
      assert.deepEqual(await claimed(type, args, { ...args, ...other }), []);
    });
  }

  it("is an error where subscriptions of one endpoint differ, for AWS refuses the second", async () => {
    const args = { ...subscription, topic: `${sns}:a` };
    const filtered = { ...args, filterPolicy: '{"kind":["photo"]}' };
    assert.deepEqual(await claimed(aws.sns.TopicSubscription as never, args, filtered), [
      "claimed-twice",
    ]);
  });

  it("is found between the kinds that share their names", async () => {
    const plan = await previewStack(() => {
      new aws.cloudwatch.MetricAlarm("one", { name: "errors" } as never);
      new aws.cloudwatch.CompositeAlarm("two", { alarmName: "errors", alarmRule: "FALSE" });
    });
    const [{ message }] = plan.findingsOf("claimed-twice");
    assert.match(message, /AWS takes both without a word: the second writes over the first/);
  });
});
