/** A load balancer for TCP, UDP and TLS, at fixed addresses. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import {
  AlarmDefinition,
  Alarmed,
  AliasTarget,
  LogBucket,
  PrivateHost,
  Target,
  VirtualNetwork,
} from "../contracts";
import { acceptAccessLogs } from "./balancer/access-logs";
import { networkBalancerAlarms } from "./balancer/alarms";
import {
  nlbGroupArgs,
  NlbProtocol,
  NlbTargetsArgs,
  refuseNlbTargets,
  throughOf,
} from "./balancer/network-targets";
import { balancerSecurityGroup, everyone, letIn } from "./balancer/security-group";
import { healthPortOf } from "./balancer/target-groups";
import { ElasticIp, ElasticIpArgs } from "./elastic-ip";
import { AddressPlaces, movedWith } from "../wiring/address-places";
import { connectAll } from "../wiring/connections";
import { strongTlsPolicy } from "../../rules/load-balancing";

export interface NlbArgs {
  /** The VPC. */
  network: VirtualNetwork;
  /**
   * Its address in each zone by the zone's name: `{ "eu-west-1a": {}, "eu-west-1b": {} }` for two new ones.
   * Needed unless `internal`, for every zone of the network; that of a zone which was left stays, unworn,
   * until it is no longer listed.
   */
  addresses?: Readonly<Record<string, Omit<ElasticIpArgs, "transform">>>;
  /** True for one without public addresses. Default: false. Cannot be changed later. */
  internal?: boolean;
  /** Networks whose connections are let in. Default: everyone; nobody where it is `internal`. */
  allowedCidrs?: readonly string[];
  /** Bucket for access logs, which have TLS connections alone. Default: none. */
  logs?: LogBucket;
  /** True to refuse deletion, by Pulumi, which names it, and by AWS. Default: where the environment is for production. */
  deletionProtection?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    loadBalancer: aws.lb.LoadBalancerArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    ingress: aws.vpc.SecurityGroupIngressRuleArgs;
    address: aws.ec2.EipArgs;
  }>;
}

/**
 * A Network Load Balancer. Its addresses are protected and retained, and outlive it: it is replaced
 * delete-first, because two can't wear one address. It has its security group from the start, because AWS
 * adds none later; the group is open on the listeners' ports and nothing else.
 *
 * Creates: the load balancer, its security group, 1 Elastic IP a zone ($3.65 a month each); per
 * `targets()` a listener, a group of targets and 1 security group rule a network. Costs $18.40 a month
 * when idle in eu-west-1 ($0.0252 an hour), and $0.006 an hour for each unit of load.
 *
 * @example
 * const nlb = new Nlb("entrance", { network, addresses: { "eu-west-1a": {}, "eu-west-1b": {} } });
 * const broker = nlb.targets("mqtt", { port: 8883 });
 * export const publicIps = nlb.publicIps;
 */
export class Nlb extends Component implements AliasTarget, Alarmed {
  readonly arn: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly aliasName: pulumi.Output<string>;
  readonly aliasZoneId: pulumi.Output<string>;
  /** The addresses that clients connect to, for their allow-lists, in the order of the zones' names, those of zones that were left among them. Empty where it is internal. */
  readonly publicIps: pulumi.Output<string[]>;
  readonly connectionName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly nodes: {
    readonly loadBalancer: aws.lb.LoadBalancer;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };
  readonly #args: NlbArgs;
  readonly #ports = new Map<number, string>();
  readonly #groups = new Map<string, aws.lb.TargetGroup>();

  constructor(name: string, args: NlbArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:Nlb", name, args, opts);
    this.#args = args;
    this.connectionName = name;
    const { network, internal = false, logs } = args;
    const guarded = args.deletionProtection ?? this.environment.production;
    const addresses = this.makeAddresses();
    const { child } = this;
    const securityGroup = balancerSecurityGroup(name, network.vpcId, child);
    if (logs) {
      const refuse = (...given: Parameters<typeof this.refuse>) => this.refuse(...given);
      acceptAccessLogs("network", name, logs, this.environment, refuse);
    }
    const worn = network.zones.flatMap((zone) => addresses[zone]?.handovers ?? []);
    const loadBalancer = this.child(
      aws.lb.LoadBalancer,
      main,
      {
        loadBalancerType: "network",
        // Addresses may be added in place: what changes hands replaces it by this argument.
        internal: internal || movedWith(internal, worn),
        securityGroups: [securityGroup.id],
        ...(internal
          ? { subnets: network.privateSubnetIds }
          : {
              subnetMappings: network.zones.map((zone, position) => ({
                subnetId: network.publicSubnetIds[position],
                allocationId: addresses[zone].allocationId,
              })),
            }),
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: guarded,
        accessLogs: {
          enabled: logs !== undefined,
          bucket: logs?.name ?? "",
          prefix: logs && name,
        },
      },
      {
        protect: guarded,
        deleteBeforeReplace: true,
        dependsOn: this.afterAllMoves(logs?.ready),
      },
    );
    this.arn = loadBalancer.arn;
    this.dnsName = loadBalancer.dnsName;
    this.aliasName = loadBalancer.dnsName;
    this.aliasZoneId = loadBalancer.zoneId;
    this.publicIps = pulumi.all(
      Object.keys(addresses)
        .sort()
        .map((zone) => addresses[zone].publicIp),
    );
    this.securityGroupId = securityGroup.id;
    this.nodes = { loadBalancer, securityGroup };
  }

  /**
   * A port that is listened on, and the place behind it: `nlb.targets("mqtt", { port: 8883 })`.
   *
   * @throws pulumi.RunError where the port is taken, or TLS has no certificate
   */
  targets(name: string, args: NlbTargetsArgs): Target {
    const { port, protocol = "TCP", targetType = "ip", transform = {} } = args;
    this.takePort(name, port);
    refuseNlbTargets(name, args, this.refuse);
    const group = this.child(
      aws.lb.TargetGroup,
      name,
      nlbGroupArgs(this.#args.network.vpcId, args),
      { transform: transform.targetGroup },
    );
    this.#groups.set(name, group);
    const listener = this.child(
      aws.lb.Listener,
      name,
      {
        loadBalancerArn: this.arn,
        port,
        protocol,
        ...(args.certificate
          ? { certificateArn: args.certificate.arn, sslPolicy: strongTlsPolicy }
          : {}),
        defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
      },
      { transform: transform.listener },
    );
    this.open(port, protocol, args.allowedCidrs);
    return {
      targetGroupArn: group.arn,
      targetType,
      port: args.targetPort ?? port,
      protocols: throughOf(protocol),
      healthPort: healthPortOf(args.healthCheck),
      from: this,
      ready: [listener],
    };
  }

  /**
   * Passes connections to a load balancer for HTTP as they are, TLS and all, so that it is reached at fixed
   * addresses: `nlb.forward("pages", alb)`. The other one lets this one in, and sees clients' own addresses.
   *
   * @throws pulumi.RunError where the port is taken
   */
  forward(name: string, host: PrivateHost, transform: NlbTargetsArgs["transform"] = {}): void {
    const port = host.mainPort ?? (host.protocol === "HTTPS" ? 443 : 80);
    this.takePort(name, port);
    const group = this.child(
      aws.lb.TargetGroup,
      name,
      {
        vpcId: this.#args.network.vpcId,
        port,
        protocol: "TCP",
        targetType: "alb",
        // Any answer will do: what no rule takes is answered by 404.
        healthCheck: { enabled: true, protocol: host.protocol, path: "/", matcher: "200-499" },
      },
      { transform: transform.targetGroup },
    );
    this.#groups.set(name, group);
    const listener = this.child(
      aws.lb.Listener,
      name,
      {
        loadBalancerArn: this.arn,
        port,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
      },
      { transform: transform.listener },
    );
    this.open(port, "TCP");
    // The host is refused as a target while nothing listens there on the group's port.
    this.child(
      aws.lb.TargetGroupAttachment,
      name,
      {
        targetGroupArn: group.arn,
        targetId: pulumi.all([host.arn, host.listenerArn]).apply(([arn]) => arn),
        port,
      },
      { dependsOn: [listener] },
    );
    const from = { name: this.logicalName, securityGroupId: this.securityGroupId };
    connectAll(from, [{ statements: [], connection: { to: host, port } }], (...given) =>
      this.child(...given),
    );
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return networkBalancerAlarms(this.nodes.loadBalancer, this.#groups);
  }

  private open(port: number, protocol: NlbProtocol, own?: readonly string[]): void {
    const { internal, allowedCidrs = internal ? [] : [everyone] } = this.#args;
    const { child } = this;
    for (const each of throughOf(protocol)) {
      const opened = { port, protocol: each, description: `${protocol} ${port}` };
      letIn(this.securityGroupId, opened, own ?? allowedCidrs, child);
    }
  }

  /** It waits until everything that was replaced delete-first has let go of its address. */
  private async afterAllMoves(ready: readonly pulumi.Resource[] = []): Promise<pulumi.Resource[]> {
    const moves = this.#args.internal ? [] : await AddressPlaces.of(this.environment).all;
    return [...ready, ...moves];
  }

  private makeAddresses(): Readonly<Record<string, ElasticIp>> {
    const { addresses = {}, internal = false, network, transform } = this.#args;
    const listed = Object.keys(addresses).sort();
    const missing = network.zones.filter((zone) => !listed.includes(zone));
    if (internal ? listed.length > 0 : missing.length > 0) {
      throw this.refuse(
        "addresses",
        listed,
        internal ? "none where it is internal" : `one for each zone: ${network.zones.join(", ")}`,
        internal ? "remove them" : `add ${missing.join(", ")}, or internal: true`,
      );
    }
    const made = listed.map((zone) => [zone, this.makeAddress(zone, addresses[zone], transform)]);
    return Object.fromEntries(made) as Record<string, ElasticIp>;
  }

  private makeAddress(
    zone: string,
    args: Omit<ElasticIpArgs, "transform">,
    transform: NlbArgs["transform"],
  ): ElasticIp {
    const position = this.#args.network.zones.indexOf(zone);
    // Until release 0.1 addresses were named by position.
    const aliases = position < 0 ? [] : [{ name: `${this.logicalName}-address-${position}` }];
    return new ElasticIp(
      `${this.logicalName}-address-${zone}`,
      { ...args, transform: { eip: transform?.address } },
      { parent: this, aliases },
    );
  }

  private takePort(name: string, port: number): void {
    const other = this.#ports.get(port);
    if (other !== undefined) {
      throw this.refuse(
        `targets "${name}" port`,
        port,
        `a port that no other listener has; "${other}" has this one`,
        "choose another port",
      );
    }
    this.#ports.set(port, name);
  }
}
