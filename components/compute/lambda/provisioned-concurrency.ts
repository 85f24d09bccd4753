/** Environments of a function that are started before they are needed. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";

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

/** Bounds that contradict each other, or Application Auto Scaling. */
export function refuseProvisioned(
  wanted: number | ProvisionedConcurrencyArgs | undefined,
  reserved: pulumi.Input<number> | undefined,
  versions: number,
  refuse: Refuse,
): void {
  if (wanted === undefined) {
    return;
  }
  const scaled = typeof wanted === "object" ? wanted : undefined;
  const { utilization = 0.7, schedules = {} } = scaled ?? {};
  const bounds: Record<string, { min: number; max: number }> =
    typeof wanted === "number"
      ? { provisionedConcurrency: { min: wanted, max: wanted } }
      : { provisionedConcurrency: wanted };
  for (const [name, schedule] of Object.entries(schedules)) {
    bounds[`provisionedConcurrency.schedules.${name}`] = schedule;
    if (!/^(cron|rate|at)\(.+\)$/.test(schedule.schedule)) {
      throw refuse(
        `provisionedConcurrency.schedules.${name}.schedule`,
        schedule.schedule,
        "cron(...), rate(...) or at(...)",
        'write it like "cron(0 8 ? * MON-FRI *)"',
      );
    }
  }
  if (scaled && Object.values(bounds).every(({ max }) => max === 0)) {
    throw refuse(
      "provisionedConcurrency",
      { min: scaled.min, max: scaled.max },
      "a max of 1 or more, there or in a schedule",
      "raise max, or leave provisionedConcurrency out",
    );
  }
  if (utilization < 0.1 || utilization > 0.9) {
    throw refuse(
      "provisionedConcurrency.utilization",
      utilization,
      "0.1 to 0.9",
      "leave it out for 0.7",
    );
  }
  for (const [argument, { min, max }] of Object.entries(bounds)) {
    const isCount = (bound: number) => Number.isInteger(bound) && bound >= 0;
    if (scaled && !(isCount(min) && isCount(max))) {
      throw refuse(argument, { min, max }, "whole numbers of 0 or more", "correct the bounds");
    }
    // The function's own bounds are the rulebook's (LAM-14-bounds); a schedule's nobody else checks.
    if (min > max && argument !== "provisionedConcurrency") {
      throw refuse(argument, { min, max }, "min of at most max", "swap the two, or raise max");
    }
    if (typeof reserved === "number" && max * versions > reserved) {
      const twice = versions > 1 ? ", for two versions while a release shifts traffic" : "";
      throw refuse(
        argument,
        max,
        `at most ${Math.floor(reserved / versions)} within ${reserved}, the function's reservedConcurrentExecutions${twice} (LAM-15)`,
        "raise reservedConcurrentExecutions, or provision less",
      );
    }
  }
}

/** What is scaled, in the words of Application Auto Scaling ("AWS Lambda and Application Auto Scaling"). */
const SCALING = {
  serviceNamespace: "lambda",
  scalableDimension: "lambda:function:ProvisionedConcurrency",
};

/** An alias, or one version by its number. */
interface Provisioned {
  functionName: pulumi.Output<string>;
  qualifier: pulumi.Output<string>;
}

/** Puts a fixed number of environments behind the alias or version, or scales them between bounds. Returns what stands once they do. */
export function provisionConcurrency(
  wanted: number | ProvisionedConcurrencyArgs,
  { functionName, qualifier }: Provisioned,
  child: MakeChild,
): pulumi.Resource[] {
  if (typeof wanted === "number") {
    return [
      child(aws.lambda.ProvisionedConcurrencyConfig, "provisioned-concurrency", {
        functionName,
        qualifier,
        provisionedConcurrentExecutions: wanted,
      }),
    ];
  }
  const isScheduled = Object.keys(wanted.schedules ?? {}).length > 0;
  const target = child(
    aws.appautoscaling.Target,
    "provisioned-concurrency",
    {
      ...SCALING,
      resourceId: pulumi.interpolate`function:${functionName}:${qualifier}`,
      minCapacity: wanted.min,
      maxCapacity: wanted.max,
    },
    // A schedule sets the bounds in AWS; the next update must not set them back.
    { key: "scalableTarget", ignoreChanges: isScheduled ? ["minCapacity", "maxCapacity"] : [] },
  );
  const { resourceId } = target;
  child(
    aws.appautoscaling.Policy,
    "provisioned-concurrency",
    {
      ...SCALING,
      resourceId,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: wanted.utilization ?? 0.7,
        predefinedMetricSpecification: {
          predefinedMetricType: "LambdaProvisionedConcurrencyUtilization",
        },
      },
    },
    { key: "scalingPolicy" },
  );
  for (const [name, { schedule, timezone, min, max }] of Object.entries(wanted.schedules ?? {})) {
    child(
      aws.appautoscaling.ScheduledAction,
      `provisioned-concurrency-${name}`,
      {
        ...SCALING,
        resourceId,
        schedule,
        timezone,
        scalableTargetAction: { minCapacity: min, maxCapacity: max },
      },
      { key: "scheduledAction" },
    );
  }
  return [target];
}
