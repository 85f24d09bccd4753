/**
 * What AWS finds by its name and writes over: the operation that makes it is a `Put…`, and changes what is
 * there by that name. Two of one name are one thing in AWS; and deleting one of them deletes it.
 */
import { forEach, type ClaimFact, type ClaimTable, type KeyPart } from "./fact";

const writtenOver = "the second writes over the first, and deleting either deletes what both are";
const fix = "Give each a name of its own, or leave one of them out.";

interface Place {
  /** Claims in different spaces never meet. Default: the resource's type. */
  readonly space?: string;
  readonly scope?: ClaimFact["scope"];
}

/** Things that these arguments name together. */
const named = (key: readonly KeyPart[], place: Place = {}): readonly ClaimFact[] => [
  { ...place, key, message: writtenOver, fix },
];

/** What is joined to something else: twice is once. */
const joined = (key: readonly KeyPart[], place: Place = {}): readonly ClaimFact[] => [
  {
    ...{ ...place, key, shared: [] },
    message: "it is joined once, and deleting either takes it off for both",
    fix: "Leave one of them out.",
  },
];

const objects = named(["bucket", "key"], { space: "object", scope: "world" });
const alarm = { space: "alarm" }; // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
const ofAccount = { scope: "account" } as const;
const scaled = ["serviceNamespace", "scalableDimension", "resourceId"];

export const writtenOverClaims: ClaimTable = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": named(["name"], alarm),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": named(["alarmName"], alarm),
  // "Dashboards are global": https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
  "aws:cloudwatch/dashboard:Dashboard": named(["dashboardName"], ofAccount),
  "aws:cloudwatch/eventRule:EventRule": named(["eventBusName?", "name"]),
  "aws:cloudwatch/eventTarget:EventTarget": named(["eventBusName?", "rule", "targetId"]),
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": named(["logGroup", "name"]),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": named(["logGroupName", "name"]),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": named(["name"]),
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": named(["name"]),
  "aws:autoscaling/policy:Policy": named(["autoscalingGroupName", "name"]),
  "aws:autoscaling/lifecycleHook:LifecycleHook": named(["autoscalingGroupName", "name"]),
  "aws:autoscaling/schedule:Schedule": named(["autoscalingGroupName", "scheduledActionName"]),
  "aws:appautoscaling/policy:Policy": named([...scaled, "name"]),
  "aws:appautoscaling/scheduledAction:ScheduledAction": named([...scaled, "name"]),
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": named(["functionName"]),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": named(["clusterName"]),
  "aws:emr/managedScalingPolicy:ManagedScalingPolicy": named(["clusterId"]),
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": named(["dbProxyName"]),
  "aws:elb/listenerPolicy:ListenerPolicy": named(["loadBalancerName", "loadBalancerPort"]),
  "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey": named(["keyValueStoreArn", "key"], {
    scope: "world",
  }),
  ...forEach(
    ["bucketObject:BucketObject", "bucketObjectv2:BucketObjectv2", "objectCopy:ObjectCopy"].map(
      (type) => `aws:s3/${type}`,
    ),
    objects,
  ),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": joined(["role", "policyArn"], ofAccount),
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": joined(["user", "policyArn"], ofAccount),
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": joined(["group", "policyArn"], ofAccount),
  "aws:autoscaling/attachment:Attachment": joined([
    "autoscalingGroupName",
    ["lbTargetGroupArn", "elb"],
  ]),
  "aws:elb/attachment:Attachment": joined(["elb", "instance"]),
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": joined([
    "targetGroupArn",
    "port?",
    "targetId",
  ]),
  // https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html answers with the ARN of the one that is there.
  "aws:sns/topicSubscription:TopicSubscription": [
    {
      key: ["topic", "protocol", "endpoint"],
      shared: ["filterPolicy", "filterPolicyScope", "rawMessageDelivery", "redrivePolicy"],
      message:
        "the second is the first, or with other attributes refused (InvalidParameter), and deleting either takes it off for both",
      fix: "Leave one of them out, or put both filters into one.",
    },
  ],
};
