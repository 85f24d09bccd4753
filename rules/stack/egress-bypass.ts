import { ec2 } from "../base/types/ec2";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { hasNat } from "./routing";
import { isOpen, rulesOut } from "./security-groups";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";
const PRIVATELINK = "https://docs.aws.amazon.com/vpc/latest/privatelink";

/** Ways out of the VPC that do not show the fixed addresses. */
export const stackRules: readonly StackRule[] = [
  {
    id: "NET-06",
    severity: "warning",
    type: ec2.vpcEndpoint,
    limit:
      "callers that do not count on the fixed addresses; what goes through an endpoint does not show them",
    source: `${PRIVATELINK}/concepts.html`,
    fix: "Allow the endpoint (aws:SourceVpce), not the addresses, in policies of what is called; or accept it in policies/exceptions.ts where nothing looks at the address.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (!hasNat(graph)) return [];
      const open = graph.ofType(ec2.securityGroup).filter((group) => isOpen(graph, group));
      return graph.ofType(ec2.vpcEndpoint).flatMap((endpoint): StackProblem[] => {
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
    type: ec2.vpcEndpoint,
    limit: "traffic that need not show the fixed addresses: through a gateway endpoint it does not",
    source: `${PRIVATELINK}/gateway-endpoints.html`,
    fix: "Allow the endpoint (aws:SourceVpce), not the addresses, in policies of buckets and tables.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (!hasNat(graph)) return [];
      return graph
        .ofType(ec2.vpcEndpoint)
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
    type: ec2.route,
    limit:
      "IPv4 alone where the fixed addresses must show: IPv6 traffic does not pass the NAT gateway",
    source: `${GUIDE}/egress-only-internet-gateway.html`,
    fix: "Remove the route to ::/0 from private subnets, or tell the partner the IPv6 block as well.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (!hasNat(graph)) return [];
      return graph
        .ofType(ec2.route)
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

/** True where a rule of the group leads to the endpoint: to its prefix list, or to the group before it. */
function reaches(graph: Graph, group: StackResource, endpoint: StackResource): boolean {
  const before = graph.all(endpoint, "securityGroupIds", ec2.securityGroup) ?? [];
  return rulesOut(graph, group).some((rule) => {
    const to = graph.one(rule, "referencedSecurityGroupId", ec2.securityGroup);
    return (
      graph.one(rule, "prefixListId", ec2.vpcEndpoint) === endpoint ||
      (to !== undefined && before.includes(to))
    );
  });
}
