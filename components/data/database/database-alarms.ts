/** What goes wrong with a relational database. */
import type * as pulumi from "@pulumi/pulumi";
import { AlarmDefinition } from "../../contracts";

/** Of an instance or a cluster, whichever the dimensions name. */
export function databaseAlarms(
  dimensions: Readonly<Record<string, pulumi.Input<string>>>,
): AlarmDefinition[] {
  const namespace = "AWS/RDS";
  return [
    {
      name: "processor",
      description: "The processor is busy for 15 minutes: look at the statements in insights.",
      metricName: "CPUUtilization",
      ...{ namespace, dimensions, statistic: "Average", threshold: 80, evaluationPeriods: 3 },
    },
    {
      name: "memory",
      description: "Less than 100 MB of memory are free: take a larger class.",
      metricName: "FreeableMemory",
      ...{ namespace, dimensions, statistic: "Minimum", threshold: 100 * 1024 ** 2 },
      comparison: "LessThanThreshold",
      evaluationPeriods: 3,
    },
  ];
}

/** Readers that show what is long past: of a replica, or of a cluster the slowest of its own. */
export function replicaLag(
  name: string,
  metricName: "ReplicaLag" | "AuroraReplicaLagMaximum",
  dimensions: AlarmDefinition["dimensions"],
): AlarmDefinition {
  const limit = LATE[metricName];
  return {
    name,
    description: `Readers are more than ${limit.words} behind for 15 minutes: take a larger class for them, or write less at once.`,
    namespace: "AWS/RDS",
    metricName,
    ...{ dimensions, statistic: "Maximum", threshold: limit.threshold, evaluationPeriods: 3 },
  };
}

/** Seconds of a replica that is sent changes, milliseconds of one that shares the storage. */
const LATE = {
  ReplicaLag: { threshold: 60, words: "a minute" },
  AuroraReplicaLagMaximum: { threshold: 2000, words: "two seconds" },
} as const;
