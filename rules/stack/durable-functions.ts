import { lambda } from "../base/types/lambda";
import type { StackResource, StackRule } from "../base/rule";
import { isAbsent, numberAt } from "../base/values";
import { graphOf } from "./graph";

/** Whoever waits for a durable execution waits 15 minutes at most. */
export const longestWaitedFor = 900;

/** What AWS sets where nothing is said, in seconds. */
const DEFAULT_TIMEOUT = 3;

/** Seconds that who calls a function may wait for it: a run of its code, or all of a durable execution. */
export function callerWaits({ values }: StackResource): number | undefined {
  return isAbsent(values, "durableConfig")
    ? numberAt(values, "timeout", DEFAULT_TIMEOUT)
    : numberAt(values, "durableConfig.executionTimeout");
}

export const stackRules: readonly StackRule[] = [
  {
    id: "LAM-34",
    severity: "error",
    type: lambda.eventSourceMapping,
    limit: `durable executions of at most ${longestWaitedFor} seconds, because the mapping waits for the end of each`,
    source: "https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking-esm.html",
    fix: "Shorten executionTimeout, or let the polled function start the durable one asynchronously (InvocationType Event).",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.eventSourceMapping).flatMap((mapping) => {
        const fn = graph.function(mapping, "functionName");
        const seconds = fn && numberAt(fn.values, "durableConfig.executionTimeout");
        return fn && seconds !== undefined && seconds > longestWaitedFor
          ? [
              {
                urn: mapping.urn,
                argument: "functionName",
                found: `${fn.name}, whose executions take up to ${seconds} seconds`,
              },
            ]
          : [];
      });
    },
  },
];
