/** What goes wrong with a table. */
import type * as pulumi from "@pulumi/pulumi";
import { AlarmDefinition } from "../../contracts";

/** Requests that were turned away. */
export function tableAlarms(tableName: pulumi.Output<string>): AlarmDefinition[] {
  const trouble = (name: string, metricName: string, description: string): AlarmDefinition => ({
    ...{ name, metricName, description, namespace: "AWS/DynamoDB", statistic: "Sum" },
    dimensions: { TableName: tableName },
    threshold: 0,
  });
  const what = "requests were turned away: one key gets too many, or the capacity is used up.";
  return [
    trouble("reads-throttled", "ReadThrottleEvents", `Read ${what}`),
    trouble("writes-throttled", "WriteThrottleEvents", `Write ${what}`),
  ];
}
