/** Jobs that failed, told to a queue or topic. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../component";
import { AlarmDefinition, NotificationTarget } from "../contracts";

export interface JobFailures {
  /** In words, for the rule. */
  readonly description: string;
  /** Which events of EventBridge say so. */
  readonly pattern: Readonly<Record<string, unknown>>;
  /** Who is told. */
  readonly to: NotificationTarget;
}

/** A rule and its target, named `failures` both. */
export function tellFailures(
  { description, pattern, to }: JobFailures,
  child: MakeChild,
): aws.cloudwatch.EventRule {
  const rule = child(aws.cloudwatch.EventRule, "failures", {
    description,
    eventPattern: pulumi.jsonStringify(pattern),
  });
  const allowed = to.acceptFrom("events.amazonaws.com", rule.arn);
  child(
    aws.cloudwatch.EventTarget,
    "failures",
    { rule: rule.name, arn: to.arn },
    { key: "failureTarget", dependsOn: [allowed] },
  );
  return rule;
}

/** An alarm of what the rule matched. */
export function failureAlarm(rule: aws.cloudwatch.EventRule, description: string): AlarmDefinition {
  return {
    name: "failed",
    description,
    namespace: "AWS/Events",
    metricName: "MatchedEvents",
    dimensions: { RuleName: rule.name },
    statistic: "Sum",
    threshold: 0,
  };
}
