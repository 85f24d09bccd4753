/** A load balancer for HTTP. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sentAfter } from "../base/origin-header";
import { Component, main, Transforms } from "../component";
import {
  Access,
  AlarmDefinition,
  Alarmed,
  AliasTarget,
  Certificate,
  Invocable,
  LogBucket,
  OriginHeader,
  PrivateHost,
  Target,
  VirtualNetwork,
  WebAcl,
} from "../contracts";
import { balancerAlarms } from "./balancer/alarms";
import { acceptAccessLogs } from "./balancer/access-logs";
import { RequiredHeader } from "./balancer/conditions";
import { functionChildren } from "./balancer/function-target";
import { Rules } from "./balancer/rules";
import {
  HTTP,
  HTTPS,
  makeListeners,
  makeTestListener,
  TestListenerArgs,
  testPort,
} from "./balancer/listeners";
import { balancerSecurityGroup, everyone, letIn } from "./balancer/security-group";
import { FunctionRouteArgs, GroupArgs, RuleArgs, TargetsArgs } from "./balancer/target-groups";
import { TargetPlaces } from "./balancer/target-places";

/** AWS's own default; a request that waits longer for its answer is ended. */
const DEFAULT_IDLE_SECONDS = 60;

export interface AlbArgs {
  /** The VPC. */
  network: VirtualNetwork;
  /** For HTTPS on port 443; port 80 then redirects. Default: none, and plain HTTP on port 80, for an `internal` one alone. */
  certificate?: Certificate;
  /** Certificates of other names, by names of your own. Default: none. */
  moreCertificates?: Readonly<Record<string, Certificate>>;
  /** True for one without public addresses, which the VPC alone reaches, a CDN by its VPC origin. Default: false. Cannot be changed later. */
  internal?: boolean;
  /** Networks whose requests are let in, such as `["192.0.2.0/24"]`. Default: everyone; nobody where it is `internal`, but for what connects to it. */
  allowedCidrs?: readonly string[];
  /** A header that every request must have, else the answer is 404. The CDN adds that of an `OriginSecret` by itself. Default: none. */
  requiredHeader?: RequiredHeader | OriginHeader;
  /** Filters requests. Default: none. */
  webAcl?: WebAcl;
  /** A second listener for `targets()` with an `alternate`, where a new version is tried before it gets the visitors. Default: none. */
  testListener?: TestListenerArgs;
  /** Bucket for access logs, encrypted by S3's own key. Default: no access logs. */
  logs?: LogBucket;
  /** Seconds without data after which a connection ends. Default: 60. Limit: 1 to 4,000. */
  idleTimeout?: number;
  /** True to refuse deletion, by Pulumi, which names it, and by AWS. Default: where the environment is for production. */
  deletionProtection?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    loadBalancer: aws.lb.LoadBalancerArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    ingress: aws.vpc.SecurityGroupIngressRuleArgs;
    listener: aws.lb.ListenerArgs;
    redirect: aws.lb.ListenerArgs;
    test: aws.lb.ListenerArgs;
    certificate: aws.lb.ListenerCertificateArgs;
    webAcl: aws.wafv2.WebAclAssociationArgs;
  }>;
}

/**
 * An Application Load Balancer: HTTPS with TLS 1.2 and 1.3, a redirect from HTTP, 404 for what no rule
 * takes, requests with malformed headers refused. Its security group is open on the listeners' ports and
 * nothing else; what stands behind it lets its requests in.
 *
 * Creates: the load balancer, its security group with 1 rule a port and network, a listener for HTTP and, with a
 * certificate, one for HTTPS; per `targets()` a group and a rule. Costs $18.40 a month when idle in eu-west-1
 * ($0.0252 an hour), and $0.008 an hour for each unit of load.
 *
 * @example
 * const alb = new Alb("public", { network, certificate: dns.certificate });
 * const pages = alb.targets("pages", { port: 8080 });
 * alb.route("photos", listPhotos, { when: { paths: ["/photos"] }, priority: 10 });
 */
export class Alb extends Component implements PrivateHost, AliasTarget, Alarmed {
  readonly connectionName: string;
  readonly mainPort: number;
  readonly protocol: "HTTP" | "HTTPS";
  readonly arn: pulumi.Output<string>;
  /** The listener that takes the requests. */
  readonly listenerArn: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly aliasName: pulumi.Output<string>;
  readonly aliasZoneId: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly nodes: {
    readonly loadBalancer: aws.lb.LoadBalancer;
    readonly listener: aws.lb.Listener;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };
  readonly #args: AlbArgs;
  readonly #rules: Rules;
  readonly #places: TargetPlaces;

  constructor(name: string, args: AlbArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:Alb", name, args, opts);
    this.#args = args;
    this.refusePlainText();
    this.connectionName = name;
    this.protocol = args.certificate ? "HTTPS" : "HTTP";
    this.mainPort = args.certificate ? HTTPS : HTTP;
    const securityGroup = this.makeSecurityGroup();
    const loadBalancer = this.makeLoadBalancer(securityGroup);
    const { certificate, moreCertificates, testListener } = args;
    const { child } = this;
    const choice = { loadBalancerArn: loadBalancer.arn, certificate, moreCertificates };
    const listener = makeListeners(choice, child);
    const forTests =
      testListener && makeTestListener(choice, testPort(testListener, !!certificate), child);
    this.#rules = new Rules(
      {
        listenerArn: listener.arn,
        testListenerArn: forTests?.arn,
        requiredHeader: args.requiredHeader,
      },
      child,
      this.refuse,
    );
    this.#places = new TargetPlaces(
      { vpcId: args.network.vpcId, arnSuffix: loadBalancer.arnSuffix, from: this },
      this.#rules,
      child,
      this.refuse,
    );
    if (args.webAcl) {
      this.child(aws.wafv2.WebAclAssociation, "web-acl", {
        resourceArn: loadBalancer.arn,
        webAclArn: args.webAcl.arn,
      });
    }
    this.arn = loadBalancer.arn;
    this.listenerArn = listener.arn;
    this.dnsName = loadBalancer.dnsName;
    this.aliasName = loadBalancer.dnsName;
    this.aliasZoneId = loadBalancer.zoneId;
    this.securityGroupId = securityGroup.id;
    this.nodes = { loadBalancer, listener, securityGroup };
  }

  /** What a CDN before it adds to every request, once every rule knows it. */
  get originHeader(): OriginHeader | undefined {
    const { requiredHeader, webAcl } = this.#args;
    if (requiredHeader && "value" in requiredHeader)
      return sentAfter(requiredHeader, this.#rules.made);
    return webAcl?.originHeader;
  }

  /** Sends requests through the VPC. */
  connect(): Access {
    return { statements: [], connection: { to: this, port: this.mainPort } };
  }

  /**
   * A place for a service or fleet: `alb.targets("admin", { port: 8080, when: { paths: ["/admin/*"] }, priority: 10 })`.
   *
   * @throws pulumi.RunError where `when` has no priority, or one that is taken
   */
  targets(name: string, args: TargetsArgs): Target {
    return this.#places.targets(name, args);
  }

  /**
   * Several places that share the same requests by weight, which may be changed at any time:
   * `alb.split("pages", { now: { port: 8080, weight: 90 }, next: { port: 8080, weight: 10 } })`.
   *
   * @throws pulumi.RunError where a weight is not 0 to 999, or all are 0
   */
  split<Name extends string>(
    name: string,
    groups: Readonly<Record<Name, GroupArgs & { weight: number }>>,
    args: RuleArgs & Pick<TargetsArgs, "transform"> = {},
  ): Readonly<Record<Name, Target>> {
    return this.#places.split(name, groups, args);
  }

  /**
   * Sends requests to a function. Request and answer have 1 MB each at most.
   *
   * @throws pulumi.RunError where the function may outlive `idleTimeout`
   */
  route(name: string, target: Invocable, args: FunctionRouteArgs = {}): void {
    const idle = this.#args.idleTimeout ?? DEFAULT_IDLE_SECONDS;
    if (target.timeoutSeconds !== undefined && target.timeoutSeconds > idle) {
      throw this.refuse(
        `route "${name}" to function "${target.logicalName}" with timeout`,
        target.timeoutSeconds,
        `at most ${idle} seconds, the load balancer's idleTimeout`,
        "shorten the function's timeout, or lengthen idleTimeout",
      );
    }
    const { group, attachment } = functionChildren(name, target, args, (...given) =>
      this.child(...given),
    );
    const { transform } = args;
    this.#rules.make(name, args, [[group, 100]], { transform, dependsOn: [attachment] });
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return balancerAlarms(this.nodes.loadBalancer, this.#places.groups);
  }

  private makeSecurityGroup(): aws.ec2.SecurityGroup {
    const { network, internal = false, allowedCidrs = internal ? [] : [everyone] } = this.#args;
    const { child } = this;
    const group = balancerSecurityGroup(this.logicalName, network.vpcId, child);
    const ports = this.protocol === "HTTPS" ? [HTTP, HTTPS] : [HTTP];
    for (const port of ports) {
      const description = port === HTTPS ? "HTTPS" : "HTTP";
      letIn(group.id, { port, protocol: "tcp", description }, allowedCidrs, child);
    }
    const { testListener } = this.#args;
    if (testListener) {
      const port = testPort(testListener, this.protocol === "HTTPS");
      const opened = { port, protocol: "tcp", description: "Tests" } as const;
      letIn(group.id, opened, testListener.allowedCidrs ?? [], child);
    }
    return group;
  }

  private makeLoadBalancer(securityGroup: aws.ec2.SecurityGroup): aws.lb.LoadBalancer {
    const { network, internal = false, logs, idleTimeout = DEFAULT_IDLE_SECONDS } = this.#args;
    const guarded = this.#args.deletionProtection ?? this.environment.production;
    if (logs) {
      acceptAccessLogs("application", this.logicalName, logs, this.environment, this.refuse);
    }
    return this.child(
      aws.lb.LoadBalancer,
      main,
      {
        loadBalancerType: "application",
        internal,
        securityGroups: [securityGroup.id],
        subnets: internal ? network.privateSubnetIds : network.publicSubnetIds,
        idleTimeout,
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        enableDeletionProtection: guarded,
        accessLogs: {
          enabled: logs !== undefined,
          bucket: logs?.name ?? "",
          prefix: logs && this.logicalName,
        },
      },
      { protect: guarded, dependsOn: [...(logs?.ready ?? [])] },
    );
  }

  private refusePlainText(): void {
    const { certificate, internal, moreCertificates } = this.#args;
    if (!certificate && (!internal || moreCertificates)) {
      throw this.refuse(
        "certificate",
        undefined,
        "a certificate, or internal: true for a load balancer that speaks plain HTTP within the VPC",
        "pass the DNS layer's certificate, or put it behind a CDN with internal: true",
      );
    }
  }
}
