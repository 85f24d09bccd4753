/** A function's place in the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";
import { connectAll, reachInternet, reachServices } from "../../wiring/connections";
import { Access } from "../../contracts";
import { HTTPS } from "../../wiring/service-endpoints";
import { warnOfUnreachable } from "../../wiring/unreachable-services";
import type { VpcPlacement } from "./function-args";

interface Needs {
  name: string;
  /** The function's component, for warnings. */
  component: pulumi.ComponentResource;
  access: readonly Access[];
}

/**
 * Makes the function's own security group and names the subnets. Nobody can reach the group; out of
 * it go the connections of `access`, HTTPS to the services that are reached inside the VPC and
 * that the function has access to, and with `egress` HTTPS to the internet.
 */
export function placeInVpc(
  { name, component, access }: Needs,
  { network, egress = false }: VpcPlacement,
  child: MakeChild,
): aws.types.input.lambda.FunctionVpcConfig {
  const group = child(aws.ec2.SecurityGroup, "security-group", {
    vpcId: network.vpcId,
    description: `Function ${name}`,
  });
  const from = { name, securityGroupId: group.id };
  connectAll(from, access, child);
  reachServices(from, network, access, child);
  const egressPorts = egress === true ? [HTTPS] : egress ? egress.ports : [];
  warnOfUnreachable({ component, name, egressPorts }, network, access);
  if (egress) {
    reachInternet(from, network, child, egressPorts);
  }
  const subnetIds: pulumi.Output<string[]> = egress
    ? network.privateSubnetIds
    : network.isolatedSubnetIds;
  return { subnetIds, securityGroupIds: [group.id] };
}
