/** A function's place in the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Transform } from "../../component";
import { connectAll, reachInternet, reachServices } from "../../connections";
import { Access } from "../../contracts";
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
  connectAll(from, access, child);
  reachServices(from, network, access, child);
  if (egress) {
    reachInternet(from, network, child, egress === true ? undefined : egress.ports);
  }
  const subnetIds: pulumi.Output<string[]> = egress
    ? network.privateSubnetIds
    : network.isolatedSubnetIds;
  return { subnetIds, securityGroupIds: [group.id] };
}
