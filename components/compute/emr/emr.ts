/** Spark over files, as long as a job takes. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { Component, main, MakeChild, Transforms } from "../../component";
import {
  Access,
  AlarmDefinition,
  Alarmed,
  NotificationTarget,
  VirtualNetwork,
  WorkflowTask,
} from "../../contracts";
import { logGroupArgs } from "../../base/log-groups";
import { failureAlarm, tellFailures } from "../../wiring/failed-jobs";
import { runSparkJob, submitSparkJob } from "../../wiring/workflow-jobs";
import { Architecture } from "../lambda/function-args";
import { Egress, placeTasks } from "../placement";
import { SparkJobArgs, sparkSubmit } from "./spark-job";
import { stoppedForChanges } from "./stopped-for-changes";

export interface EmrArgs extends Egress {
  /** The VPC. */
  network: VirtualNetwork;
  /** What jobs may do: `[lake.query(), bucket.write("out/")]`. Default: nothing. */
  access?: readonly Access[];
  /** Release of EMR, which says the version of Spark. Default: `emr-7.13.0`. */
  release?: string;
  /** Processor. Default: `arm64`, a fifth cheaper. */
  architecture?: Architecture;
  /** Virtual CPUs that all jobs together have at most: the bound of what they can cost. Default: 16. */
  maxVcpus?: number;
  /** GB of memory that all jobs together have at most. Default: 4 for each virtual CPU. */
  maxMemory?: number;
  /** Jobs that run at once; others wait. Default: 5. Limit: 1 or more. */
  maxConcurrentRuns?: number;
  /** Minutes without a job until the application stops. Default: 5. Limit: 1 to 10,080. */
  idleMinutes?: number;
  /** Gets a message for each job that failed, and makes the alarm `failed` possible. Default: none. */
  failures?: NotificationTarget;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    application: aws.emrserverless.ApplicationArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
    ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
    failures: aws.cloudwatch.EventRuleArgs;
    failureTarget: aws.cloudwatch.EventTargetArgs;
  }>;
}

/** "Amazon EMR Serverless release versions", EMR Serverless user guide, 2026-11. */
const DEFAULT_RELEASE = "emr-7.13.0";
const DEFAULT_VCPUS = 16;
const GB_PER_VCPU = 4;
/** Of disk, with which a worker comes: the smallest has one virtual CPU. */
const DISK_GB_PER_VCPU = 20;
const DEFAULT_RUNS = 5;
const DEFAULT_IDLE = 5;
/** AWS's own default for a job that waits. */
const QUEUE_MINUTES = 360;

/** Where Spark finds tables: in the Glue catalog, as Athena does. */
const glueCatalog = {
  classification: "spark-defaults",
  properties: {
    "spark.hadoop.hive.metastore.client.factory.class":
      "com.amazonaws.glue.catalog.metastore.AWSGlueDataCatalogHiveClientFactory",
  },
};

/**
 * Spark on EMR Serverless: for jobs over more data than a function reads in 15 minutes or SQL can say. It starts
 * with a job and stops when there is none; how much it may take is bounded. Choose Athena (a `Lake`'s workgroup)
 * for what is a query, `Batch` for what needs no Spark.
 *
 * Creates: 1 application, 1 role with its policy, 1 log group, 1 security group with its rules; with `failures`
 * 1 event rule. Costs nothing when idle; while a job runs, in us-east-1 on arm64, $0.042 an hour for a virtual
 * CPU and $0.0046 for a GB.
 *
 * An application is changed only while it is stopped, so an update stops it first. It fails, and can be repeated,
 * while jobs run; the application starts again with the next job.
 *
 * @example
 * const spark = new Emr("spark", { network, maxVcpus: 8 });
 * const counting = spark.job({ script: "s3://scripts/count.py", arguments: ["--day", "2026-11-23"] });
 */
export class Emr extends Component implements Alarmed {
  readonly applicationId: pulumi.Output<string>;
  readonly applicationArn: pulumi.Output<string>;
  /** The role that jobs run with. */
  readonly roleArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly nodes: {
    readonly application: aws.emrserverless.Application;
    readonly role: aws.iam.Role;
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly failures?: aws.cloudwatch.EventRule;
  };

  /**
   * @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits.
   */
  constructor(name: string, args: EmrArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Emr", name, args, opts);
    this.refuseLimits(args);
    const { child } = this;
    const logGroup = this.child(aws.cloudwatch.LogGroup, "logs", logGroupArgs(this.environment), {
      key: "logGroup",
    });
    const { role, policy } = this.makeRole(args.access ?? [], logGroup);
    const place = this.place(args, child);
    const application = this.makeApplication(args, place, logGroup, [policy, ...place.ready]);
    const failures =
      args.failures &&
      tellFailures(
        {
          description: `Jobs of ${name} that failed`,
          pattern: {
            source: ["aws.emr-serverless"],
            "detail-type": ["EMR Serverless Job Run State Change"],
            detail: { state: ["FAILED"], applicationId: [application.id] },
          },
          to: args.failures,
        },
        child,
      );
    this.applicationId = application.id;
    this.applicationArn = application.arn;
    this.roleArn = role.arn;
    this.securityGroupId = place.securityGroup.id;
    this.logGroupName = logGroup.name;
    this.nodes = { application, role, logGroup, failures };
  }

  /** Starts jobs, follows and ends them, with `applicationId` and the role `roleArn`. */
  submit(): Access {
    return submitSparkJob(this);
  }

  /**
   * Runs a job as a workflow's state, which ends with the job and fails where it fails.
   *
   * @throws pulumi.RunError where a worker has a size that EMR Serverless has not
   */
  job(args: SparkJobArgs): WorkflowTask {
    const { refuse } = this;
    const { applicationId, applicationArn, roleArn } = this;
    const job = { applicationId, applicationArn, roleArn };
    return runSparkJob({ ...job, arguments: sparkSubmit(this.logicalName, args, refuse) });
  }

  /** Jobs that failed; none without `failures`, whose rule counts them. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const { failures } = this.nodes;
    const description = `A job of ${this.logicalName} failed: see its log.`;
    return failures ? [failureAlarm(failures, description)] : [];
  }

  /** "Logging with Amazon CloudWatch", EMR Serverless user guide. */
  private makeRole(access: readonly Access[], logGroup: aws.cloudwatch.LogGroup) {
    const role = this.child(aws.iam.Role, "role", {
      assumeRolePolicy: assumedBy("emr-serverless.amazonaws.com"),
    });
    const policy = this.child(aws.iam.RolePolicy, "policy", {
      role: role.name,
      policy: policyDocument([
        { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${logGroup.arn}:*`,
        },
        ...access.flatMap(({ statements }) => statements),
      ]),
    });
    return { role, policy };
  }

  private place(args: EmrArgs, child: MakeChild) {
    const needs = {
      name: this.logicalName,
      component: this,
      network: args.network,
      access: args.access ?? [],
      starting: [],
      endpoints: [],
      publicImage: false,
      noun: "application",
      members: "Workers",
    };
    return placeTasks(needs, args, child, this.refuse);
  }

  private makeApplication(
    args: EmrArgs,
    place: { securityGroup: aws.ec2.SecurityGroup; subnetIds: pulumi.Output<string[]> },
    logGroup: aws.cloudwatch.LogGroup,
    dependsOn: pulumi.Resource[],
  ): aws.emrserverless.Application {
    const { maxVcpus = DEFAULT_VCPUS, architecture = "arm64" } = args;
    return this.child(
      aws.emrserverless.Application,
      main,
      {
        type: "spark",
        releaseLabel: args.release ?? DEFAULT_RELEASE,
        architecture: architecture === "arm64" ? "ARM64" : "X86_64",
        autoStartConfiguration: { enabled: true },
        autoStopConfiguration: {
          enabled: true,
          idleTimeoutMinutes: args.idleMinutes ?? DEFAULT_IDLE,
        },
        maximumCapacity: {
          cpu: `${maxVcpus} vCPU`,
          memory: `${args.maxMemory ?? maxVcpus * GB_PER_VCPU} GB`,
          disk: `${maxVcpus * DISK_GB_PER_VCPU} GB`,
        },
        schedulerConfiguration: {
          maxConcurrentRuns: args.maxConcurrentRuns ?? DEFAULT_RUNS,
          queueTimeoutMinutes: QUEUE_MINUTES,
        },
        networkConfiguration: {
          subnetIds: place.subnetIds,
          securityGroupIds: [place.securityGroup.id],
        },
        monitoringConfiguration: {
          cloudwatchLoggingConfiguration: {
            enabled: true,
            logGroupName: logGroup.name,
            logStreamNamePrefix: this.logicalName,
          },
          // EMR would keep logs under a key of its own.
          managedPersistenceMonitoringConfiguration: {
            enabled: this.environment.encryption === "aws-managed",
          },
        },
        runtimeConfigurations: [glueCatalog],
        // Nobody types into it.
        interactiveConfiguration: { livyEndpointEnabled: false, studioEnabled: false },
      },
      {
        dependsOn: [...dependsOn, ...this.environment.once("emrServerlessRole")],
        hooks: stoppedForChanges(this.environment.credentials),
      },
    );
  }

  private refuseLimits({ maxVcpus = DEFAULT_VCPUS, maxMemory, maxConcurrentRuns = 1 }: EmrArgs) {
    const bounds = { maxVcpus, maxMemory: maxMemory ?? 1, maxConcurrentRuns };
    for (const [argument, value] of Object.entries(bounds)) {
      if (!(Number.isInteger(value) && value >= 1)) {
        throw this.refuse(argument, value, "a whole number of 1 or more", "correct it");
      }
    }
  }
}
