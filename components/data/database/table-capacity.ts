/** Capacity of a table that is paid by the hour, and follows its load. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";

export interface CapacityRange {
  /** Units that are always there, and what a new table begins with. */
  min: number;
  /** Units that it grows to. */
  max: number;
}

/** One unit reads 4 KB (or twice as much, if it may be a little old) or writes 1 KB a second. */
export interface TableCapacityArgs {
  /** Units of reading. */
  read: CapacityRange;
  /** Units of writing. */
  write: CapacityRange;
  /** Percent of the units that should be in use. Default: 70. Limit: 20 to 90. */
  utilization?: number;
}

export interface TableScalingChildren {
  readTarget: aws.appautoscaling.TargetArgs;
  readPolicy: aws.appautoscaling.PolicyArgs;
  writeTarget: aws.appautoscaling.TargetArgs;
  writePolicy: aws.appautoscaling.PolicyArgs;
}

/** Scaling changes these in AWS; the next update must not set them back. */
export const scaledArguments = ["readCapacity", "writeCapacity"];

const kinds = { read: "Read", write: "Write" } as const;

/** @throws pulumi.RunError for bounds that Application Auto Scaling would refuse. */
export function refuseCapacity(capacity: TableCapacityArgs, refuse: Refuse): void {
  const { utilization = 70 } = capacity;
  for (const kind of ["read", "write"] as const) {
    const { min, max } = capacity[kind];
    if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min)) {
      const allowed = "whole numbers, min of 1 or more and max of at least min";
      throw refuse(`capacity.${kind}`, { min, max }, allowed, "correct the bounds");
    }
  }
  if (!(utilization >= 20 && utilization <= 90)) {
    throw refuse("capacity.utilization", utilization, "20 to 90", "leave it out for 70");
  }
}

/** Has Application Auto Scaling keep both capacities between their bounds. */
export function scaleTable(
  capacity: TableCapacityArgs,
  table: aws.dynamodb.Table,
  child: MakeChild,
): void {
  for (const kind of ["read", "write"] as const) {
    const dimension = {
      serviceNamespace: "dynamodb",
      scalableDimension: `dynamodb:table:${kinds[kind]}CapacityUnits`,
    };
    const { resourceId } = child(
      aws.appautoscaling.Target,
      kind,
      {
        ...dimension,
        resourceId: pulumi.interpolate`table/${table.name}`,
        minCapacity: capacity[kind].min,
        maxCapacity: capacity[kind].max,
      },
      { key: `${kind}Target` },
    );
    child(
      aws.appautoscaling.Policy,
      kind,
      {
        ...dimension,
        resourceId,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue: capacity.utilization ?? 70,
          predefinedMetricSpecification: {
            predefinedMetricType: `DynamoDB${kinds[kind]}CapacityUtilization`,
          },
        },
      },
      { key: `${kind}Policy` },
    );
  }
}
