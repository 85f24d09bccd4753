/** What a Valkey cache is made of. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Transforms } from "../../component";
import { VirtualNetwork } from "../../contracts";
import type { ValkeyUserArgs, ValkeyUserChildren } from "./valkey-users";

/** Bounds of a serverless cache, which is paid by what is stored and asked. */
export interface ServerlessLimits {
  /** Gigabytes that it holds at most; then keys are evicted. Default: no bound of its own. Limit: 1 to 5,000. */
  maximumDataGigabytes?: number;
  /** ElastiCache processing units a second at most; then requests are throttled. Default: no bound of its own. Limit: 1,000 to 15,000,000. */
  maximumProcessingUnits?: number;
}

export interface ValkeyArgs {
  /** The VPC; the cache stands in its isolated subnets. */
  network: VirtualNetwork;
  /** Who may use it, by names of your own. Default: one user `app`. */
  users?: Record<string, ValkeyUserArgs>;
  /** Class of each node. Default: `cache.t4g.micro`. Not with `serverless`. */
  nodeType?: string;
  /** Major and minor version of Valkey; patches come by themselves. Default: `8.1`. Not with `serverless`. */
  engineVersion?: string;
  /** Copies of each shard, in zones of their own, which take over when it fails. Default: 1 in production, else 0. Limit: 0 to 5. Not with `serverless`. */
  replicas?: number;
  /** Spreads the keys over so many shards (cluster mode), each with its replicas. Default: one, without cluster mode. Limit: 1 to 500. Not with `serverless`. */
  shards?: number;
  /** Port that it listens on. Default: 6379, or what `serverless` has. Cannot be changed later. Not with `serverless`. */
  port?: number;
  /** Engine parameters such as `maxmemory-policy`. Default: AWS's. Not with `serverless`. */
  parameters?: Record<string, string>;
  /** Grows and shrinks by itself instead of having nodes, from about $6 a month. `{}`: without bounds. Default: nodes. Cannot be changed later. */
  serverless?: ServerlessLimits;
  /** Days that the daily snapshots are kept; 0: none are made. Default: 7. Limit: 0 to 35. */
  snapshotRetentionLimit?: number;
  /** True to change nodes at once instead of in the maintenance window. Default: true outside production. Not with `serverless`. */
  applyImmediately?: boolean;
  /** True to let the cache go with its stack, keys and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      replicationGroup: aws.elasticache.ReplicationGroupArgs;
      serverlessCache: aws.elasticache.ServerlessCacheArgs;
      securityGroup: aws.ec2.SecurityGroupArgs;
      subnets: aws.elasticache.SubnetGroupArgs;
      parameters: aws.elasticache.ParameterGroupArgs;
      logGroup: aws.cloudwatch.LogGroupArgs;
    } & ValkeyUserChildren
  >;
}

/** What nodes have and a serverless cache has not. */
export const nodeArguments = [
  "nodeType",
  "engineVersion",
  "replicas",
  "shards",
  "port",
  "parameters",
  "applyImmediately",
] as const satisfies readonly (keyof ValkeyArgs)[];

/** Where a cache is reached. */
export interface CacheEndpoint {
  readonly arn: pulumi.Output<string>;
  readonly cacheName: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  /** Address for reads that may be a little old; serverless the same as `host`. */
  readonly readerHost: pulumi.Output<string>;
}
