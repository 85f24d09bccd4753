/** A Classic Load Balancer, for what stands behind one already. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../base/sorted";
import { Component, main, Transforms } from "../component";
import {
  AlarmDefinition,
  Alarmed,
  AliasTarget,
  Certificate,
  Connectable,
  LogBucket,
  VirtualNetwork,
} from "../contracts";
import { connectAll, ConnectionChildren } from "../wiring/connections";
import { strongClassicTlsPolicy } from "../../rules/classic-load-balancing";
import { acceptAccessLogs } from "./balancer/access-logs";
import { balancerSecurityGroup, everyone, letIn } from "./balancer/security-group";

export const classicProtocols = ["HTTP", "HTTPS", "TCP", "SSL"] as const;
export type ClassicProtocol = (typeof classicProtocols)[number];

/** Seconds that a server which leaves may finish its requests; AWS's own default is 300. */
const DEFAULT_DRAINING = 60;
const DEFAULT_IDLE_TIMEOUT = 60;
/** Minutes; AWS takes 5 or 60. */
const LOG_INTERVAL = 5;

export interface ClassicListenerArgs {
  /** Port that clients connect to. Each once. */
  port: number;
  /** `HTTPS` and `SSL` end TLS here and need a `certificate`. */
  protocol: ClassicProtocol;
  /** Port that servers listen on. */
  instancePort: number;
  /** How servers are spoken to. Default: `HTTP` behind `HTTP` and `HTTPS`, else `TCP`. */
  instanceProtocol?: ClassicProtocol;
  certificate?: Certificate;
}

/** How it finds out whether a server works, by the provider's names. */
export type ClassicHealthCheckArgs = Partial<aws.types.input.elb.LoadBalancerHealthCheck>;

export interface ClassicLoadBalancerArgs {
  /** The VPC. */
  network: VirtualNetwork;
  /** What it listens to, by names of your own. One or more. */
  listeners: Readonly<Record<string, ClassicListenerArgs>>;
  /** Default: a TCP connection to the first listener's `instancePort` every 30 seconds, healthy after two and unhealthy after two. `target`: such as `HTTP:8080/health`. */
  healthCheck?: ClassicHealthCheckArgs;
  /** True for one without public addresses. Default: false. AWS makes another load balancer where it changes. */
  internal?: boolean;
  /** Networks whose requests are let in. Default: everyone; nobody where it is `internal`. */
  allowedCidrs?: readonly string[];
  /** Seconds that a server which leaves may finish its requests. Default: 60. Limit: 1 to 3,600. */
  connectionDrainingTimeout?: number;
  /** Seconds after which a silent connection is closed. Default: 60. Limit: 1 to 4,000. */
  idleTimeout?: number;
  /** Bucket for access logs, with `purpose: "logs"`. Default: none. */
  logs?: LogBucket;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      loadBalancer: aws.elb.LoadBalancerArgs;
      securityGroup: aws.ec2.SecurityGroupArgs;
      ingress: aws.vpc.SecurityGroupIngressRuleArgs;
      tlsPolicy: aws.elb.LoadBalancerPolicyArgs;
      listenerPolicy: aws.elb.ListenerPolicyArgs;
      attachment: aws.elb.AttachmentArgs;
      fleetAttachment: aws.autoscaling.AttachmentArgs;
    } & ConnectionChildren
  >;
}

/** One server, or a fleet of them. */
export type ClassicMember = Connectable & { readonly logicalName: string } & (
    { readonly instanceId: pulumi.Output<string> } | { readonly groupName: pulumi.Output<string> }
  );

/**
 * A Classic Load Balancer, the first generation of 2009: for a stack that has one and moves here as it is. For anything
 * new take an `Alb` or `Nlb`; docs/web.md says how to leave this one. It speaks HTTP/1.1 and TCP, to servers
 * alone: no rules, functions, containers with addresses of their own, HTTP/2, WebSocket over HTTP, WAF or TLS 1.3.
 *
 * Creates: 1 load balancer in the VPC's public subnets (`internal: true`: in the private ones), 1 security group, open
 * on the listeners' ports and nothing else; for TLS a policy that speaks 1.2 alone and one a listener; per `serve()` an
 * attachment and the rules of the way to the server. Costs in us-east-1 $18.25 a month when idle ($0.025 an hour), and $0.008 for a GB.
 *
 * @example
 * const web = new ClassicLoadBalancer("legacy", {
 *   network,
 *   listeners: { http: { port: 80, protocol: "HTTP", instancePort: 8080 } },
 *   internal: true,
 * });
 * const servers = new Fleet("servers", { network, port: 8080 });
 * web.serve(servers);
 */
export class ClassicLoadBalancer extends Component implements AliasTarget, Alarmed {
  readonly arn: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly aliasName: pulumi.Output<string>;
  readonly aliasZoneId: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  /** Physical name, by which Auto Scaling and ECS know it. */
  readonly balancerName: pulumi.Output<string>;
  readonly nodes: {
    readonly loadBalancer: aws.elb.LoadBalancer;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };
  readonly #listeners: readonly (readonly [name: string, args: ClassicListenerArgs])[];
  readonly #checkedPort: number;

  /** @throws pulumi.RunError where the arguments contradict each other or AWS's limits. */
  constructor(name: string, args: ClassicLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:ClassicLoadBalancer", name, args, opts);
    const { network, internal = false, logs } = args;
    this.#listeners = sorted(args.listeners);
    this.#refuseListeners();
    const target = args.healthCheck?.target ?? `TCP:${this.#listeners[0][1].instancePort}`;
    this.#checkedPort = this.#portOfTarget(target);
    const securityGroup = balancerSecurityGroup(name, network.vpcId, this.child);
    if (logs) {
      acceptAccessLogs("classic", name, logs, this.environment, this.refuse);
    }
    const loadBalancer = this.child(
      aws.elb.LoadBalancer,
      main,
      {
        internal,
        subnets: internal ? network.privateSubnetIds : network.publicSubnetIds,
        securityGroups: [securityGroup.id],
        listeners: this.#listeners.map(([, listener]) => ({
          lbPort: listener.port,
          lbProtocol: listener.protocol,
          instancePort: listener.instancePort,
          instanceProtocol: listener.instanceProtocol ?? insideOf(listener.protocol),
          ...(listener.certificate ? { sslCertificateId: listener.certificate.arn } : {}),
        })),
        healthCheck: {
          healthyThreshold: 2,
          unhealthyThreshold: 2,
          interval: 30,
          timeout: 5,
          ...args.healthCheck,
          target,
        },
        crossZoneLoadBalancing: true,
        connectionDraining: true,
        connectionDrainingTimeout: args.connectionDrainingTimeout ?? DEFAULT_DRAINING,
        idleTimeout: args.idleTimeout ?? DEFAULT_IDLE_TIMEOUT,
        // Requests that could be read in two ways are closed (Security Hub, ELB.14).
        desyncMitigationMode: "defensive",
        // The provider switches logs off where the block is left out.
        ...(logs
          ? { accessLogs: { bucket: logs.name, bucketPrefix: name, interval: LOG_INTERVAL } }
          : {}),
      },
      { dependsOn: [...(logs?.ready ?? [])] },
    );
    this.#open(args, securityGroup);
    this.#speakTls(loadBalancer);
    this.arn = loadBalancer.arn;
    this.dnsName = loadBalancer.dnsName;
    this.aliasName = loadBalancer.dnsName;
    this.aliasZoneId = loadBalancer.zoneId;
    this.securityGroupId = securityGroup.id;
    this.balancerName = loadBalancer.name;
    this.nodes = { loadBalancer, securityGroup };
  }

  /**
   * Sends requests to a server or a fleet, and opens the way there: to the listeners' ports of it, and the checked one.
   * A fleet that stands behind an `Alb` too is moved by its DNS name alone.
   *
   * @throws pulumi.RunError where two members have one name
   */
  serve(member: ClassicMember): void {
    const from = { name: this.logicalName, securityGroupId: this.securityGroupId };
    const ports = new Set(this.#listeners.map(([, { instancePort }]) => instancePort));
    const reached = [...ports.add(this.#checkedPort)].map((port) => ({
      statements: [],
      connection: { to: member, port },
    }));
    connectAll(from, reached, this.child);
    if ("groupName" in member) {
      this.child(
        aws.autoscaling.Attachment,
        member.logicalName,
        { autoscalingGroupName: member.groupName, elb: this.balancerName },
        { key: "fleetAttachment" },
      );
      return;
    }
    this.child(
      aws.elb.Attachment,
      member.logicalName,
      { elb: this.balancerName, instance: member.instanceId },
      { key: "attachment" },
    );
  }

  /** Errors of the load balancer and of what stands behind it, and servers that do not work. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const common = {
      namespace: "AWS/ELB",
      dimensions: { LoadBalancerName: this.balancerName },
    };
    return [
      {
        ...common,
        name: "balancer-errors",
        description:
          "The load balancer itself answered 5xx more than 10 times in 5 minutes: no healthy server, or servers that do not answer in time.",
        metricName: "HTTPCode_ELB_5XX",
        statistic: "Sum",
        threshold: 10,
      },
      {
        ...common,
        name: "unhealthy",
        description:
          "A server has failed its health checks for 5 minutes: look at what it answers to them.",
        metricName: "UnHealthyHostCount",
        statistic: "Maximum",
        threshold: 0,
        period: 60,
        evaluationPeriods: 5,
      },
    ];
  }

  #open(
    { internal, allowedCidrs = internal ? [] : [everyone] }: ClassicLoadBalancerArgs,
    securityGroup: aws.ec2.SecurityGroup,
  ): void {
    for (const [, { port, protocol }] of this.#listeners) {
      const opened = { port, protocol: "tcp" as const, description: `${protocol} ${port}` };
      letIn(securityGroup.id, opened, allowedCidrs, this.child);
    }
  }

  /** Without a policy of ours a TLS listener speaks 1.0, too (`ELBSecurityPolicy-2016-08`). */
  #speakTls(loadBalancer: aws.elb.LoadBalancer): void {
    const encrypted = this.#listeners.filter(([, { certificate }]) => certificate);
    if (encrypted.length === 0) return;
    const policy = this.child(
      aws.elb.LoadBalancerPolicy,
      "tls",
      {
        loadBalancerName: loadBalancer.name,
        policyName: "tls",
        policyTypeName: "SSLNegotiationPolicyType",
        policyAttributes: [{ name: "Reference-Security-Policy", value: strongClassicTlsPolicy }],
      },
      { key: "tlsPolicy" },
    );
    for (const [name, { port, certificate, ...rest }] of encrypted) {
      this.child(
        aws.elb.ListenerPolicy,
        name,
        {
          loadBalancerName: loadBalancer.name,
          loadBalancerPort: port,
          policyNames: [policy.policyName],
          // A listener that changes is made anew by the provider, and has lost its policy then.
          triggers: {
            certificate: certificate?.arn ?? "",
            listener: JSON.stringify([rest.protocol, rest.instanceProtocol, rest.instancePort]),
          },
        },
        { key: "listenerPolicy" },
      );
    }
  }

  #refuseListeners(): void {
    if (this.#listeners.length === 0) {
      throw this.refuse("listeners", {}, "one listener or more", "name what it listens to");
    }
  }

  #portOfTarget(target: pulumi.Input<string>): number {
    const port = typeof target === "string" ? /^\w+:(\d+)/.exec(target)?.[1] : undefined;
    if (port === undefined) {
      const allowed = "a text with a port, such as TCP:8080 or HTTP:8080/health";
      throw this.refuse("healthCheck.target", String(target), allowed, "write it as a text");
    }
    return Number(port);
  }
}

/** What servers are spoken to by, where nothing is said. */
function insideOf(protocol: ClassicProtocol): ClassicProtocol {
  return protocol === "HTTP" || protocol === "HTTPS" ? "HTTP" : "TCP";
}
