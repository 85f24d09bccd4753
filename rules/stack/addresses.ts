import { blockOf, contains, type Block } from "../base/cidr";
import { ec2 } from "../base/types/ec2";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";
const SECONDARY_BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";

interface PlacedSubnet {
  readonly subnet: StackResource;
  readonly vpc: StackResource;
  readonly block: Block;
}

export const stackRules: readonly StackRule[] = [
  {
    id: "NET-01-inside",
    severity: "error",
    type: ec2.subnet,
    limit: "a block within the VPC's",
    source: `${GUIDE}/subnet-sizing.html`,
    fix: "Choose a block within the VPC's, or enlarge the VPC by a secondary block.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      if (graph.ofType(SECONDARY_BLOCK).length > 0) return [];
      return placedSubnets(graph).flatMap(({ subnet, vpc, block }): StackProblem[] => {
        const cidr = textAt(vpc.values, "cidrBlock");
        const outer = cidr === undefined ? undefined : blockOf(cidr);
        return outer === undefined || contains(outer, block)
          ? []
          : [
              {
                urn: subnet.urn,
                argument: "cidrBlock",
                found: subnet.values["cidrBlock"],
                limit: `a block within ${cidr ?? ""}`,
              },
            ];
      });
    },
  },
  {
    id: "NET-02-endpoint",
    severity: "error",
    type: ec2.vpcEndpoint,
    limit: "one interface endpoint with private DNS for a service in a VPC",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    fix: "Share one endpoint, or set privateDnsEnabled to false on the others.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const endpoints = graph
        .ofType(ec2.vpcEndpoint)
        .filter(({ values }) => equals(values, "privateDnsEnabled", true))
        .map((endpoint) => ({
          endpoint,
          vpc: graph.one(endpoint, "vpcId", ec2.vpc),
          service: textAt(endpoint.values, "serviceName"),
        }))
        .filter(({ vpc, service }) => vpc !== undefined && service !== undefined);
      return endpoints.flatMap(({ endpoint, vpc, service }, index): StackProblem[] =>
        endpoints.slice(0, index).some((other) => other.vpc === vpc && other.service === service)
          ? [{ urn: endpoint.urn, argument: "serviceName", found: service }]
          : [],
      );
    },
  },
];

function placedSubnets(graph: Graph): PlacedSubnet[] {
  return graph.ofType(ec2.subnet).flatMap((subnet) => {
    const vpc = graph.one(subnet, "vpcId", ec2.vpc);
    const cidr = textAt(subnet.values, "cidrBlock");
    const block = cidr === undefined ? undefined : blockOf(cidr);
    return vpc === undefined || block === undefined ? [] : [{ subnet, vpc, block }];
  });
}
