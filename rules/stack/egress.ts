import { types } from "../resource-types";
import type { StackProblem, StackResource, StackRule } from "../rule";
import { equals, isAbsent, isRecord, listOf, textAt, valueAt, valuesAt } from "../values";
import { graphOf, type Graph } from "./graph";
import { defaultTarget, hasNat, natRoutes, subnetsOf } from "./routing";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";
const PRIVATELINK = "https://docs.aws.amazon.com/vpc/latest/privatelink";
const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html";
const EVERYWHERE = "0.0.0.0/0";

/** What stands in subnets behind security groups, and calls out. */
interface Caller {
  readonly type: string;
  readonly subnets: string;
  readonly groups: string;
  /** True where it has a public address of its own, so that an internet gateway will do. */
  hasPublicAddress?(caller: StackResource): boolean;
}

const callers: readonly Caller[] = [
  { type: types.function, subnets: "vpcConfig.subnetIds", groups: "vpcConfig.securityGroupIds" },
  {
    type: types.ecsService,
    subnets: "networkConfiguration.subnets",
    groups: "networkConfiguration.securityGroups",
    hasPublicAddress: ({ values }) => equals(values, "networkConfiguration.assignPublicIp", true),
  },
];

export const egressStackRules: readonly StackRule[] = [
  {
    id: "NET-03",
    severity: "error",
    type: types.natGateway,
    limit: "a public subnet: one whose route to 0.0.0.0/0 is an internet gateway",
    source: `${GUIDE}/vpc-nat-gateway.html`,
    fix: "Put the NAT gateway into a public subnet.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(types.natGateway)
        .filter(
          ({ values }) =>
            isAbsent(values, "connectivityType") || equals(values, "connectivityType", "public"),
        )
        .flatMap((gateway): StackProblem[] => {
          const subnet = graph.one(gateway, "subnetId", types.subnet);
          const target = subnet === undefined ? undefined : defaultTarget(graph, subnet);
          return subnet === undefined || target === undefined || target === "internet-gateway"
            ? []
            : [{ urn: gateway.urn, argument: "subnetId", found: subnet.name }];
        });
    },
  },
  {
    id: "NET-03-single",
    severity: "warning",
    type: [types.natGateway, types.networkInterface],
    limit:
      "the traffic of one zone, where the environment is for production; with that zone all the others lose the internet",
    source: `${GUIDE}/nat-gateway-basics.html`,
    fix: 'Use a gateway for each zone (mode "per-az" or "regional"), say production: false of an environment that may lose it, or accept it in policies/exceptions.ts.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const zonalGateways = graph
        .ofType(types.natGateway)
        .filter(
          ({ values }) =>
            isAbsent(values, "availabilityMode") || equals(values, "availabilityMode", "zonal"),
        );
      // An instance is reached through its network interface.
      return [...zonalGateways, ...graph.ofType(types.networkInterface)]
        .filter((way) => !isForDevelopment(graph, way))
        .flatMap((way): StackProblem[] => {
          const zones = zonesBehind(graph, way);
          return zones.length > 1
            ? [{ urn: way.urn, argument: "subnetId", found: zones.join(", ") }]
            : [];
        });
    },
  },
  {
    id: "NET-04",
    severity: "error",
    type: callers.map(({ type }) => type),
    limit:
      "subnets with a route to a NAT gateway, because the security group lets it call the internet",
    source: LAMBDA,
    fix: 'Set the network\'s egress to "per-az" or "single", or take the rule to 0.0.0.0/0 away. A public subnet does not help what has no public address, as functions have none.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return callers.flatMap((caller) =>
        graph.ofType(caller.type).flatMap((resource): StackProblem[] => {
          const groups = graph.all(resource, caller.groups, types.securityGroup) ?? [];
          if (!groups.some((group) => isOpen(graph, group))) return [];
          const isReached = caller.hasPublicAddress?.(resource) === true;
          const subnets = graph.all(resource, caller.subnets, types.subnet) ?? [];
          const stranded = subnets.filter((subnet) => {
            const target = defaultTarget(graph, subnet);
            return target === "none" || (target === "internet-gateway" && !isReached);
          });
          const found = stranded.map(({ name }) => name);
          return found.length > 0 ? [{ urn: resource.urn, argument: caller.subnets, found }] : [];
        }),
      );
    },
  },
  {
    id: "NET-06",
    severity: "warning",
    type: types.vpcEndpoint,
    limit:
      "callers that do not count on the fixed addresses; what goes through an endpoint does not show them",
    source: `${PRIVATELINK}/concepts.html`,
    fix: "Allow the endpoint (aws:SourceVpce), not the addresses, in policies of what is called; or accept it in policies/exceptions.ts where nothing looks at the address.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (!hasNat(graph)) return [];
      const open = graph.ofType(types.securityGroup).filter((group) => isOpen(graph, group));
      return graph.ofType(types.vpcEndpoint).flatMap((endpoint): StackProblem[] => {
        const through = open.filter((group) => reaches(graph, group, endpoint));
        return through.length > 0
          ? [
              {
                urn: endpoint.urn,
                argument: "serviceName",
                found: textAt(endpoint.values, "serviceName"),
                limit: `callers that do not count on the fixed addresses; ${through
                  .map(({ name }) => name)
                  .sort()
                  .join(
                    ", ",
                  )} may also call the internet, and what goes through this endpoint does not show them`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "NET-06-gateway",
    severity: "info",
    type: types.vpcEndpoint,
    limit: "traffic that need not show the fixed addresses: through a gateway endpoint it does not",
    source: `${PRIVATELINK}/gateway-endpoints.html`,
    fix: "Allow the endpoint (aws:SourceVpce), not the addresses, in policies of buckets and tables.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (!hasNat(graph)) return [];
      return graph
        .ofType(types.vpcEndpoint)
        .filter(
          ({ values }) =>
            isAbsent(values, "vpcEndpointType") || equals(values, "vpcEndpointType", "Gateway"),
        )
        .map((endpoint) => ({
          urn: endpoint.urn,
          argument: "serviceName",
          found: endpoint.values["serviceName"] ?? "",
        }));
    },
  },
  {
    id: "NET-06-ipv6",
    severity: "warning",
    type: types.route,
    limit:
      "IPv4 alone where the fixed addresses must show: IPv6 traffic does not pass the NAT gateway",
    source: `${GUIDE}/egress-only-internet-gateway.html`,
    fix: "Remove the route to ::/0 from private subnets, or tell the partner the IPv6 block as well.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (!hasNat(graph)) return [];
      return graph
        .ofType(types.route)
        .filter(({ values }) => equals(values, "destinationIpv6CidrBlock", "::/0"))
        .filter(({ values }) => !isAbsent(values, "egressOnlyGatewayId"))
        .map((route) => ({
          urn: route.urn,
          argument: "destinationIpv6CidrBlock",
          found: "::/0",
        }));
    },
  },
];

/** The zones whose default route leads through a NAT gateway or a network interface. */
function zonesBehind(graph: Graph, way: StackResource): string[] {
  const zones = natRoutes(graph, way)
    .flatMap((route) => graph.one(route, "routeTableId", types.routeTable) ?? [])
    .flatMap((table) => subnetsOf(graph, table))
    .flatMap(({ values }) => textAt(values, "availabilityZone") ?? []);
  return [...new Set(zones)].sort();
}

/** True where the `Environment` above the resource says that it is not for production. */
function isForDevelopment(graph: Graph, resource: StackResource): boolean {
  const environment = graph.above(resource, types.environment);
  return environment !== undefined && equals(environment.values, "production", false);
}

/** True where the security group lets traffic out to everywhere. */
function isOpen(graph: Graph, group: StackResource): boolean {
  return (
    hasInlineRule(group) ||
    rulesOut(graph, group).some(({ values }) => equals(values, "cidrIpv4", EVERYWHERE))
  );
}

function hasInlineRule({ values }: StackResource): boolean {
  return valuesAt(values, "egress.*").some(
    ({ value }) => isRecord(value) && listOf(valueAt(value, "cidrBlocks")).includes(EVERYWHERE),
  );
}

/** True where a rule of the group leads to the endpoint: to its prefix list, or to the group before it. */
function reaches(graph: Graph, group: StackResource, endpoint: StackResource): boolean {
  const before = graph.all(endpoint, "securityGroupIds", types.securityGroup) ?? [];
  return rulesOut(graph, group).some((rule) => {
    const to = graph.one(rule, "referencedSecurityGroupId", types.securityGroup);
    return (
      graph.one(rule, "prefixListId", types.vpcEndpoint) === endpoint ||
      (to !== undefined && before.includes(to))
    );
  });
}

function rulesOut(graph: Graph, group: StackResource): StackResource[] {
  return graph
    .ofType(types.egressRule)
    .filter((rule) => graph.one(rule, "securityGroupId", types.securityGroup) === group);
}
