/** What stands behind the ports of a network load balancer. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Refuse, Transforms } from "../../component";
import { Certificate, PortProtocol } from "../../contracts";
import { HealthCheckArgs } from "./target-groups";

export const nlbProtocols = ["TCP", "UDP", "TCP_UDP", "TLS"] as const;
export type NlbProtocol = (typeof nlbProtocols)[number];

export interface NlbTargetsArgs {
  /** Port that the load balancer listens on. Each once. */
  port: number;
  /** Default: `TCP`; `TLS` ends TLS here and needs a `certificate`. */
  protocol?: NlbProtocol;
  /** Port that the targets listen on. Default: `port`. */
  targetPort?: number;
  /** What registers. Default: `ip`. Cannot be changed later. */
  targetType?: "ip" | "instance";
  certificate?: Certificate;
  /** Networks whose connections to this port are let in. Default: the load balancer's. */
  allowedCidrs?: readonly string[];
  /** True to show targets the client's address; what lets the load balancer in lets clients in by it all the same. Always so with UDP. Default: true for UDP and instances, else false. */
  preserveClientIp?: boolean;
  /** Default: a TCP connection every 30 seconds. */
  healthCheck?: HealthCheckArgs;
  /** Seconds that connections of a target which leaves may go on. Default: 60. Limit: 0 to 3,600. */
  deregistrationDelay?: number;
  /** Changes the arguments of the children. */
  transform?: Transforms<{ listener: aws.lb.ListenerArgs; targetGroup: aws.lb.TargetGroupArgs }>;
}

/** The group behind one port. */
export function nlbGroupArgs(
  vpcId: pulumi.Input<string>,
  args: NlbTargetsArgs,
): aws.lb.TargetGroupArgs {
  const { port, protocol = "TCP", targetPort = port, targetType = "ip" } = args;
  const isUdp = protocol === "UDP" || protocol === "TCP_UDP";
  return {
    vpcId,
    port: targetPort,
    protocol: protocol === "TLS" ? "TCP" : protocol, // TLS ends here
    targetType,
    preserveClientIp: String(args.preserveClientIp ?? (isUdp || targetType === "instance")),
    deregistrationDelay: args.deregistrationDelay ?? 60,
    healthCheck: { enabled: true, protocol: "TCP", ...args.healthCheck },
  };
}

/** By what its traffic comes. */
export function throughOf(protocol: NlbProtocol): readonly PortProtocol[] {
  if (protocol === "TCP_UDP") return ["tcp", "udp"];
  return [protocol === "UDP" ? "udp" : "tcp"];
}

/** @throws pulumi.RunError for what the protocol has not */
export function refuseNlbTargets(name: string, args: NlbTargetsArgs, refuse: Refuse): void {
  const { protocol = "TCP", certificate, preserveClientIp } = args;
  if ((protocol === "TLS") !== (certificate !== undefined)) {
    throw refuse(
      `targets "${name}" certificate`,
      protocol === "TLS" ? undefined : "given",
      'a certificate with protocol "TLS", and with no other',
      protocol === "TLS" ? "give a certificate" : 'set protocol: "TLS", or remove it',
    );
  }
  if (preserveClientIp === false && protocol.includes("UDP")) {
    throw refuse(
      `targets "${name}" preserveClientIp`,
      false,
      "true with UDP: AWS can't switch it off",
      "remove preserveClientIp",
    );
  }
}
