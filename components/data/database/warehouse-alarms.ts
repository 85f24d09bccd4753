/** What goes wrong with a warehouse. Metrics and dimensions: "Audit logging for Amazon Redshift Serverless", management guide. */
import type * as pulumi from "@pulumi/pulumi";
import { AlarmDefinition } from "../../contracts";

/** "Quotas for Amazon Redshift Serverless objects", management guide. */
const MOST_CONNECTIONS = 2_000;
const SHARE = 0.8;

interface UsageLimit {
  readonly id: pulumi.Output<string>;
  readonly rpuHours: number;
  readonly period: "daily" | "weekly" | "monthly";
  readonly breachAction: "deactivate" | "emit-metric" | "log";
}

const PERIODS = { daily: "a day", weekly: "a week", monthly: "a month" } as const;

/**
 * Queries are counted by their kind alone. One that fails, fails at who asked; loads run by themselves, and what
 * they leave out is noticed late.
 */
export function warehouseAlarms(
  workgroupName: pulumi.Output<string>,
  { id, rpuHours, period, breachAction }: UsageLimit,
): AlarmDefinition[] {
  const namespace = "AWS/Redshift-Serverless";
  const Workgroup = workgroupName;
  const then = breachAction === "deactivate" ? ", and beyond them it takes no more queries" : "";
  return [
    {
      name: "usage",
      description: `${SHARE * 100} % of the ${rpuHours} RPU-hours ${PERIODS[period]} are used${then}: see what runs, or raise usageLimit.`,
      ...{ namespace, metricName: "UsageLimitConsumed" },
      dimensions: { UsageLimitId: id, UsageType: "SERVERLESS_COMPUTE", Workgroup },
      ...{ statistic: "Maximum", threshold: SHARE * rpuHours },
      comparison: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "connections",
      description: `More than ${SHARE * 100} % of the ${MOST_CONNECTIONS.toLocaleString("en-US")} connections that a workgroup takes are open: close them after use, or ask through the Data API.`,
      ...{ namespace, metricName: "DatabaseConnections", dimensions: { Workgroup } },
      ...{ statistic: "Maximum", threshold: SHARE * MOST_CONNECTIONS },
    },
    {
      name: "queries-waiting",
      description: "Queries have waited for 15 minutes: raise maxCapacity or baseCapacity.",
      ...{ namespace, metricName: "QueriesQueued", dimensions: { QueryType: "SELECT", Workgroup } },
      ...{ statistic: "Minimum", threshold: 0, evaluationPeriods: 3 },
    },
    {
      name: "loads-failed",
      description: "A COPY failed: see sys_load_error_detail, and load again.",
      ...{ namespace, metricName: "QueriesFailed", dimensions: { QueryType: "LOAD", Workgroup } },
      ...{ statistic: "Maximum", threshold: 0 },
    },
  ];
}
