/** Classic load balancers with what belongs to them: policies of TLS, buckets of logs. */
import { lb } from "../base/types/lb";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, isRecord, listOf, numberAt, textAt, valueAt } from "../base/values";
import { strongClassicTlsPolicy } from "../classic-load-balancing";
import { graphOf, type Graph } from "./graph";
import { logBucketProblems } from "./load-balancers";

const GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic";

/** Predefined policies that speak TLS 1.0 or 1.1. */
const OLD_TLS = /^ELBSecurityPolicy-(2011-08|2014-\d\d|2015-\d\d|2016-08|TLS-1-[01]-.*)$/;

/** Attributes of a policy of one's own that do. */
const OLD_PROTOCOL = /^Protocol-(SSLv3|TLSv1(\.1)?)$/;

export const stackRules: readonly StackRule[] = [
  {
    id: "CLB-07",
    severity: "error",
    type: lb.classicLoadBalancer,
    limit: "a bucket whose policy lets it write; AWS tries it when logging is switched on",
    source: `${GUIDE}/enable-access-logs.html`,
    fix: "Give the bucket a policy for logdelivery.elasticloadbalancing.amazonaws.com, and name that policy in dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(lb.classicLoadBalancer)
        .filter(({ values }) => isRecord(valueAt(values, "accessLogs")) && !isOff(values))
        .flatMap((balancer) => logBucketProblems(graph, balancer));
    },
  },
  {
    id: "SEC-CLB-tls",
    severity: "warning",
    type: lb.classicLoadBalancer,
    limit: `a policy without TLS 1.0 and 1.1 on HTTPS and SSL listeners, such as ${strongClassicTlsPolicy}; the default, ELBSecurityPolicy-2016-08, has both`,
    source: `${GUIDE}/elb-security-policy-table.html`,
    fix: `Make an elb.LoadBalancerPolicy with Reference-Security-Policy ${strongClassicTlsPolicy}, and an elb.ListenerPolicy for the port.`,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lb.classicLoadBalancer).flatMap((balancer): StackProblem[] =>
        listOf(valueAt(balancer.values, "listeners")).flatMap((listener, index) => {
          if (!isRecord(listener)) return [];
          const protocol = textAt(listener, "lbProtocol")?.toUpperCase();
          const port = numberAt(listener, "lbPort");
          if ((protocol !== "HTTPS" && protocol !== "SSL") || port === undefined) return [];
          const weak = weakness(graph, balancer, port);
          return weak === undefined
            ? []
            : [{ urn: balancer.urn, argument: `listeners[${index}]`, found: weak }];
        }),
      );
    },
  },
];

function isOff(values: StackResource["values"]): boolean {
  return !isAbsent(values, "accessLogs.enabled") && !equals(values, "accessLogs.enabled", true);
}

/** What is wrong with the TLS of a port; nothing where it can't be told. */
function weakness(graph: Graph, balancer: StackResource, port: number): string | undefined {
  const applied = graph.ofType(lb.classicListenerPolicy).filter((policy) => {
    const of = graph.one(policy, "loadBalancerName", lb.classicLoadBalancer);
    const its = numberAt(policy.values, "loadBalancerPort");
    return (of === undefined || of === balancer) && (its === undefined || its === port);
  });
  if (applied.length === 0) return "no policy";
  const named = applied.flatMap((policy) => [
    ...graph.candidates(policy, "policyNames", lb.classicPolicy),
  ]);
  return named
    .flatMap(({ values }) => listOf(valueAt(values, "policyAttributes")))
    .flatMap((attribute) => (isRecord(attribute) ? (oldTls(attribute) ?? []) : []))[0];
}

/** What of a policy's attribute speaks TLS 1.0 or 1.1: a predefined policy, or a protocol switched on. */
function oldTls(attribute: StackResource["values"]): string | undefined {
  const [name, value] = [textAt(attribute, "name") ?? "", textAt(attribute, "value") ?? ""];
  if (OLD_TLS.test(value)) return value;
  return OLD_PROTOCOL.test(name) && value === "true" ? name : undefined;
}
