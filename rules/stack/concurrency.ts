import { autoscaling } from "../base/types/autoscaling";
import { lambda } from "../base/types/lambda";
import { strata } from "../base/types/strata";
import type { RuleContext, StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isSet, numberAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html";

/** Concurrent executions of an account in a region, before AWS raises it. New accounts have less. */
export const defaultAccountConcurrency = 1_000;
/** New accounts begin with so many (Lambda guide, "Lambda quotas"). */
export const leastAccountConcurrency = 10;
/** What AWS keeps for functions without a reservation. */
export const unreservableConcurrency = 100;

interface Reservation {
  readonly resource: StackResource;
  readonly argument: string;
  readonly executions: number;
}

/** Environments that are started ahead for a function: a fixed number, or the most that scaling may start. */
interface Provision extends Reservation {
  readonly fn: StackResource;
}

export const stackRules: readonly StackRule[] = [
  {
    id: "LAM-14-weights",
    severity: "error",
    type: [lambda.provisionedConcurrency, autoscaling.scalingTarget],
    limit: "an alias that sends all calls to one version",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
    fix: "Remove routingConfig from the alias, or provision after traffic has been shifted.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const shared = (config: StackResource, argument: string): StackProblem[] => {
        const alias = graph.one(config, argument, lambda.alias);
        const isShared =
          alias !== undefined && isSet(alias.values, "routingConfig.additionalVersionWeights");
        return isShared ? [{ urn: config.urn, argument, found: alias.name }] : [];
      };
      return [
        ...graph.ofType(lambda.provisionedConcurrency).flatMap((c) => shared(c, "qualifier")),
        ...graph
          .ofType(autoscaling.scalingTarget)
          .flatMap((target) => shared(target, "resourceId")),
      ];
    },
  },
  {
    id: "LAM-15",
    severity: "error",
    type: [lambda.provisionedConcurrency, autoscaling.scalingTarget, autoscaling.scheduledScaling],
    limit: "no more than the function's reserved concurrency",
    source: GUIDE,
    fix: "Raise reservedConcurrentExecutions, or provision less.",
    checkStack: (resources) =>
      provisions(graphOf(resources)).flatMap(
        ({ resource, argument, executions, fn }): StackProblem[] => {
          const reserved = reservationOf(fn);
          return reserved === undefined || reserved < 0 || executions <= reserved
            ? []
            : [
                {
                  urn: resource.urn,
                  argument,
                  found: executions,
                  limit: `at most ${reserved}, the reserved concurrency of function ${fn.name}`,
                },
              ];
        },
      ),
  },
  {
    id: "LAM-16",
    severity: "error",
    type: [
      lambda.function,
      lambda.provisionedConcurrency,
      autoscaling.scalingTarget,
      autoscaling.scheduledScaling,
    ],
    limit: `reservations of all functions within the account's concurrency, less ${unreservableConcurrency}`,
    source: GUIDE,
    fix: "Lower the reservations, or have the account's quota raised and say so: accountConcurrency of strata:environment, or of this policy where there is no Environment.",
    checkStack: (resources, context) => {
      const graph = graphOf(resources);
      const reservations = [...reserved(graph), ...unreservedProvisions(graph)];
      const sum = reservations.reduce((total, { executions }) => total + executions, 0);
      const pool = poolOf(graph, context);
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

/** What can be reserved: the stack's own setting counts before the pack's, because it belongs to the account. */
function poolOf(graph: Graph, context: RuleContext): number {
  const [environment] = graph.ofType(strata.environment);
  const stated = environment && numberAt(environment.values, "accountConcurrency");
  const account = stated ?? context.accountConcurrency ?? defaultAccountConcurrency;
  return Math.max(0, account - unreservableConcurrency);
}

/** -1 where nothing is reserved, `undefined` where that is not known. */
function reservationOf(fn: StackResource): number | undefined {
  return numberAt(fn.values, "reservedConcurrentExecutions", -1);
}

function reserved(graph: Graph): Reservation[] {
  return graph
    .ofType(lambda.function)
    .map((resource) => ({
      resource,
      argument: "reservedConcurrentExecutions",
      executions: numberAt(resource.values, "reservedConcurrentExecutions") ?? 0,
    }))
    .filter(({ executions }) => executions > 0);
}

/** The most that each function without a reservation has started ahead; the others' is part of what they reserve. */
function unreservedProvisions(graph: Graph): Reservation[] {
  const largest = new Map<StackResource, Provision>();
  for (const provision of provisions(graph)) {
    const known = largest.get(provision.fn)?.executions ?? -1;
    if (reservationOf(provision.fn) === -1 && provision.executions > known) {
      largest.set(provision.fn, provision);
    }
  }
  return [...largest.values()];
}

function provisions(graph: Graph): Provision[] {
  return [
    ...graph
      .ofType(lambda.provisionedConcurrency)
      .flatMap((config) =>
        provision(
          config,
          "provisionedConcurrentExecutions",
          graph.function(config, "functionName"),
        ),
      ),
    ...graph
      .ofType(autoscaling.scalingTarget)
      .flatMap((target) => provision(target, "maxCapacity", scaledFunction(graph, target))),
    ...graph.ofType(autoscaling.scheduledScaling).flatMap((action) => {
      const target = graph.one(action, "resourceId", autoscaling.scalingTarget);
      const fn = scaledFunction(graph, action) ?? (target && scaledFunction(graph, target));
      return provision(action, "scalableTargetAction.maxCapacity", fn);
    }),
  ];
}

function provision(
  resource: StackResource,
  argument: string,
  fn: StackResource | undefined,
): Provision[] {
  const executions = numberAt(resource.values, argument);
  return fn === undefined || executions === undefined
    ? []
    : [{ resource, argument, executions, fn }];
}

/** The function whose alias Application Auto Scaling is told to scale. */
function scaledFunction(graph: Graph, scaling: StackResource): StackResource | undefined {
  return equals(scaling.values, "serviceNamespace", "lambda")
    ? graph.function(scaling, "resourceId")
    : undefined;
}
