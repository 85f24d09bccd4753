/** A cache in front of DynamoDB tables (DynamoDB Accelerator). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardingGroup } from "../../wiring/guarding-group";
import { accessTo } from "../../base/grants";
import { physicalIdentifier } from "../../base/physical-identifier";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { existing, main, Transforms } from "../../component";
import { AlarmDefinition, Alarmed, VirtualNetwork } from "../../contracts";
import { AccessibleTable } from "../database/accessible-table";
import { AccessibleDax, DAX_PORT, ExistingDax } from "./accessible-dax";

/** "CreateCluster", DAX API reference. */
const LONGEST_NAME = 20;
const MOST_NODES = 11;
/** DAX's own. */
const DEFAULT_TTL = 300;
const MILLISECONDS = 1_000;

export interface DaxArgs {
  /** The VPC; the nodes stand in its isolated subnets. */
  network: VirtualNetwork;
  /** The tables behind it: the cache may read and write these, and with it whoever may use the cache. */
  tables: readonly AccessibleTable[];
  /** Class of each node. Cannot be changed without emptying the cache. Default: `dax.t3.small`. */
  nodeType?: string;
  /** Nodes: one takes writes, all answer reads. Default: 3 in production, else 1. Limit: 1 to 11. */
  nodes?: number;
  /** Seconds that an item, or the answer to a query, is kept. Default: 300 each. Limit: 1 or more. */
  ttl?: { readonly items?: number; readonly queries?: number };
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    cluster: aws.dax.ClusterArgs;
    parameters: aws.dax.ParameterGroupArgs;
    subnets: aws.dax.SubnetGroupArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
  }>;
}

/**
 * A cache that speaks DynamoDB: the same calls by another client, answered in microseconds. What is written
 * through it is in the table and in the cache; what is written past it is seen when the item's time is over.
 * Encrypted where it lies and over TLS, in the VPC, for roles with a permission on it. Nothing is protected: it
 * holds copies. Choose `Valkey` for anything but items of a table, and neither where DynamoDB's few
 * milliseconds are enough.
 *
 * Creates: 1 cluster with a subnet group and a parameter group, 1 role with its policy, 1 security group. Costs
 * about $29 a month for a dax.t3.small node in us-east-1.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
 * const photos = new Table("photos", { hashKey: "userId", rangeKey: "photoId" });
 * const cache = new Dax("photo-cache", { network, tables: [photos] });
 * new LambdaFunction("show-photo", async () => cache.endpoint.get(), {
 *   vpc: { network },
 *   access: [cache.read()],
 * });
 */
export class Dax extends AccessibleDax implements Alarmed {
  /** Gives a cluster that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingDax);
  readonly arn: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly port = DAX_PORT;
  readonly securityGroupId: pulumi.Output<string>;
  readonly nodes: {
    readonly cluster: aws.dax.Cluster;
    readonly role: aws.iam.Role;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };

  /** @throws pulumi.RunError where the arguments contradict AWS's limits. */
  constructor(name: string, args: DaxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Dax", name, args, opts);
    this.#refuseLimits(args);
    const { network } = args;
    const securityGroup = guardingGroup(`Cache ${name}`, network, this.child);
    const { role, policy } = this.#makeRole(args.tables);
    const subnets = this.child(aws.dax.SubnetGroup, "subnets", {
      description: `Cache ${name}`,
      subnetIds: network.isolatedSubnetIds,
    });
    const cluster = this.child(
      aws.dax.Cluster,
      main,
      {
        clusterName: physicalIdentifier(name, LONGEST_NAME),
        nodeType: args.nodeType ?? "dax.t3.small",
        replicationFactor: args.nodes ?? (this.environment.production ? 3 : 1),
        iamRoleArn: role.arn,
        serverSideEncryption: { enabled: true },
        clusterEndpointEncryptionType: "TLS",
        parameterGroupName: this.#parameters(args).name,
        subnetGroupName: subnets.name,
        securityGroupIds: [securityGroup.id],
      },
      {
        // Another one, of another name and an alias, would be another cluster.
        ignoreChanges: ["clusterName"],
        // Of its own name: the one that is replaced has to go first.
        deleteBeforeReplace: true,
        dependsOn: [policy, ...this.environment.once("daxRole")],
      },
    );
    this.arn = cluster.arn;
    this.clusterName = cluster.clusterName;
    this.endpoint = pulumi.interpolate`daxs://${cluster.clusterAddress}`;
    this.securityGroupId = securityGroup.id;
    this.nodes = { cluster, role, securityGroup };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    const common = {
      namespace: "AWS/DAX",
      dimensions: { ClusterId: this.clusterName },
    };
    return [
      {
        ...common,
        name: "processor",
        description: "The nodes are busy: add nodes, or take a larger nodeType.",
        metricName: "CPUUtilization",
        statistic: "Average",
        threshold: 80,
        evaluationPeriods: 3,
      },
      {
        ...common,
        name: "throttled",
        description: "Requests were turned away by the nodes or the table behind them.",
        metricName: "ThrottledRequestCount",
        statistic: "Sum",
        threshold: 0,
      },
    ];
  }

  /**
   * A group that a cluster uses can't be changed, so another time is another group, which the cluster then
   * takes ("Managing DAX clusters", DynamoDB developer guide).
   */
  #parameters({ ttl = {} }: DaxArgs): aws.dax.ParameterGroup {
    const { items = DEFAULT_TTL, queries = DEFAULT_TTL } = ttl;
    return this.child(
      aws.dax.ParameterGroup,
      "parameters",
      {
        description: `Cache ${this.logicalName}`,
        parameters: [
          { name: "query-ttl-millis", value: String(queries * MILLISECONDS) },
          { name: "record-ttl-millis", value: String(items * MILLISECONDS) },
        ],
      },
      { replaceOnChanges: ["parameters"], ignoreChanges: ["description"] },
    );
  }

  /** "DAX access control", DynamoDB developer guide: DAX asks what keys a table has. */
  #makeRole(tables: readonly AccessibleTable[]) {
    const role = this.child(aws.iam.Role, "role", {
      assumeRolePolicy: assumedBy("dax.amazonaws.com"),
    });
    const { describe } = AccessibleTable.grants;
    const access = tables.flatMap((table) => [
      accessTo({ arn: table.arn }, describe),
      table.read(),
      table.write(),
    ]);
    const policy = this.child(aws.iam.RolePolicy, "policy", {
      role: role.name,
      policy: policyDocument(access.flatMap(({ statements }) => statements)),
    });
    return { role, policy };
  }

  #refuseLimits({ tables, nodes = 1, ttl = {} }: DaxArgs): void {
    if (tables.length === 0) {
      throw this.refuse("tables", tables.length, "one table or more", "name the tables behind it");
    }
    if (!(Number.isInteger(nodes) && nodes >= 1 && nodes <= MOST_NODES)) {
      const allowed = `a whole number from 1 to ${MOST_NODES}`;
      throw this.refuse("nodes", nodes, allowed, "correct the number");
    }
    for (const [kind, seconds] of Object.entries(ttl)) {
      if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 1)) {
        const allowed = "a whole number of seconds, 1 or more";
        throw this.refuse(`ttl.${kind}`, seconds, allowed, "leave it out for 300");
      }
    }
  }
}
