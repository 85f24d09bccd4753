/** What is done when a server fails, and what is said when it is busy. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import { MakeChild } from "../../component";
import { AlarmDefinition } from "../../contracts";
import { hasCredits } from "./instance-type";

interface Watched {
  readonly name: string;
  readonly instanceId: pulumi.Output<string>;
  /** True where it has disks inside: EC2 doesn't move such a server, whose disks would be empty. */
  readonly hasDisks: boolean;
}

/**
 * Two alarms of the checks that EC2 makes every minute: hardware that fails, off which the server is moved
 * with its addresses and volumes, and a system that no longer answers, which is rebooted ("Create alarms
 * that stop, terminate, reboot, or recover an instance", CloudWatch user guide: two minutes for the one,
 * three for the other, so that they don't meet).
 */
export function recoveryAlarms(
  { name, instanceId, hasDisks }: Watched,
  environment: EnvironmentFacts,
  partition: pulumi.Input<string>,
  child: MakeChild,
): void {
  const topic = environment.alarmTopicArn();
  const told = topic ? [topic] : [];
  const act = (action: string) =>
    pulumi.interpolate`arn:${partition}:automate:${environment.region}:ec2:${action}`;
  const checks = [
    {
      suffix: "hardware",
      metricName: "StatusCheckFailed_System",
      evaluationPeriods: 2,
      description: hasDisks
        ? `The hardware of ${name} failed: stop it and start it again, which empties the disks inside`
        : `The hardware of ${name} failed: EC2 moves it`,
      actions: hasDisks ? told : [act("recover"), ...told],
    },
    {
      suffix: "stuck",
      metricName: "StatusCheckFailed_Instance",
      evaluationPeriods: 3,
      description: `${name} no longer answers: it is rebooted`,
      actions: [act("reboot"), ...told],
    },
  ];
  for (const { suffix, metricName, evaluationPeriods, description, actions } of checks) {
    child(
      aws.cloudwatch.MetricAlarm,
      suffix,
      {
        alarmDescription: description,
        namespace: "AWS/EC2",
        metricName,
        dimensions: { InstanceId: instanceId },
        statistic: "Maximum",
        period: 60,
        evaluationPeriods,
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        alarmActions: actions,
      },
      { key: "alarm" },
    );
  }
}

/** What is worth an alarm beside those, for one server or all of a fleet. */
export function metricAlarms(
  name: string,
  dimensions: AlarmDefinition["dimensions"],
  types: readonly string[],
): AlarmDefinition[] {
  const credits: AlarmDefinition = {
    name: "credits",
    description: `${name} has used up its CPU credits: from here on it is slow, or costs more. Choose a type that is not t.`,
    namespace: "AWS/EC2",
    metricName: "CPUCreditBalance",
    ...{ dimensions, statistic: "Minimum", threshold: 1, comparison: "LessThanThreshold" },
    evaluationPeriods: 3,
  };
  return [
    ...(types.some(hasCredits) ? [credits] : []),
    {
      name: "cpu",
      description: `The CPU of ${name} is used up: choose a larger type, or more servers.`,
      namespace: "AWS/EC2",
      metricName: "CPUUtilization",
      dimensions,
      statistic: "Average",
      threshold: 90,
      evaluationPeriods: 3,
    },
  ];
}
