/** The security group of a load balancer: open on its listeners' ports and nothing else. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";

/** Every IPv4 address. */
export const everyone = "0.0.0.0/0";

/** A port that a listener takes requests on. */
export interface OpenPort {
  port: number;
  protocol: "tcp" | "udp";
  /** In words, for the rule. */
  description: string;
}

/** Without rules; what the load balancer reaches opens its own way. */
export function balancerSecurityGroup(
  name: string,
  vpcId: pulumi.Input<string>,
  child: MakeChild,
): aws.ec2.SecurityGroup {
  const args = { vpcId, description: `Load balancer ${name}` };
  return child(aws.ec2.SecurityGroup, "balancer", args, { key: "securityGroup" });
}

/** Lets networks in, each by a rule that is named after port and network. */
export function letIn(
  securityGroupId: pulumi.Input<string>,
  { port, protocol, description }: OpenPort,
  cidrs: readonly string[],
  child: MakeChild,
): void {
  const suffix = protocol === "udp" ? `in-udp-${port}` : `in-${port}`;
  for (const cidrIpv4 of cidrs) {
    child(
      aws.vpc.SecurityGroupIngressRule,
      cidrIpv4 === everyone ? suffix : `${suffix}-${cidrIpv4}`,
      {
        securityGroupId,
        description,
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        cidrIpv4,
      },
      { key: "ingress" },
    );
  }
}
