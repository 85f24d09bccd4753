/** What goes wrong with the way out through fixed addresses. */
import type * as aws from "@pulumi/aws";
import { AlarmDefinition } from "../contracts";

/** 55,000 connections at once to one destination for each address of a gateway (VPC guide, "NAT gateway basics"). */
export function egressAlarms(gateways: ReadonlyMap<string, aws.ec2.NatGateway>): AlarmDefinition[] {
  return [...gateways].map(([name, gateway]) => ({
    name: `${name}-ports`,
    description:
      "Connections failed because a gateway's ports to one destination are used up: keep connections open, or give it another address.",
    namespace: "AWS/NATGateway",
    metricName: "ErrorPortAllocation",
    dimensions: { NatGatewayId: gateway.id },
    statistic: "Sum",
    threshold: 0,
  }));
}
