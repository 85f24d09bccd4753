import { types } from "../resource-types";
import type { RuleContext, StackProblem, StackResource, StackRule } from "../rule";
import { numberAt } from "../values";
import { graphOf } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html";

/** Concurrent executions of an account in a region, before AWS raises it. New accounts have less. */
export const defaultAccountConcurrency = 1_000;
/** What AWS keeps for functions without a reservation. */
export const unreservableConcurrency = 100;

interface Reservation {
  readonly resource: StackResource;
  readonly argument: string;
  readonly executions: number;
}

export const concurrencyStackRules: readonly StackRule[] = [
  {
    id: "LAM-15",
    severity: "error",
    type: types.provisionedConcurrency,
    limit: "no more than the function's reserved concurrency",
    source: GUIDE,
    fix: "Raise reservedConcurrentExecutions, or lower provisionedConcurrentExecutions.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.provisionedConcurrency).flatMap((config): StackProblem[] => {
        const fn = graph.function(config, "functionName");
        if (fn === undefined) return [];
        const found = numberAt(config.values, "provisionedConcurrentExecutions");
        const reserved = numberAt(fn.values, "reservedConcurrentExecutions", -1);
        if (found === undefined || reserved === undefined || reserved < 0 || found <= reserved)
          return [];
        return [
          {
            urn: config.urn,
            argument: "provisionedConcurrentExecutions",
            found,
            limit: `at most ${reserved}, the reserved concurrency of function ${fn.name}`,
          },
        ];
      });
    },
  },
  {
    id: "LAM-16",
    severity: "error",
    type: [types.function, types.provisionedConcurrency],
    limit: `reservations of all functions within the account's concurrency, less ${unreservableConcurrency}`,
    source: GUIDE,
    fix: "Lower the reservations, or have the account's quota raised and set accountConcurrency of this policy.",
    checkStack: (resources, context) => {
      const reservations = [...reserved(resources), ...provisioned(resources)];
      const sum = reservations.reduce((total, { executions }) => total + executions, 0);
      const pool = poolOf(context);
      const largest = [...reservations].sort((a, b) => b.executions - a.executions)[0];
      if (largest === undefined || sum <= pool) return [];
      return [
        {
          urn: largest.resource.urn,
          argument: largest.argument,
          found: largest.executions,
          limit: `${pool.toLocaleString("en-US")} for all functions of the account; this stack reserves ${sum.toLocaleString("en-US")}`,
        },
      ];
    },
  },
];

function poolOf({ accountConcurrency = defaultAccountConcurrency }: RuleContext): number {
  return accountConcurrency - unreservableConcurrency;
}

function reserved(resources: readonly StackResource[]): Reservation[] {
  return graphOf(resources)
    .ofType(types.function)
    .map((resource) => ({
      resource,
      argument: "reservedConcurrentExecutions",
      executions: numberAt(resource.values, "reservedConcurrentExecutions") ?? 0,
    }))
    .filter(({ executions }) => executions > 0);
}

/** Provisioned concurrency of functions that reserve nothing; the others' is part of what they reserve. */
function provisioned(resources: readonly StackResource[]): Reservation[] {
  const graph = graphOf(resources);
  return graph
    .ofType(types.provisionedConcurrency)
    .filter((config) => {
      const fn = graph.function(config, "functionName");
      return fn !== undefined && numberAt(fn.values, "reservedConcurrentExecutions", -1) === -1;
    })
    .map((resource) => ({
      resource,
      argument: "provisionedConcurrentExecutions",
      executions: numberAt(resource.values, "provisionedConcurrentExecutions") ?? 0,
    }));
}
