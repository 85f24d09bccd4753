/** Load balancers with what belongs to them: zones, listeners, groups, buckets of logs. */
import { ec2 } from "../base/types/ec2";
import { ecs } from "../base/types/ecs";
import { lb } from "../base/types/lb";
import { s3 } from "../base/types/s3";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application";
export const loadBalancers = [lb.loadBalancer, lb.albLoadBalancer];
export const listeners = [lb.listener, lb.albListener];
const forwarding = [...listeners, lb.listenerRule, lb.albListenerRule];
const targetGroups = [lb.targetGroup, lb.albTargetGroup];

/** Protocols of listeners, by the kind of load balancer that takes them. */
const protocols: Readonly<Record<string, readonly string[]>> = {
  application: ["HTTP", "HTTPS"],
  network: ["TCP", "UDP", "TCP_UDP", "TLS", "QUIC", "TCP_QUIC"],
};

/** Protocols of the targets behind a listener, by its own ("Listener configuration", NLB guide; API_CreateTargetGroup). */
const behind: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTP", "HTTPS"],
  HTTPS: ["HTTP", "HTTPS"],
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

/** A bucket for logs whose policy is not there, or not made before: AWS tries it when logging is switched on. */
export function logBucketProblems(graph: Graph, balancer: StackResource): StackProblem[] {
  const [bucket, ...others] = graph.candidates(balancer, "accessLogs", s3.bucket);
  if (bucket === undefined || others.length > 0) return [];
  const policies = graph.ofType(s3.bucketPolicy);
  const owners = policies.map((policy) => graph.one(policy, "bucket", s3.bucket));
  // A policy whose bucket can't be told may be that of any.
  if (owners.includes(undefined)) return [];
  const own = policies.filter((_, index) => owners[index] === bucket);
  if (own.some(({ urn }) => graph.dependsOn(balancer, urn))) return [];
  const missing = own.length === 0 ? "without a policy" : "not waited for";
  const found = `${bucket.name}, ${missing}`;
  return [{ urn: balancer.urn, argument: "accessLogs", found }];
}

export const stackRules: readonly StackRule[] = [
  {
    id: "ELB-01-zones",
    severity: "error",
    type: loadBalancers,
    limit: "one subnet a zone, and two zones or more for an application load balancer",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
    fix: "Name one subnet of each zone.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return ofTypes(graph, loadBalancers).flatMap((balancer): StackProblem[] => {
        const subnets = graph.all(balancer, "subnets", ec2.subnet) ?? [];
        const zones = subnets.flatMap(({ values }) => textAt(values, "availabilityZone") ?? []);
        const isRepeated = new Set(zones).size < zones.length;
        return isRepeated ? [{ urn: balancer.urn, argument: "subnets", found: zones }] : [];
      });
    },
  },
  {
    id: "ELB-02-protocol",
    severity: "error",
    type: listeners,
    limit: "HTTP or HTTPS on an application load balancer, TCP, UDP or TLS on a network one",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
    fix: "Change the listener's protocol, or the loadBalancerType.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return ofTypes(graph, listeners).flatMap((listener): StackProblem[] => {
        const balancer = oneOf(graph, listener, "loadBalancerArn", loadBalancers);
        const found = textAt(listener.values, "protocol");
        const kind = balancer && kindOf(balancer);
        const allowed = kind === undefined ? undefined : protocols[kind];
        return found !== undefined && allowed?.includes(found) === false
          ? [
              {
                urn: listener.urn,
                argument: "protocol",
                found,
                limit: `${allowed.join(", ")} on a load balancer of type ${kind}`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "ELB-02-group",
    severity: "error",
    type: listeners,
    limit: "groups of targets that speak what the listener passes on",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html",
    fix: "Change the group's protocol, or the listener's.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return ofTypes(graph, listeners).flatMap((listener): StackProblem[] => {
        const { urn } = listener;
        const protocol = textAt(listener.values, "protocol");
        const allowed = protocol === undefined ? undefined : behind[protocol];
        if (allowed === undefined) return [];
        const groups = targetGroups.flatMap((type) =>
          graph.candidates(listener, "defaultActions", type),
        );
        return groups.flatMap(({ name, values }) => {
          const spoken = textAt(values, "protocol"); // a function's group has none
          return spoken !== undefined && !allowed.includes(spoken)
            ? [
                {
                  ...{ urn, argument: "defaultActions", found: `${name}, which speaks ${spoken}` },
                  limit: `groups of ${allowed.join(" or ")} behind ${protocol}`,
                },
              ]
            : [];
        });
      });
    },
  },
  {
    id: "ELB-05-logs",
    severity: "error",
    type: loadBalancers,
    limit: "a bucket whose policy lets it write; AWS tries it when logging is switched on",
    source: `${GUIDE}/enable-access-logging.html`,
    fix: "Give the bucket a policy for logdelivery.elasticloadbalancing.amazonaws.com (delivery.logs.amazonaws.com for a network load balancer), and name that policy in dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return ofTypes(graph, loadBalancers)
        .filter(({ values }) => logs(values))
        .flatMap((balancer) => logBucketProblems(graph, balancer));
    },
  },
  {
    id: "ELB-06-service",
    severity: "error",
    type: ecs.ecsService,
    limit: "a group that a listener uses already; ECS refuses one without a load balancer",
    source:
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html",
    fix: "Make a listener or rule that forwards to the group, and name it in the service's dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(ecs.ecsService).flatMap((service): StackProblem[] => {
        const groups = targetGroups.flatMap((type) => [
          ...graph.candidates(service, "loadBalancers", type),
        ]);
        return groups.flatMap((group) => {
          const users = ofTypes(graph, forwarding).filter((user) => forwards(graph, user, group));
          return users.some(({ urn }) => graph.dependsOn(service, urn))
            ? []
            : [
                {
                  urn: service.urn,
                  argument: "loadBalancers",
                  found: `${group.name}, ${users.length === 0 ? "which no listener uses" : "whose listener is not waited for"}`,
                },
              ];
        });
      });
    },
  },
  {
    id: "SEC-ELB-plain",
    severity: "warning",
    type: listeners,
    limit: "a redirect to HTTPS on HTTP listeners that the internet reaches",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
    fix: "Make an HTTPS listener, and let this one redirect to it.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return ofTypes(graph, listeners)
        .filter(({ values }) => equals(values, "protocol", "HTTP"))
        .flatMap((listener): StackProblem[] => {
          const balancer = oneOf(graph, listener, "loadBalancerArn", loadBalancers);
          const faces =
            balancer !== undefined &&
            (isAbsent(balancer.values, "internal") || equals(balancer.values, "internal", false));
          const actions = valuesAt(listener.values, "defaultActions.*.type");
          const isForwarding = actions.some(({ value }) => value === "forward");
          return faces && isForwarding
            ? [{ urn: listener.urn, argument: "defaultActions", found: "forward" }]
            : [];
        });
    },
  },
];

/** The load balancer that sends requests to a group, where it can be told which that is. */
export function balancerOf(graph: Graph, group: StackResource): StackResource | undefined {
  for (const user of ofTypes(graph, forwarding)) {
    if (!forwards(graph, user, group)) continue;
    const listener = listeners.some((type) => type === user.type)
      ? user
      : oneOf(graph, user, "listenerArn", listeners);
    const balancer = listener && oneOf(graph, listener, "loadBalancerArn", loadBalancers);
    if (balancer !== undefined) return balancer;
  }
  return undefined;
}

function forwards(graph: Graph, user: StackResource, group: StackResource): boolean {
  return ["actions", "defaultActions"].some((argument) =>
    graph.candidates(user, argument, group.type).includes(group),
  );
}

function logs(values: StackResource["values"]): boolean {
  const places = ["accessLogs.enabled", "connectionLogs.enabled"];
  return places.some((place) => equals(values, place, true));
}

function kindOf({ values }: StackResource): string | undefined {
  return isAbsent(values, "loadBalancerType") ? "application" : textAt(values, "loadBalancerType");
}

function ofTypes(graph: Graph, wanted: readonly string[]): readonly StackResource[] {
  return wanted.flatMap((type) => [...graph.ofType(type)]);
}

/** The one resource of these types that the argument refers to. */
export function oneOf(
  graph: Graph,
  resource: StackResource,
  argument: string,
  wanted: readonly string[],
) {
  const found = wanted.flatMap((type) => graph.one(resource, argument, type) ?? []);
  return found.length === 1 ? found[0] : undefined;
}
