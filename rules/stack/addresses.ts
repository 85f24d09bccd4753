import { blockOf, contains, overlaps, type Block } from "../cidr";
import { types } from "../resource-types";
import type { StackProblem, StackResource, StackRule } from "../rule";
import { equals, textAt } from "../values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";
const SECONDARY_BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";

interface PlacedSubnet {
  readonly subnet: StackResource;
  readonly vpc: StackResource;
  readonly block: Block;
}

export const addressStackRules: readonly StackRule[] = [
  {
    id: "NET-01-inside",
    severity: "error",
    type: types.subnet,
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
    id: "NET-01-overlap",
    severity: "error",
    type: types.subnet,
    limit: "a block that no other subnet of the VPC uses",
    source: `${GUIDE}/subnet-sizing.html`,
    fix: "Choose a free block.",
    checkStack: (resources) => {
      const placed = placedSubnets(graphOf(resources));
      return placed.flatMap(({ subnet, vpc, block }, index): StackProblem[] => {
        const other = placed
          .slice(0, index)
          .find((earlier) => earlier.vpc === vpc && overlaps(earlier.block, block));
        return other === undefined
          ? []
          : [
              {
                urn: subnet.urn,
                argument: "cidrBlock",
                found: subnet.values["cidrBlock"],
                limit: `a block that does not overlap ${textAt(other.subnet.values, "cidrBlock") ?? ""} of ${other.subnet.name}`,
              },
            ];
      });
    },
  },
  {
    id: "NET-02",
    severity: "error",
    type: types.routeTableAssociation,
    limit: "one route table for a subnet",
    source: `${GUIDE}/WorkWithRouteTables.html`,
    fix: "Remove one of the associations.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const associations = graph.ofType(types.routeTableAssociation);
      const subnets = associations.map((association) =>
        graph.one(association, "subnetId", types.subnet),
      );
      return associations.flatMap((association, index): StackProblem[] => {
        const subnet = subnets[index];
        return subnet !== undefined && subnets.indexOf(subnet) < index
          ? [{ urn: association.urn, argument: "subnetId", found: subnet.name }]
          : [];
      });
    },
  },
  {
    id: "NET-02-endpoint",
    severity: "error",
    type: types.vpcEndpoint,
    limit: "one interface endpoint with private DNS for a service in a VPC",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    fix: "Share one endpoint, or set privateDnsEnabled to false on the others.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const endpoints = graph
        .ofType(types.vpcEndpoint)
        .filter(({ values }) => equals(values, "privateDnsEnabled", true))
        .map((endpoint) => ({
          endpoint,
          vpc: graph.one(endpoint, "vpcId", types.vpc),
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
  return graph.ofType(types.subnet).flatMap((subnet) => {
    const vpc = graph.one(subnet, "vpcId", types.vpc);
    const cidr = textAt(subnet.values, "cidrBlock");
    const block = cidr === undefined ? undefined : blockOf(cidr);
    return vpc === undefined || block === undefined ? [] : [{ subnet, vpc, block }];
  });
}
