/** A cluster of servers for Spark, Hive and Trino, as long as people work with it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main } from "../../component";
import { AlarmDefinition, Alarmed, PolicyStatement, WorkflowTask } from "../../contracts";
import { runClusterStep } from "../../wiring/workflow-jobs";
import { clusterAlarms, tellClusterFailures } from "./cluster-alarms";
import type { ClusterStepArgs, EmrClusterArgs } from "./cluster-args";
import { makeNodeRole, makeServiceRole } from "./cluster-roles";
import { makeGroups, managed, securityConfiguration } from "./cluster-security";

const DEFAULT_MIN = 1;
const DEFAULT_IDLE_MINUTES = 60;
/** The default of `max`. */
const mostOf = (min: number) => Math.max(4, min);
const DEFAULT_RELEASE = "emr-7.13.0";
const DEFAULT_TYPES = ["m7g.xlarge", "m6g.xlarge"];
const MOST_TYPES = 30;
const SECONDS = 60;
/** Minutes that EMR waits for Spot before it takes servers at the full price. */
const SPOT_MINUTES = 10;

/**
 * A cluster of Amazon EMR in instance fleets. It ends by itself after an hour without work; the next
 * `pulumi up --refresh` makes another. Choose `Emr` (serverless) for jobs: it starts with one and stops after it.
 * A cluster is for what serverless lacks: Trino, HBase, notebooks, steps one after another on warm servers.
 *
 * Encrypted where data lies and between nodes, metadata by tokens alone, no SSH, logs in a bucket. What EMR
 * refuses once a cluster stands makes another one, before the old one ends.
 *
 * Creates: 1 cluster with its scaling, with `spot` 1 fleet more, 1 security configuration, 2 roles with their
 * policies, 1 instance profile, 3 security groups with their rules; with keys managed by AWS 1 key for disks ($1 a month);
 * with `failures` 1 event rule.
 * Costs in us-east-1 about $0.20 an hour for each m7g.xlarge with EMR's share, from the first: at least two.
 *
 * @example
 * const logs = new Bucket("emr-logs", { purpose: "logs" });
 * const keys = new Bucket("certificates");
 * const network = new Network("network", {
 *   zones: ["eu-west-1a", "eu-west-1b"],
 *   egress: { mode: "single" },
 * });
 * const lab = new EmrCluster("lab", {
 *   network,
 *   logs,
 *   certificates: {
 *     location: pulumi.interpolate`s3://${keys.name}/emr.zip`,
 *     access: keys.read("emr.zip"),
 *   },
 * });
 * const counting = lab.step({ command: ["spark-submit", "s3://scripts/count.py"] });
 */
export class EmrCluster extends Component implements Alarmed {
  readonly clusterId: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  /** The role that nodes, and what runs on them, have. */
  readonly roleArn: pulumi.Output<string>;
  readonly nodes: {
    readonly cluster: aws.emr.Cluster;
    readonly role: aws.iam.Role;
    readonly scaling: aws.emr.ManagedScalingPolicy;
    readonly failures?: aws.cloudwatch.EventRule;
  };
  readonly #idleMinutes: number;

  /** @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits. */
  constructor(name: string, args: EmrClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:EmrCluster", name, args, opts);
    this.#refuseLimits(args);
    const { child, environment } = this;
    const { network, logs, certificates, min = DEFAULT_MIN, spot = false } = args;
    const { max = mostOf(min), idleMinutes = DEFAULT_IDLE_MINUTES } = args;
    const access = [...(args.access ?? []), certificates.access, { statements: this.#logs(args) }];
    const keyArn = environment.keyArn("data") ?? this.#ownKey();
    const groups = makeGroups({ name, network, access }, child);
    const nodes = makeNodeRole(
      access.flatMap(({ statements }) => statements),
      keyArn,
      child,
    );
    const places = {
      environment,
      partition: aws.getPartitionOutput({}, { parent: this }).partition,
      subnetIds: network.privateSubnetIds,
      groupIds: [groups.master.id, groups.core.id, groups.service.id],
      keyArn,
    };
    const service = makeServiceRole(places, nodes.role, child);
    const security = this.child(aws.emr.SecurityConfiguration, "security", {
      configuration: securityConfiguration(keyArn, certificates.location),
    });
    const instanceTypeConfigs = (args.instanceTypes ?? DEFAULT_TYPES).map((instanceType) => ({
      instanceType,
      weightedCapacity: 1,
    }));
    const onDemand = { onDemandSpecifications: [{ allocationStrategy: "lowest-price" }] };
    const cluster = this.child(
      aws.emr.Cluster,
      main,
      {
        releaseLabel: args.release ?? DEFAULT_RELEASE,
        applications: [...(args.applications ?? ["Spark"])],
        serviceRole: service.role.arn,
        securityConfiguration: security.name,
        logUri: pulumi.interpolate`s3://${logs.name}/${name}/`,
        logEncryptionKmsKeyId: logs.keyArn,
        keepJobFlowAliveWhenNoSteps: true,
        autoTerminationPolicy: {
          idleTimeout: idleMinutes * SECONDS,
        },
        terminationProtection: false,
        scaleDownBehavior: "TERMINATE_AT_TASK_COMPLETION",
        unhealthyNodeReplacement: true,
        ec2Attributes: {
          instanceProfile: nodes.profile.arn,
          subnetIds: network.privateSubnetIds,
          emrManagedMasterSecurityGroup: groups.master.id,
          emrManagedSlaveSecurityGroup: groups.core.id,
          serviceAccessSecurityGroup: groups.service.id,
        },
        masterInstanceFleet: {
          targetOnDemandCapacity: 1,
          instanceTypeConfigs,
          launchSpecifications: onDemand,
        },
        coreInstanceFleet: {
          targetOnDemandCapacity: min,
          instanceTypeConfigs,
          launchSpecifications: onDemand,
        },
        // EMR hands them on to nodes and disks, and its role knows them by it.
        tags: managed,
      },
      {
        // EMR's scaling changes the number, which another one would mean another cluster.
        ignoreChanges: ["coreInstanceFleet.targetOnDemandCapacity"],
        dependsOn: [
          ...groups.ready,
          ...logs.ready,
          nodes.policy,
          service.policy,
          ...environment.once("emrRole"),
          ...environment.once("emrPublicAccess"),
          ...(spot ? environment.once("spotRole") : []),
        ],
      },
    );
    if (spot) {
      this.child(
        aws.emr.InstanceFleet,
        "tasks",
        {
          clusterId: cluster.id,
          // At least one of both is wanted when the fleet is made; scaling takes it back ("InstanceFleetConfig", EMR API).
          targetSpotCapacity: 1,
          instanceTypeConfigs,
          launchSpecifications: {
            spotSpecifications: [
              {
                allocationStrategy: "price-capacity-optimized",
                timeoutAction: "SWITCH_TO_ON_DEMAND",
                timeoutDurationMinutes: SPOT_MINUTES,
              },
            ],
          },
        },
        { ignoreChanges: ["targetSpotCapacity", "targetOnDemandCapacity"] },
      );
    }
    const scaling = this.child(
      aws.emr.ManagedScalingPolicy,
      "scaling",
      {
        clusterId: cluster.id,
        computeLimits: [
          {
            unitType: "InstanceFleetUnits",
            minimumCapacityUnits: min,
            maximumCapacityUnits: max,
            ...(spot && { maximumOndemandCapacityUnits: min, maximumCoreCapacityUnits: min }),
          },
        ],
      },
      // A cluster has one: the new one would be set first, and then taken off with the old one.
      { deleteBeforeReplace: true },
    );
    this.clusterId = cluster.id;
    this.clusterArn = cluster.arn;
    this.roleArn = nodes.role.arn;
    this.#idleMinutes = idleMinutes;
    const failures = args.failures && tellClusterFailures(name, cluster, args.failures, child);
    this.nodes = { cluster, role: nodes.role, scaling, failures };
  }

  /** Nodes and disks that are not well, work that waits, a cluster that idles on; with `failures` what failed. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const { cluster, failures } = this.nodes;
    return clusterAlarms(this.logicalName, cluster, this.#idleMinutes, failures);
  }

  /** Runs a step as a workflow's state, which ends with the step and fails where it fails, or where the cluster has ended. */
  step({ command, name = this.logicalName }: ClusterStepArgs): WorkflowTask {
    if (command.length === 0) {
      throw this.refuse("step command", command, "a command and its arguments", "name one");
    }
    return runClusterStep({ ...this, name, command });
  }

  /** Nodes write logs below the cluster's name alone. */
  #logs({ logs }: EmrClusterArgs): PolicyStatement[] {
    const { keyArn } = logs;
    return [
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${logs.arn}/${this.logicalName}/*`,
      },
      ...(keyArn
        ? [{ Effect: "Allow" as const, Action: "kms:GenerateDataKey", Resource: keyArn }]
        : []),
    ];
  }

  /** Nodes' disks are encrypted by a key that their role can use, which AWS's own key for disks is not. */
  #ownKey(): pulumi.Output<string> {
    return this.child(aws.kms.Key, "key", {
      description: `Disks of cluster ${this.logicalName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 7,
    }).arn;
  }

  #refuseLimits({ network, min = DEFAULT_MIN, instanceTypes, ...args }: EmrClusterArgs) {
    const { max = mostOf(min), idleMinutes = DEFAULT_IDLE_MINUTES } = args;
    if (network.egress.mode === "none") {
      const allowed = "a network with a way out: nodes fetch their software, and EMR's API";
      const fix = 'give the network an egress mode such as "single"';
      throw this.refuse("network", "egress none", allowed, fix);
    }
    for (const [argument, value, least] of [
      ["min", min, 1],
      ["max", max, min],
    ] as const) {
      if (!(Number.isInteger(value) && value >= least)) {
        const allowed = `a whole number of ${least} or more`;
        throw this.refuse(argument, value, allowed, "correct the number");
      }
    }
    if (!(Number.isInteger(idleMinutes) && idleMinutes >= 1 && idleMinutes <= 10_080)) {
      const allowed = "a whole number from 1 to 10,080 minutes";
      throw this.refuse("idleMinutes", idleMinutes, allowed, "leave it out for an hour");
    }
    const types = instanceTypes?.length ?? 1;
    if (types < 1 || types > MOST_TYPES) {
      throw this.refuse("instanceTypes", types, `1 to ${MOST_TYPES} types`, "correct the list");
    }
  }
}
