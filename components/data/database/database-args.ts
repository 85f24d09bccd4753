/** What a database on RDS is made of. */
import * as aws from "@pulumi/aws";
import { KeptPasswordChildren } from "../../base/kept-password";
import { Transforms } from "../../component";
import { VirtualNetwork } from "../../contracts";
import type { DatabaseEngine } from "./database-engine";
import type { DatabasePartChildren } from "./database-parts";

export interface ReadReplicaArgs {
  /** Class of the replica. Default: that of the database. */
  instanceClass?: string;
}

export interface DatabaseArgs {
  /** The VPC; the database stands in its isolated subnets. */
  network: VirtualNetwork;
  /** Which engine. Cannot be changed later. */
  engine: DatabaseEngine;
  /** Major version, such as `17` or `8.4`; minor ones come by themselves. Default: `17` for PostgreSQL, `8.4` for MySQL. */
  engineVersion?: string;
  /** Lets the next update go to another major version, which can't be undone. Default: false. */
  allowMajorVersionUpgrade?: boolean;
  /** Class of the instance. Default: `db.t4g.micro`; for MySQL `db.t4g.medium`, the smallest with insights. */
  instanceClass?: string;
  /** Name of the database that is made in it. Default: `app`. Cannot be changed later. */
  databaseName?: string;
  /** Gigabytes to begin with. Default: 20. Limit: 20 to 65,536; it only grows. */
  allocatedStorage?: number;
  /** Gigabytes that it may grow to by itself; what it has grown by is left alone. Default: 100. */
  maxAllocatedStorage?: number;
  /** Kind of disk. Default: `gp3`. */
  storageType?: "gp3" | "io2";
  /** Operations a second, for `io2`, or `gp3` of 400 GB and more. Default: what the disk has by itself. */
  iops?: number;
  /** Megabytes a second, for `gp3` of 400 GB and more. Default: what the disk has by itself. */
  storageThroughput?: number;
  /** True for a copy in another zone that takes over. Default: in production. */
  multiAz?: boolean;
  /**
   * Copies for reading, by names of your own. RDS makes none of a database whose password it manages
   * itself, so that one is kept in a secret of ours, and has to be rotated. Default: none. Limit: 15.
   */
  replicas?: Record<string, ReadReplicaArgs>;
  /**
   * True to change version, class and parameters on a copy first, which then takes over within a minute.
   * Like replicas it needs a password of ours, and not with them. Default: false.
   */
  blueGreenUpdates?: boolean;
  /** Days that one can go back to, to the second. Default: 7 in production, else 1. Limit: 1 to 35. */
  backupRetentionPeriod?: number;
  /** Engine parameters beside those that ask for TLS. Default: AWS's. */
  parameters?: Record<string, string>;
  /** True to change the instance at once instead of in the maintenance window. Default: true outside production. */
  applyImmediately?: boolean;
  /** True to let the database go with its stack, without a last snapshot. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      instance: aws.rds.InstanceArgs;
      replica: aws.rds.InstanceArgs;
      parameters: aws.rds.ParameterGroupArgs;
    } & KeptPasswordChildren &
      DatabasePartChildren
  >;
}
