/** A Memcached cache (Amazon ElastiCache). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardingGroup } from "../../wiring/guarding-group";
import { Component, existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed, Connectable, VirtualNetwork } from "../../contracts";

const PORT = 11211;

export abstract class AccessibleMemcached extends Component implements Connectable {
  /** Where a client learns of all nodes, without port. */
  abstract readonly host: pulumi.Output<string>;
  abstract readonly port: number;
  abstract readonly securityGroupId: pulumi.Output<string>;

  get connectionName(): string {
    return this.logicalName;
  }

  /** Connects. Memcached knows no users: who reaches it may do everything. */
  connect(): Access {
    return { statements: [], connection: { to: this, port: this.port } };
  }
}

export interface ExistingMemcachedArgs {
  /** Its configuration endpoint, without port. */
  host: pulumi.Input<string>;
  /** Port that it listens on. Default: 11211. */
  port?: number;
  /** The security group in front of it. */
  securityGroupId: pulumi.Input<string>;
}

/**
 * A cache that others made. Made by `Memcached.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const pages = Memcached.existing("pages", {
 *   host: "pages.abc123.cfg.euw1.cache.amazonaws.com",
 *   securityGroupId: "sg-0123456789abcdef0",
 * });
 */
export class ExistingMemcached extends AccessibleMemcached {
  readonly host: pulumi.Output<string>;
  readonly port: number;
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: ExistingMemcachedArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingMemcached", name, args, opts);
    this.host = pulumi.output(args.host);
    this.port = args.port ?? PORT;
    this.securityGroupId = pulumi.output(args.securityGroupId);
  }
}

export interface MemcachedArgs {
  /** The VPC; the nodes stand in its isolated subnets. */
  network: VirtualNetwork;
  /** Class of each node. Default: `cache.t4g.micro`. */
  nodeType?: string;
  /** Nodes, over which clients spread the keys; over the zones from two on. Default: 2 in production, else 1. Limit: 1 to 60. */
  numCacheNodes?: number;
  /** Version of Memcached, 1.6.12 or newer, which know TLS. Default: `1.6.22`. */
  engineVersion?: string;
  /** True to change nodes at once instead of in the maintenance window. Default: true outside production. */
  applyImmediately?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    cluster: aws.elasticache.ClusterArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    subnets: aws.elasticache.SubnetGroupArgs;
  }>;
}

/**
 * A cache that may forget everything at any time: no snapshots, no replicas, no users, so nothing is
 * protected. Reached over TLS inside the VPC by those who have `connect()`. For new programs `Valkey`
 * does all of this and more; take it where a client speaks Memcached only.
 *
 * Creates: 1 cluster, 1 subnet group, 1 security group. Costs about $12 a month for a cache.t4g.micro
 * node in eu-west-1.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
 * const pages = new Memcached("pages", { network, numCacheNodes: 2 });
 * new LambdaFunction("render", async () => pages.host.get(), {
 *   vpc: { network },
 *   access: [pages.connect()],
 * });
 */
export class Memcached extends AccessibleMemcached implements Alarmed {
  /** Gives a cache that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingMemcached);
  readonly arn: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port = PORT;
  readonly securityGroupId: pulumi.Output<string>;
  readonly nodes: {
    readonly cluster: aws.elasticache.Cluster;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };

  constructor(name: string, args: MemcachedArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Memcached", name, args, opts);
    const { production } = this.environment;
    const count = args.numCacheNodes ?? (production ? 2 : 1);
    const securityGroup = guardingGroup(`Cache ${name}`, args.network, this.child);
    const cluster = this.child(
      aws.elasticache.Cluster,
      main,
      {
        engine: "memcached",
        engineVersion: args.engineVersion ?? "1.6.22",
        nodeType: args.nodeType ?? "cache.t4g.micro",
        numCacheNodes: count,
        azMode: count > 1 ? "cross-az" : "single-az",
        port: PORT,
        transitEncryptionEnabled: true,
        subnetGroupName: this.child(aws.elasticache.SubnetGroup, "subnets", {
          description: `Cache ${name}`,
          subnetIds: args.network.isolatedSubnetIds,
        }).name,
        securityGroupIds: [securityGroup.id],
        applyImmediately: args.applyImmediately ?? !production,
      },
      { dependsOn: [...this.environment.once("elastiCacheRole")] },
    );
    this.arn = cluster.arn;
    this.host = cluster.clusterAddress;
    this.securityGroupId = securityGroup.id;
    this.nodes = { cluster, securityGroup };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return [
      {
        name: "evictions",
        description: "Keys are evicted before their time: take a larger nodeType or more nodes.",
        namespace: "AWS/ElastiCache",
        metricName: "Evictions",
        dimensions: { CacheClusterId: this.nodes.cluster.clusterId },
        statistic: "Sum",
        threshold: 1000,
      },
    ];
  }
}
