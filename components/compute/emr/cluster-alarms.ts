/** What goes wrong with a cluster of EMR. Metrics: "Monitoring Amazon EMR metrics with CloudWatch", EMR management guide. */
import type * as aws from "@pulumi/aws";
import { MakeChild } from "../../component";
import { AlarmDefinition, NotificationTarget } from "../../contracts";
import { failureAlarm, tellFailures } from "../../wiring/failed-jobs";

/** CloudWatch looks back seven days, by the hour ("PutMetricAlarm", CloudWatch API). */
const MOST_HOURS = 168;

/** A rule for the end of the cluster and of its steps ("Monitoring Amazon EMR events with CloudWatch", EMR management guide). */
export function tellClusterFailures(
  name: string,
  cluster: aws.emr.Cluster,
  to: NotificationTarget,
  child: MakeChild,
): aws.cloudwatch.EventRule {
  const pattern = {
    source: ["aws.emr"],
    "detail-type": ["EMR Cluster State Change", "EMR Step Status Change"],
    detail: { state: ["TERMINATED_WITH_ERRORS", "FAILED"], clusterId: [cluster.id] },
  };
  return tellFailures({ description: `${name} or a step of it failed`, pattern, to }, child);
}

/**
 * Of pending nodes there is none: EMR counts them for instance groups, not for fleets. Of failed applications
 * neither: they fail at who started them, and a step that failed is told by `failures`.
 */
export function clusterAlarms(
  name: string,
  cluster: aws.emr.Cluster,
  idleMinutes: number,
  failures: aws.cloudwatch.EventRule | undefined,
): AlarmDefinition[] {
  const common = {
    namespace: "AWS/ElasticMapReduce",
    dimensions: { JobFlowId: cluster.id },
    evaluationPeriods: 3,
  } as const;
  // The idle time is over within them whenever they begin, and for an hour at most it may be late.
  const hours = Math.min(MOST_HOURS, Math.ceil(idleMinutes / 60) + 1);
  return [
    ...(failures
      ? [failureAlarm(failures, `${name} ended with errors, or a step of it failed: see its logs.`)]
      : []),
    {
      ...{ ...common, name: "unhealthy-nodes", metricName: "MRUnhealthyNodes" },
      ...{ statistic: "Maximum", threshold: 0 },
      description:
        "A node takes no work for 15 minutes, mostly because its disk is full: take types with larger disks, or let jobs write to buckets.",
    },
    {
      ...{ ...common, name: "storage", metricName: "HDFSUtilization" },
      ...{ statistic: "Maximum", threshold: 80 },
      description: "The nodes' shared storage is nearly full: raise min, or write to buckets.",
    },
    {
      ...{ ...common, name: "missing-blocks", metricName: "MissingBlocks" },
      ...{ statistic: "Maximum", threshold: 0 },
      description: "Blocks of the nodes' shared storage are on no node: their files are lost.",
    },
    {
      ...{ ...common, name: "waiting", metricName: "AppsPending" },
      ...{ statistic: "Minimum", threshold: 0, evaluationPeriods: 6 },
      description:
        "Work has waited for 30 minutes without a node to begin on: raise max, or name more instanceTypes.",
    },
    {
      ...{ ...common, name: "idle", metricName: "IsIdle" },
      ...{ statistic: "Minimum", threshold: 1, comparison: "GreaterThanOrEqualToThreshold" },
      ...{ period: 3_600, evaluationPeriods: hours },
      description: `Nothing has run on ${name} for ${hours} hours, and it did not end by itself: see what keeps it, or end it.`,
    },
  ];
}
