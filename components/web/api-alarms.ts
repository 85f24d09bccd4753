/** What goes wrong with an API. */
import * as pulumi from "@pulumi/pulumi";
import { AlarmDefinition } from "../contracts";

/** HTTP APIs and REST APIs count the same in other words ("Working with metrics for HTTP APIs", "Amazon API Gateway dimensions and metrics"). */
const metrics = { ApiId: "5xx", ApiName: "5XXError" };

export function apiAlarms(
  dimension: keyof typeof metrics,
  value: pulumi.Output<string>,
): AlarmDefinition[] {
  return [
    {
      name: "errors",
      description:
        "The API answered 5xx more than 5 times in 5 minutes: look at its access log, then at the function's.",
      namespace: "AWS/ApiGateway",
      metricName: metrics[dimension],
      dimensions: { [dimension]: value },
      statistic: "Sum",
      threshold: 5,
    },
  ];
}
