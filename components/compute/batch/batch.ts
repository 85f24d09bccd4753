/** Work that runs to its end, in a container. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grants } from "../../base/grants";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { Component, main, Transforms } from "../../component";
import {
  Access,
  AlarmDefinition,
  Alarmed,
  NotificationTarget,
  VirtualNetwork,
  WorkflowTask,
} from "../../contracts";
import { failureAlarm, tellFailures } from "../../wiring/failed-jobs";
import { runBatchJob } from "../../wiring/workflow-jobs";
import { ContainerArgs, PulledImage, refuseContainer } from "../ecs/container";
import { Egress, placeTasks, startingEndpoints } from "../placement";
import { makeSurroundings } from "../ecs/task";
import { isFargatePair, memoryInWords } from "../../../rules/fargate";
import { BatchServersArgs, makeServers, refuseServers } from "./batch-servers";
import { jobContainer } from "./job-container";
import { jobSize } from "./job-size";

export interface BatchSchedule {
  /** When, such as `cron(0 3 * * ? *)` or `rate(6 hours)`. */
  expression: string;
  /** IANA name of the time zone that `expression` is read in. Default: UTC. */
  timezone?: string;
  /** Copies of the job that run beside each other, each with its number in `AWS_BATCH_JOB_ARRAY_INDEX`. Default: 1. Limit: 10,000. */
  copies?: number;
}

export interface BatchArgs
  extends Omit<ContainerArgs, "healthCheck" | "writableFolders" | "writableRoot">, Egress {
  /** The VPC. */
  network: VirtualNetwork;
  /** CPU units; 1,024 are one virtual CPU. Default: 256 on Fargate, 1,024 with `servers`. On Fargate 256, 512, 1,024, 2,048, 4,096, 8,192 or 16,384; with `servers` those from 1,024 on. */
  cpu?: ContainerArgs["cpu"];
  /** What the job may do: `[bucket.read(), table.write()]`. Default: nothing. */
  access?: readonly Access[];
  /** True to refuse writing outside of `volumes`; Batch on Fargate has no folders in memory. Default: false. */
  readOnlyRoot?: boolean;
  /** True to run on Spot, which costs about a third; a job that is stopped counts as an attempt. Default: false. */
  spot?: boolean;
  /** Servers to run on, for many jobs at once or all day, larger disks, or processors that Fargate lacks; with whole virtual CPUs. Default: Fargate. Another choice makes another compute environment. */
  servers?: BatchServersArgs;
  /** Virtual CPUs that all jobs together have at most; others wait. Default: 16. Limit: 1 or more. */
  maxVcpus?: number;
  /** Times that a job is tried. Default: 3. Limit: 1 to 10. */
  attempts?: number;
  /** Seconds after which an attempt is ended. Default: 3,600. Limit: 60 or more; on Fargate at most 14 days. */
  timeout?: number;
  /** When jobs start by themselves. Default: never: something submits them. */
  schedule?: BatchSchedule;
  /** Gets a message for each job that failed for good, and makes the alarm `failed` possible. Default: none. */
  failures?: NotificationTarget;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    jobDefinition: aws.batch.JobDefinitionArgs;
    queue: aws.batch.JobQueueArgs;
    capacity: aws.batch.ComputeEnvironmentArgs;
    serverTemplate: aws.ec2.LaunchTemplateArgs;
    serverRole: aws.iam.RoleArgs;
    serverPolicy: aws.iam.RolePolicyArgs;
    serverProfile: aws.iam.InstanceProfileArgs;
    grant: aws.kms.GrantArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    executionRole: aws.iam.RoleArgs;
    executionPolicy: aws.iam.RolePolicyArgs;
    taskRole: aws.iam.RoleArgs;
    taskPolicy: aws.iam.RolePolicyArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
    ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
    repository: aws.ecr.RepositoryArgs;
    repositoryLifecycle: aws.ecr.LifecyclePolicyArgs;
    schedule: aws.scheduler.ScheduleArgs;
    scheduleRole: aws.iam.RoleArgs;
    schedulePolicy: aws.iam.RolePolicyArgs;
    failures: aws.cloudwatch.EventRuleArgs;
    failureTarget: aws.cloudwatch.EventTargetArgs;
  }>;
}

const DEFAULT_MAX_VCPUS = 16;
/** What ECS's agent on a server asks ("Amazon ECS interface VPC endpoints", ECS developer guide). */
const SERVER_ENDPOINTS = ["ecs", "ecs-agent", "ecs-telemetry"];
const DEFAULT_ATTEMPTS = 3;
const DEFAULT_TIMEOUT = 3_600;
/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ArrayProperties.html */
const MOST_COPIES = 10_000;

/**
 * Jobs on Fargate, or on servers, with a queue of their own: in the private subnets without public addresses, not as root,
 * tried again, ended after their time, their log kept. Choose a `LambdaFunction` for what takes less than 15
 * minutes, and a `Service` for what never ends.
 *
 * Creates: 1 compute environment, 1 job queue, 1 job definition, 2 roles with their policies, 1 log group, 1
 * security group with its rules; with `schedule` 1 schedule and its role; with `failures` 1 event rule; with `servers` 1 launch template, 1 role with
 * its policy and its profile. A compute environment that must be replaced is made before the old one goes, because its name is made up.
 * Costs nothing when idle.
 *
 * @example
 * const thumbnails = new Batch("thumbnails", {
 *   network,
 *   image: "public.ecr.aws/docker/library/busybox:1.37",
 *   command: ["true"],
 *   schedule: { expression: "cron(0 3 * * ? *)" },
 * });
 * new LambdaFunction("again", async () => thumbnails.queueArn.get(), { access: [thumbnails.submit()] });
 */
export class Batch extends Component implements Alarmed {
  static readonly grants = { submit: { actions: ["batch:SubmitJob"] } } satisfies Grants;
  readonly queueArn: pulumi.Output<string>;
  /** With its revision. */
  readonly definitionArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly nodes: {
    readonly capacity: aws.batch.ComputeEnvironment;
    readonly queue: aws.batch.JobQueue;
    readonly definition: aws.batch.JobDefinition;
    readonly taskRole: aws.iam.Role;
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly failures?: aws.cloudwatch.EventRule;
  };
  readonly #partition: pulumi.Output<string>;
  readonly #image: PulledImage;

  /**
   * @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits.
   */
  constructor(name: string, args: BatchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Batch", name, args, opts);
    const { child } = this;
    const { refuse } = this;
    const { network, access = [], secrets, volumes, schedule, servers, spot = false } = args;
    const { maxVcpus = DEFAULT_MAX_VCPUS, architecture = "arm64" } = args;
    refuseContainer(args, refuse);
    if (servers) {
      refuseServers(servers, { ...args, maxVcpus }, refuse);
    } else {
      this.refuseSize(args);
    }
    this.refuseCopies(schedule?.copies);
    this.#partition = aws.getPartitionOutput({}, { parent: this }).partition;
    const { environment } = this;
    const around = makeSurroundings(args, { environment, parent: this, access }, child);
    this.#image = around.image;
    const mounts = Object.values(volumes ?? {});
    const starting = startingEndpoints(around.image, secrets);
    const place = placeTasks(
      {
        name,
        component: this,
        network,
        access: [...access, ...mounts.map(({ from }) => from.mount())],
        starting: around.starting,
        ...starting,
        endpoints: [...starting.endpoints, ...(servers ? SERVER_ENDPOINTS : [])],
        noun: "batch",
      },
      args,
      child,
      refuse,
    );
    const made =
      servers &&
      makeServers(
        servers,
        {
          ...{ name, environment, architecture, spot },
          partition: this.#partition,
          logGroupArn: around.logGroup.arn,
        },
        child,
      );
    const capacity = this.child(
      aws.batch.ComputeEnvironment,
      // Of another name, so that it is there before the queue leaves the other kind, which Batch can't turn into it.
      servers ? "servers" : "capacity",
      {
        type: "MANAGED",
        state: "ENABLED",
        computeResources: {
          ...(made?.resources ?? { type: spot ? "FARGATE_SPOT" : "FARGATE" }),
          maxVcpus,
          subnets: place.subnetIds,
          securityGroupIds: [place.securityGroup.id],
        },
      },
      {
        key: "capacity",
        dependsOn: [
          ...environment.once("batchRole"),
          ...(made ? [...made.ready, ...place.ready] : []),
        ],
      },
    );
    const queue = this.child(aws.batch.JobQueue, "queue", {
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrders: [{ order: 1, computeEnvironment: capacity.arn }],
    });
    const definition = this.child(
      aws.batch.JobDefinition,
      main,
      {
        type: "container",
        platformCapabilities: [servers ? "EC2" : "FARGATE"],
        propagateTags: true,
        retryStrategy: { attempts: args.attempts ?? DEFAULT_ATTEMPTS },
        timeout: { attemptDurationSeconds: args.timeout ?? DEFAULT_TIMEOUT },
        containerProperties: jobContainer(args, around, environment.region),
      },
      { dependsOn: [...around.policies, ...mounts.flatMap(({ from }) => from.ready)] },
    );
    this.queueArn = queue.arn;
    this.definitionArn = definition.arn;
    this.logGroupName = around.logGroup.name;
    this.securityGroupId = place.securityGroup.id;
    const { taskRole, logGroup } = around;
    const failures =
      args.failures &&
      tellFailures(
        {
          description: `Jobs of ${name} that failed after all their attempts`,
          pattern: {
            source: ["aws.batch"],
            "detail-type": ["Batch Job State Change"],
            detail: { status: ["FAILED"], jobQueue: [queue.arn] },
          },
          to: args.failures,
        },
        child,
      );
    this.nodes = { capacity, queue, definition, taskRole, logGroup, failures };
    if (schedule) {
      this.startBySchedule(schedule);
    }
  }

  /** What it runs, for another one: an image is built once, however many use it. */
  get image(): PulledImage {
    return this.#image;
  }

  /** Submits jobs: with `JobQueue` the `queueArn` and `JobDefinition` the `definitionArn`. */
  submit(): Access {
    // Of every revision: a policy that named one would be behind the next deployment for a moment.
    const definitions = pulumi.interpolate`${this.nodes.definition.arnPrefix}:*`;
    return accessTo({ arn: [this.queueArn, definitions] }, Batch.grants.submit);
  }

  /** Runs a job as a workflow's state, which ends with the job (Step Functions developer guide, "AWS Batch"). */
  job(): WorkflowTask {
    return runBatchJob({
      jobQueueArn: this.queueArn,
      jobDefinitionArn: this.definitionArn,
      jobName: this.logicalName,
    });
  }

  /** Jobs that failed for good; none without `failures`, whose rule counts them. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const { failures } = this.nodes;
    const description = `A job of ${this.logicalName} failed after all its attempts: see its log.`;
    return failures ? [failureAlarm(failures, description)] : [];
  }

  private startBySchedule({ expression, timezone, copies = 1 }: BatchSchedule): void {
    const role = this.child(aws.iam.Role, "schedule-role", {
      assumeRolePolicy: assumedBy("scheduler.amazonaws.com"),
    });
    const policy = this.child(aws.iam.RolePolicy, "schedule-policy", {
      role: role.name,
      policy: policyDocument(this.submit().statements),
    });
    this.child(
      aws.scheduler.Schedule,
      "schedule",
      {
        scheduleExpression: expression,
        scheduleExpressionTimezone: timezone ?? "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: pulumi.interpolate`arn:${this.#partition}:scheduler:::aws-sdk:batch:submitJob`,
          roleArn: role.arn,
          input: pulumi.jsonStringify({
            JobName: this.logicalName,
            JobQueue: this.queueArn,
            JobDefinition: this.definitionArn,
            ...(copies > 1 && { ArrayProperties: { Size: copies } }),
          }),
        },
      },
      { dependsOn: [policy] },
    );
  }

  /** Rule BAT-02-size, which can't see into text that is made of Outputs. */
  private refuseSize(args: BatchArgs): void {
    const { cpu, memory } = jobSize(args);
    if (!isFargatePair(cpu, memory)) {
      const allowed = `${memoryInWords(cpu)} beside cpu ${cpu} (rule BAT-02-size)`;
      throw this.refuse("memory", memory, allowed, "set a memory that Fargate has beside this cpu");
    }
  }

  private refuseCopies(copies = 1): void {
    if (!(Number.isInteger(copies) && copies >= 1 && copies <= MOST_COPIES)) {
      const allowed = "a whole number from 1 to 10,000";
      throw this.refuse("schedule.copies", copies, allowed, "leave it out for one job");
    }
  }
}
