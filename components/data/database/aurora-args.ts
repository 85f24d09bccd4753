/** What an Aurora cluster is made of. */
import * as aws from "@pulumi/aws";
import { Transforms } from "../../component";
import { VirtualNetwork } from "../../contracts";
import type { ConnectionChildren } from "../../wiring/connections";
import type { DatabaseEngine } from "./database-engine";
import type { DatabasePartChildren } from "./database-parts";

/** Bounds of an instance that grows and shrinks with its load, in Aurora capacity units of about 2 GB. */
export interface AuroraCapacityArgs {
  /** Units that are always there. Default: 0.5. Limit: 0 to 256, in halves; 0 lets it pause. */
  minimum?: number;
  /** Units that it grows to. Default: 4. Limit: 1 to 256, in halves. */
  maximum?: number;
  /** Seconds without connections after which it pauses, with a minimum of 0. Default: 300. Limit: 300 to 86,400. */
  pauseAfterSeconds?: number;
}

export interface ReaderScalingArgs {
  /** Readers at most, those of `instances` included. Limit: 1 to 15. */
  maximum: number;
  /** Percent of processor time of all readers that is aimed at. Default: 60. */
  processor?: number;
}

export interface ProxyArgs {
  /** Seconds after which an idle connection of a client is closed. Default: 1,800. Limit: 1 to 28,800. */
  idleClientTimeout?: number;
  /** Percent of the database's connections that the proxy may hold. Default: 90. Limit: 1 to 100. */
  maxConnectionsPercent?: number;
}

export interface AuroraArgs {
  /** The VPC; the instances stand in its isolated subnets. */
  network: VirtualNetwork;
  /** Which engine, as Aurora has it. Cannot be changed later. */
  engine: DatabaseEngine;
  /** Major version, such as `17` or, for MySQL, `8.0`; minor ones come by themselves. Default: `17` for PostgreSQL, `8.0` for MySQL. */
  engineVersion?: string;
  /** Lets the next update go to another major version, which can't be undone. Default: false. */
  allowMajorVersionUpgrade?: boolean;
  /** Instances that grow and shrink (serverless v2). Default: 0.5 to 4 units. Not with `instanceClass`. */
  capacity?: AuroraCapacityArgs;
  /** Class of every instance, such as `db.r8g.large`. Default: serverless v2. */
  instanceClass?: string;
  /** The writer and its readers, one of which takes over when it fails. Default: 2 in production, else 1. Limit: 1 to 16. */
  instances?: number;
  /** Adds readers with their load. Default: none are added. */
  readerScaling?: ReaderScalingArgs;
  /** A pool of connections in front, for functions: they sign in by IAM, the proxy by the administrator's secret. Default: none. Not with a minimum of 0: its connections keep the cluster from pausing. */
  proxy?: ProxyArgs;
  /** Name of the database that is made in it. Default: `app`. Cannot be changed later. */
  databaseName?: string;
  /** Days that one can go back to, to the second. Default: 7 in production, else 1. Limit: 1 to 35. */
  backupRetentionPeriod?: number;
  /** Seconds that a MySQL cluster can be turned back in place, to be chosen when it is made. Default: 0. Limit: 259,200. */
  backtrackWindow?: number;
  /** Parameters of the cluster beside those that ask for TLS. Default: AWS's. */
  parameters?: Record<string, string>;
  /** True to change instances at once instead of in the maintenance window. Default: true outside production. */
  applyImmediately?: boolean;
  /** True to let the cluster go with its stack, without a last snapshot. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      cluster: aws.rds.ClusterArgs;
      instance: aws.rds.ClusterInstanceArgs;
      parameters: aws.rds.ClusterParameterGroupArgs;
      scalableTarget: aws.appautoscaling.TargetArgs;
      scalingPolicy: aws.appautoscaling.PolicyArgs;
      proxy: aws.rds.ProxyArgs;
      proxyPool: aws.rds.ProxyDefaultTargetGroupArgs;
      proxyTarget: aws.rds.ProxyTargetArgs;
      proxyRole: aws.iam.RoleArgs;
      proxyPolicy: aws.iam.RolePolicyArgs;
      proxySecurityGroup: aws.ec2.SecurityGroupArgs;
    } & DatabasePartChildren &
      ConnectionChildren
  >;
}
