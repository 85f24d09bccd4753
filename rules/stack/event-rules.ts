/** Rules of EventBridge, their targets, and the buckets whose events they wait for. */
import { cloudwatch } from "../base/types/cloudwatch";
import { lambda } from "../base/types/lambda";
import { s3 } from "../base/types/s3";
import { sns } from "../base/types/sns";
import { sqs } from "../base/types/sqs";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, isRecord, jsonAt, listOf } from "../base/values";
import { topicMessageBytes } from "../sns";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide";

/** Targets of one rule (EventBridge quotas; not adjustable). */
export const mostTargets = 5;

export const stackRules: readonly StackRule[] = [
  {
    id: "EVB-01-targets",
    severity: "error",
    type: cloudwatch.eventTarget,
    limit: `at most ${mostTargets} targets of a rule`,
    source: `${GUIDE}/eb-quota.html`,
    fix: "Make a second rule with the same pattern, or hand the event on from a topic.",
    checkStack: (resources) => {
      return graphOf(resources)
        .sharers(cloudwatch.eventTarget, "rule", cloudwatch.eventRule)
        .filter(({ earlier }) => earlier >= mostTargets)
        .map(({ resource, shared }) => ({
          urn: resource.urn,
          argument: "rule",
          found: shared.name,
        }));
    },
  },
  {
    id: "EVB-01-letters",
    severity: "error",
    type: cloudwatch.eventTarget,
    limit: "a standard queue for dead letters",
    source: `${GUIDE}/eb-rule-dlq.html`,
    fix: "Name a queue without fifoQueue.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(cloudwatch.eventTarget).flatMap((target) =>
        graph
          .candidates(target, "deadLetterConfig", sqs.queue)
          .filter(({ values }) => equals(values, "fifoQueue", true))
          .map(({ name }) => ({ urn: target.urn, argument: "deadLetterConfig.arn", found: name })),
      );
    },
  },
  {
    id: "EVB-02",
    severity: "error",
    type: cloudwatch.eventRule,
    limit: "a bucket that sends its events to EventBridge; without that the rule never fits",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html",
    fix: "Set eventbridge: true in the bucket's BucketNotification.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const notifications = graph.ofType(s3.bucketNotification);
      const owners = notifications.map((each) => graph.one(each, "bucket", s3.bucket));
      // A notification whose bucket can't be told may be that of any.
      if (owners.includes(undefined)) return [];
      const tells = (bucket: StackResource) =>
        notifications.some(
          ({ values }, index) =>
            owners[index] === bucket &&
            !isAbsent(values, "eventbridge") &&
            !equals(values, "eventbridge", false),
        );
      return graph
        .ofType(cloudwatch.eventRule)
        .filter(waitsForObjects)
        .flatMap((rule) =>
          graph
            .candidates(rule, "eventPattern", s3.bucket)
            .filter((bucket) => !tells(bucket))
            .map(({ name }) => ({ urn: rule.urn, argument: "eventPattern", found: name })),
        );
    },
  },
  {
    id: "SNS-03",
    severity: "info",
    type: [cloudwatch.eventTarget, lambda.eventInvokeConfig],
    limit: `messages of at most ${topicMessageBytes / 1024} KB, the most that a topic takes; events can have four times as much`,
    source: "https://docs.aws.amazon.com/general/latest/gr/sns.html",
    fix: "Send to a queue where events may be larger, or keep the large part in a bucket.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return [
        ...toTopics(graph, cloudwatch.eventTarget, "arn"),
        ...toTopics(graph, lambda.eventInvokeConfig, "destinationConfig"),
      ];
    },
  },
];

/** True for a rule that looks for what S3 itself says of objects, not for calls that CloudTrail saw. */
function waitsForObjects({ values }: StackResource): boolean {
  const pattern = jsonAt(values, "eventPattern");
  if (!isRecord(pattern) || !listOf(pattern.source).includes("aws.s3")) return false;
  return listOf(pattern["detail-type"]).some(
    (type) => typeof type === "string" && type.startsWith("Object "),
  );
}

function toTopics(graph: Graph, type: string, argument: string): StackProblem[] {
  return graph
    .ofType(type)
    .filter(({ values }) =>
      ["input", "inputPath", "inputTransformer"].every((each) => isAbsent(values, each)),
    )
    .flatMap((sender) =>
      graph
        .candidates(sender, argument, sns.topic)
        .map(({ name }) => ({ urn: sender.urn, argument, found: name })),
    );
}
