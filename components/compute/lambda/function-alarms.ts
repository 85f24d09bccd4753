/** What goes wrong with a function. */
import * as pulumi from "@pulumi/pulumi";
import { AlarmDefinition } from "../../contracts";

/** Share of the timeout from which on a run is about to be cut off. */
const LONG_RUN = 0.9;

interface Watched {
  functionName: pulumi.Output<string>;
  timeoutSeconds: number;
  /** True where something calls it asynchronously, as `onFailure` and its like say. */
  asynchronous: boolean;
}

export function functionAlarms(watched: Watched): AlarmDefinition[] {
  const { functionName, timeoutSeconds, asynchronous } = watched;
  const common = {
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
    threshold: 0,
  } as const;
  return [
    {
      ...common,
      name: "errors",
      description: "Runs of the function failed: look at its log.",
      metricName: "Errors",
    },
    {
      ...common,
      name: "throttles",
      description:
        "Calls were turned away: the function's concurrency, or the account's, is used up.",
      metricName: "Throttles",
    },
    {
      ...common,
      name: "duration",
      description: `A run took more than ${LONG_RUN * 100} % of the ${timeoutSeconds} seconds that it may take.`,
      metricName: "Duration",
      statistic: "Maximum",
      threshold: Math.round(LONG_RUN * timeoutSeconds * 1000),
    },
    ...(asynchronous
      ? [
          {
            ...common,
            name: "events-dropped",
            description: "Asynchronous events were given up, and reached no destination.",
            metricName: "AsyncEventsDropped",
          },
          {
            ...common,
            name: "events-aged",
            description: "Asynchronous events wait for more than five minutes.",
            metricName: "AsyncEventAge",
            statistic: "Maximum" as const,
            threshold: 300_000,
          },
        ]
      : []),
  ];
}
