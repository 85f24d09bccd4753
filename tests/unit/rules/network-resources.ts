/** Networks as the engine gives them to stack rules. */
import { ec2 } from "../../../rules/base/types/ec2";
import { lambda } from "../../../rules/base/types/lambda";
import type { StackResource } from "../../../rules";
import { from, stackOf, type Described } from "./stack";

export const vpc = (cidrBlock = "10.0.0.0/16"): Described => ({
  type: ec2.vpc,
  name: "vpc",
  args: { cidrBlock },
});
export const subnet = (
  name: string,
  cidrBlock: string,
  availabilityZone = "eu-west-1a",
): Described => ({
  type: ec2.subnet,
  name,
  args: { vpcId: from("vpc"), cidrBlock, availabilityZone },
});
export const table = (name: string): Described => ({ type: ec2.routeTable, name });
export const association = (name: string, subnetName: string, tableName: string): Described => ({
  type: ec2.routeTableAssociation,
  name,
  args: { subnetId: from(subnetName), routeTableId: from(tableName) },
});
export const route = (name: string, tableName: string, target: string, of: string): Described => ({
  type: ec2.route,
  name,
  args: { routeTableId: from(tableName), destinationCidrBlock: "0.0.0.0/0", [target]: from(of) },
});
export const internet: Described = { type: ec2.internetGateway, name: "internet" };
export const gateway = (subnetName: string): Described => ({
  type: ec2.natGateway,
  name: "nat",
  args: { subnetId: from(subnetName), allocationId: "eipalloc-1" },
});

/** A public and a private subnet; the private one's way out is the gateway. */
export const zone = (name: string): Described[] => [
  subnet(`public-${name}`, "10.0.0.0/20", name),
  table(`public-table-${name}`),
  association(`public-association-${name}`, `public-${name}`, `public-table-${name}`),
  route(`public-route-${name}`, `public-table-${name}`, "gatewayId", "internet"),
  subnet(`private-${name}`, "10.0.16.0/20", name),
  table(`private-table-${name}`),
  association(`private-association-${name}`, `private-${name}`, `private-table-${name}`),
];

/** A security group that lets traffic out to everywhere. */
export const openGroup: Described[] = [
  { type: ec2.securityGroup, name: "group" },
  {
    type: ec2.egressRule,
    name: "out",
    args: { securityGroupId: from("group"), cidrIpv4: "0.0.0.0/0" },
  },
];

/** A function whose security group lets it call the internet. */
export const calling: Described[] = [
  ...openGroup,
  {
    type: lambda.function,
    name: "fn",
    args: { vpcConfig: { from: ["private-a", "group"], value: { subnetIds: ["private-a-id"] } } },
  },
];

export const withNat = [vpc(), internet, ...zone("a"), gateway("public-a"), out("a")];

/** The caller's way to S3 through its gateway endpoint. */
export const reading: Described = {
  type: ec2.egressRule,
  name: "to-s3",
  args: { securityGroupId: from("group"), prefixListId: from("s3") },
};

export const endpoint = (name: string, serviceName: string): Described => ({
  type: ec2.vpcEndpoint,
  name,
  args: { vpcId: from("vpc"), serviceName, privateDnsEnabled: true, vpcEndpointType: "Interface" },
});

/** Private subnets of the zones, all by one gateway. */
export function routed(zones: string[]): StackResource[] {
  return stackOf(vpc(), internet, ...zones.flatMap(zone), gateway("public-a"), ...zones.map(out));
}

export function out(name: string): Described {
  return route(`out-${name}`, `private-table-${name}`, "natGatewayId", "nat");
}

export function gatewayEndpoint(): Described {
  return {
    type: ec2.vpcEndpoint,
    name: "s3",
    args: {
      vpcId: from("vpc"),
      serviceName: "com.amazonaws.eu-west-1.s3",
      vpcEndpointType: "Gateway",
    },
  };
}

export function ipv6(): Described {
  return {
    type: ec2.route,
    name: "ipv6",
    args: {
      routeTableId: from("t"),
      destinationIpv6CidrBlock: "::/0",
      egressOnlyGatewayId: "eigw-1",
    },
  };
}
