/** A function's place in the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Transform } from "../../component";
import { connect } from "../../connections";
import { Access, VirtualNetwork } from "../../contracts";
import type { VpcPlacement } from "./function-args";

interface Needs {
  name: string;
  access: readonly Access[];
}

/**
 * Makes the function's own security group and names the subnets. Nobody can reach the group; out of
 * it go the connections of `access`, HTTPS to the services that are reached inside the VPC and
 * that the function has access to, and with `egress` HTTPS to the internet.
 */
export function placeInVpc(
  { name, access }: Needs,
  { network, egress = false }: VpcPlacement,
  child: MakeChild,
  transform: Transform<aws.ec2.SecurityGroupArgs> | undefined,
): aws.types.input.lambda.FunctionVpcConfig {
  const group = child(
    aws.ec2.SecurityGroup,
    "security-group",
    { vpcId: network.vpcId, description: `Function ${name}` },
    transform,
  );
  const from = { name, securityGroupId: group.id };
  for (const { connection } of access) {
    if (connection) {
      connect(from, connection, child);
    }
  }
  if (egress) {
    openHttps("internet", { cidrIpv4: "0.0.0.0/0" }, group, child);
  } else {
    reachServices(network, from, group, access, child);
  }
  const subnetIds: pulumi.Output<string[]> = egress
    ? network.privateSubnetIds
    : network.isolatedSubnetIds;
  return { subnetIds, securityGroupIds: [group.id] };
}

/** Without a way to the internet: S3 and DynamoDB through their gateway endpoints, others through interfaces. */
function reachServices(
  network: VirtualNetwork,
  from: { name: string; securityGroupId: pulumi.Output<string> },
  group: aws.ec2.SecurityGroup,
  access: readonly Access[],
  child: MakeChild,
): void {
  const services = new Set(access.flatMap(servicesOf));
  for (const service of ["dynamodb", "s3"] as const) {
    if (services.has(service)) {
      openHttps(service, { prefixListId: network.prefixListIds[service] }, group, child);
    }
  }
  if (network.interfaceEndpoints.length > 0) {
    connect(from, { to: network, port: 443 }, child);
  }
}

function openHttps(
  what: string,
  to: { cidrIpv4: string } | { prefixListId: pulumi.Output<string> },
  group: aws.ec2.SecurityGroup,
  child: MakeChild,
): void {
  child(aws.vpc.SecurityGroupEgressRule, `to-${what}`, {
    securityGroupId: group.id,
    description: `HTTPS to ${what}`,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    ...to,
  });
}

/** The services whose actions an access grants: `s3` for `s3:GetObject`. */
function servicesOf({ statements }: Access): string[] {
  return statements
    .flatMap(({ Action }) => [Action].flat())
    .filter((action) => typeof action === "string")
    .map((action) => action.split(":")[0]);
}
