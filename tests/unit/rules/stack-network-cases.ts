import { types } from "../../../rules/resource-types";
import type { StackResource } from "../../../rules";
import type { StackCase } from "./stack-cases";
import { from, stackOf, type Described } from "./stack";

const vpc = (cidrBlock = "10.0.0.0/16"): Described => ({
  type: types.vpc,
  name: "vpc",
  args: { cidrBlock },
});
const subnet = (name: string, cidrBlock: string, availabilityZone = "eu-west-1a"): Described => ({
  type: types.subnet,
  name,
  args: { vpcId: from("vpc"), cidrBlock, availabilityZone },
});
const table = (name: string): Described => ({ type: types.routeTable, name });
const association = (name: string, subnetName: string, tableName: string): Described => ({
  type: types.routeTableAssociation,
  name,
  args: { subnetId: from(subnetName), routeTableId: from(tableName) },
});
const route = (name: string, tableName: string, target: string, of: string): Described => ({
  type: types.route,
  name,
  args: { routeTableId: from(tableName), destinationCidrBlock: "0.0.0.0/0", [target]: from(of) },
});
const internet: Described = { type: types.internetGateway, name: "internet" };
const gateway = (subnetName: string): Described => ({
  type: types.natGateway,
  name: "nat",
  args: { subnetId: from(subnetName), allocationId: "eipalloc-1" },
});

/** A public and a private subnet; the private one's way out is the gateway. */
const zone = (name: string): Described[] => [
  subnet(`public-${name}`, "10.0.0.0/20", name),
  table(`public-table-${name}`),
  association(`public-association-${name}`, `public-${name}`, `public-table-${name}`),
  route(`public-route-${name}`, `public-table-${name}`, "gatewayId", "internet"),
  subnet(`private-${name}`, "10.0.16.0/20", name),
  table(`private-table-${name}`),
  association(`private-association-${name}`, `private-${name}`, `private-table-${name}`),
];

/** A function whose security group lets it call the internet. */
const calling: Described[] = [
  { type: types.securityGroup, name: "group" },
  {
    type: types.egressRule,
    name: "out",
    args: { securityGroupId: from("group"), cidrIpv4: "0.0.0.0/0" },
  },
  {
    type: types.function,
    name: "fn",
    args: { vpcConfig: { from: ["private-a", "group"], value: { subnetIds: ["private-a-id"] } } },
  },
];

const endpoint = (name: string, serviceName: string): Described => ({
  type: types.vpcEndpoint,
  name,
  args: { vpcId: from("vpc"), serviceName, privateDnsEnabled: true, vpcEndpointType: "Interface" },
});

export const networkStackCases: { readonly [rule: string]: StackCase } = {
  "NET-01-inside": {
    pass: stackOf(vpc(), subnet("a", "10.0.240.0/20")),
    fail: stackOf(vpc(), subnet("a", "10.1.0.0/20")),
    blamed: "a",
  },
  "NET-01-overlap": {
    pass: stackOf(vpc(), subnet("a", "10.0.0.0/20"), subnet("b", "10.0.16.0/20")),
    fail: stackOf(vpc(), subnet("a", "10.0.0.0/20"), subnet("b", "10.0.8.0/21")),
    blamed: "b",
  },
  "NET-02": {
    pass: stackOf(vpc(), subnet("a", "10.0.0.0/20"), table("t"), association("one", "a", "t")),
    fail: stackOf(
      vpc(),
      subnet("a", "10.0.0.0/20"),
      table("t"),
      association("one", "a", "t"),
      association("two", "a", "t"),
    ),
    blamed: "two",
  },
  "NET-02-endpoint": {
    pass: stackOf(vpc(), endpoint("one", "com.amazonaws.eu-west-1.sqs"), endpoint("two", "b")),
    fail: stackOf(
      vpc(),
      endpoint("one", "com.amazonaws.eu-west-1.sqs"),
      endpoint("two", "com.amazonaws.eu-west-1.sqs"),
    ),
    blamed: "two",
  },
  "NET-03": {
    pass: stackOf(vpc(), internet, ...zone("a"), gateway("public-a")),
    fail: stackOf(vpc(), internet, ...zone("a"), gateway("private-a")),
    blamed: "nat",
  },
  "NET-03-single": {
    pass: routed(["a"]),
    fail: routed(["a", "b"]),
    blamed: "nat",
  },
  "NET-04": {
    pass: stackOf(vpc(), internet, ...zone("a"), ...calling, gateway("public-a"), out("a")),
    fail: stackOf(vpc(), internet, ...zone("a"), ...calling),
    blamed: "fn",
  },
  "NET-06": {
    pass: stackOf(vpc(), gatewayEndpoint()),
    fail: stackOf(vpc(), internet, ...zone("a"), gateway("public-a"), gatewayEndpoint()),
    blamed: "s3",
  },
  "NET-06-ipv6": {
    pass: stackOf(vpc(), table("t"), ipv6()),
    fail: stackOf(vpc(), internet, ...zone("a"), table("t"), gateway("public-a"), ipv6()),
    blamed: "ipv6",
  },
};

/** Private subnets of the zones, all by one gateway. */
function routed(zones: string[]): StackResource[] {
  return stackOf(vpc(), internet, ...zones.flatMap(zone), gateway("public-a"), ...zones.map(out));
}

function out(name: string): Described {
  return route(`out-${name}`, `private-table-${name}`, "natGatewayId", "nat");
}

function gatewayEndpoint(): Described {
  return {
    type: types.vpcEndpoint,
    name: "s3",
    args: {
      vpcId: from("vpc"),
      serviceName: "com.amazonaws.eu-west-1.s3",
      vpcEndpointType: "Gateway",
    },
  };
}

function ipv6(): Described {
  return {
    type: types.route,
    name: "ipv6",
    args: {
      routeTableId: from("t"),
      destinationIpv6CidrBlock: "::/0",
      egressOnlyGatewayId: "eigw-1",
    },
  };
}
