import { types } from "../resource-types";
import type { StackProblem, StackResource, StackRule } from "../rule";
import { equals, isAbsent, isRecord, listOf, textAt, valueAt, valuesAt } from "../values";
import { graphOf, type Graph } from "./graph";
import { defaultTarget, natRoutes, subnetsOf } from "./routing";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";
const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html";
const EVERYWHERE = "0.0.0.0/0";

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
    type: types.natGateway,
    limit: "the traffic of one zone; with that zone all the others lose the internet",
    source: `${GUIDE}/nat-gateway-basics.html`,
    fix: 'Use one gateway for each zone (mode "per-az"), or accept it in policies/exceptions.ts.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(types.natGateway)
        .filter(
          ({ values }) =>
            isAbsent(values, "availabilityMode") || equals(values, "availabilityMode", "zonal"),
        )
        .flatMap((gateway): StackProblem[] => {
          const zones = new Set(
            natRoutes(graph, gateway)
              .flatMap((route) => graph.one(route, "routeTableId", types.routeTable) ?? [])
              .flatMap((table) => subnetsOf(graph, table))
              .flatMap(({ values }) => textAt(values, "availabilityZone") ?? []),
          );
          return zones.size > 1
            ? [{ urn: gateway.urn, argument: "subnetId", found: `${[...zones].sort().join(", ")}` }]
            : [];
        });
    },
  },
  {
    id: "NET-04",
    severity: "error",
    type: types.function,
    limit:
      "subnets with a route to a NAT gateway, because the function's security group lets it call the internet",
    source: LAMBDA,
    fix: 'Set the network\'s egress to "per-az" or "single", or take the rule to 0.0.0.0/0 away. A public subnet does not help: functions have no public address.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.function).flatMap((fn): StackProblem[] => {
        if (!asksForInternet(graph, fn)) return [];
        const subnets = graph.all(fn, "vpcConfig.subnetIds", types.subnet) ?? [];
        const stranded = subnets.filter((subnet) => {
          const target = defaultTarget(graph, subnet);
          return target === "none" || target === "internet-gateway";
        });
        return stranded.length > 0
          ? [
              {
                urn: fn.urn,
                argument: "vpcConfig.subnetIds",
                found: stranded.map(({ name }) => name),
              },
            ]
          : [];
      });
    },
  },
  {
    id: "NET-06",
    severity: "info",
    type: types.vpcEndpoint,
    limit: "traffic that need not show the fixed addresses: through a gateway endpoint it does not",
    source: `${GUIDE.replace("/vpc/latest/userguide", "/vpc/latest/privatelink")}/gateway-endpoints.html`,
    fix: "Allow the endpoint (aws:SourceVpce), not the addresses, in policies of buckets and tables.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (graph.ofType(types.natGateway).length === 0) return [];
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
      if (graph.ofType(types.natGateway).length === 0) return [];
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

/** True where one of the function's security groups lets traffic out to everywhere. */
function asksForInternet(graph: Graph, fn: StackResource): boolean {
  const groups = graph.all(fn, "vpcConfig.securityGroupIds", types.securityGroup) ?? [];
  const open = graph
    .ofType(types.egressRule)
    .filter(({ values }) => equals(values, "cidrIpv4", EVERYWHERE))
    .map((rule) => graph.one(rule, "securityGroupId", types.securityGroup));
  return groups.some((group) => open.includes(group) || hasInlineRule(group));
}

function hasInlineRule({ values }: StackResource): boolean {
  return valuesAt(values, "egress.*").some(
    ({ value }) => isRecord(value) && listOf(valueAt(value, "cidrBlocks")).includes(EVERYWHERE),
  );
}
