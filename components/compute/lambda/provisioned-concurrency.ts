/** Environments of a function that are started before they are needed. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";

export interface ProvisionedConcurrencySchedule {
  /** When, such as `cron(0 8 ? * MON-FRI *)` or `at(2026-12-24T18:00:00)`. */
  schedule: string;
  /** IANA name of the time zone that `schedule` is read in. Default: UTC. */
  timezone?: string;
  min: number;
  max: number;
}

export interface ProvisionedConcurrencyArgs {
  /** Environments that always stand. */
  min: number;
  /** Most environments that are started ahead. */
  max: number;
  /** Share in use that scaling aims at. Default: 0.7. Limit: 0.1 to 0.9. */
  utilization?: number;
  /** Other bounds at certain times, by name. Default: none. */
  schedules?: Record<string, ProvisionedConcurrencySchedule>;
}

/** What is scaled, in the words of Application Auto Scaling ("AWS Lambda and Application Auto Scaling"). */
const SCALING = {
  serviceNamespace: "lambda",
  scalableDimension: "lambda:function:ProvisionedConcurrency",
};

/** Puts a fixed number of environments behind the alias, or scales them between bounds. */
export function provisionConcurrency(
  wanted: number | ProvisionedConcurrencyArgs,
  alias: aws.lambda.Alias,
  child: MakeChild,
): void {
  if (typeof wanted === "number") {
    child(aws.lambda.ProvisionedConcurrencyConfig, "provisioned-concurrency", {
      functionName: alias.functionName,
      qualifier: alias.name,
      provisionedConcurrentExecutions: wanted,
    });
    return;
  }
  const target = child(aws.appautoscaling.Target, "provisioned-concurrency", {
    ...SCALING,
    resourceId: pulumi.interpolate`function:${alias.functionName}:${alias.name}`,
    minCapacity: wanted.min,
    maxCapacity: wanted.max,
  });
  const { resourceId } = target;
  child(aws.appautoscaling.Policy, "provisioned-concurrency", {
    ...SCALING,
    resourceId,
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      targetValue: wanted.utilization ?? 0.7,
      predefinedMetricSpecification: {
        predefinedMetricType: "LambdaProvisionedConcurrencyUtilization",
      },
    },
  });
  for (const [name, { schedule, timezone, min, max }] of Object.entries(wanted.schedules ?? {})) {
    child(aws.appautoscaling.ScheduledAction, `provisioned-concurrency-${name}`, {
      ...SCALING,
      resourceId,
      schedule,
      timezone,
      scalableTargetAction: { minCapacity: min, maxCapacity: max },
    });
  }
}
