/** Containers that always run. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../../component";
import {
  Access,
  AlarmDefinition,
  Alarmed,
  Connectable,
  MessageSource,
  Target,
  VirtualNetwork,
} from "../../contracts";
import { letTargetsIn } from "../../wiring/connections";
import { Cluster } from "./cluster";
import { ContainerArgs, containerName, volumeAccess } from "./container";
import { serviceAlarms } from "./service-alarms";
import { Capacity, capacityStrategies, spread } from "./service-capacity";
import { refuseContradictions } from "./service-contradictions";
import { Egress, placeTasks, startingEndpoints } from "../placement";
import { scaleService, ServiceScalingArgs } from "./service-scaling";
import { portsOf, targetsOf } from "./service-targets";
import { makeTask, Task } from "./task";
import {
  DeploymentArgs,
  deploymentConfiguration,
  rollbackAlarms,
  trafficShift,
} from "./traffic-shift";

export interface ServiceArgs extends ContainerArgs, Egress {
  /** The VPC. */
  network: VirtualNetwork;
  /** Where the tasks run. Default: a cluster of the service's own. Cannot be changed later. */
  cluster?: Cluster;
  /** `servers` for the cluster's own, where Fargate lacks something or many tasks run always. Needs a cluster with `servers`. Default: `fargate`. */
  capacity?: Capacity;
  /** The place behind a load balancer that sends it requests. Default: none. */
  target?: Target;
  /** Further places that send it requests, each to a port of its own. Default: none. At most 4, without a second group. */
  moreTargets?: readonly Target[];
  /** Port that the container listens on, for what connects to it without a load balancer. Default: the target's. */
  port?: number;
  /** Queue whose messages the container takes itself; it finds the URL in `QUEUE_URL`. Not with `target`. Default: none. */
  queue?: MessageSource;
  /** What the container may do: `[table.read(), cache.connect()]`. Default: nothing. */
  access?: readonly Access[];
  /** Tasks that run. Default: 2 where the environment is for production, else 1. Not with `scaling`. */
  count?: number;
  /** Bounds and measures by which the number of tasks follows the load. Default: none: `count` tasks. */
  scaling?: ServiceScalingArgs;
  /** Share of the tasks on Fargate Spot, which costs about a third and may be stopped with two minutes' notice. Default: 0. Limit: 0 to 1, in hundredths; below 1 the first task is never on Spot. */
  spotShare?: number;
  /** How a new version takes over. Default: `{ strategy: "rolling" }`. */
  deployment?: DeploymentArgs;
  /** Seconds after its start in which a task's failed health checks don't count. Default: 60 with a target. */
  healthCheckGracePeriodSeconds?: number;
  /** True to let people run commands in the container, which is recorded in the cluster's log. Needs `writableRoot`. Default: false. */
  exec?: boolean;
  /** False to go on while a deployment runs; else the update ends when it has ended, and fails if it failed. Default: true. */
  waitForSteadyState?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    service: aws.ecs.ServiceArgs;
    taskDefinition: aws.ecs.TaskDefinitionArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    executionRole: aws.iam.RoleArgs;
    executionPolicy: aws.iam.RolePolicyArgs;
    taskRole: aws.iam.RoleArgs;
    taskPolicy: aws.iam.RolePolicyArgs;
    trafficRole: aws.iam.RoleArgs;
    trafficPolicy: aws.iam.RolePolicyArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
    ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
    repository: aws.ecr.RepositoryArgs;
    repositoryLifecycle: aws.ecr.LifecyclePolicyArgs;
    scalableTarget: aws.appautoscaling.TargetArgs;
    scalingPolicy: aws.appautoscaling.PolicyArgs;
    scheduledAction: aws.appautoscaling.ScheduledActionArgs;
  }>;
}

/**
 * A container that always runs, on Fargate or the cluster's servers: in the private subnets without public addresses, not as
 * root, with a read-only root and no capabilities, its log kept. A deployment that fails goes back to
 * the last version that ran. Behind a load balancer it takes a `target`; as a worker it takes a `queue`.
 *
 * Creates: 1 service, 1 task definition, 2 roles with their policies, 1 log group, 1 security group with
 * its rules, a cluster unless one is given; with `{ context }` a repository and the image; with `scaling` a
 * scalable target and a policy a measure; with traffic shifting 1 role. Costs what its tasks do: in eu-west-1
 * about $7.20 a month for each task of the default size on arm64, without Spot.
 *
 * @example
 * const service = new Service("pages", {
 *   network,
 *   image: "public.ecr.aws/nginx/nginx-unprivileged:1.29",
 *   port: 8080,
 *   scaling: { min: 2, max: 10, cpu: 60 },
 *   spotShare: 0.5,
 * });
 */
export class Service extends Component implements Connectable, Alarmed {
  readonly connectionName: string;
  readonly mainPort?: number;
  readonly securityGroupId: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly taskRoleArn: pulumi.Output<string>;
  readonly nodes: {
    readonly service: aws.ecs.Service;
    readonly taskDefinition: aws.ecs.TaskDefinition;
    readonly taskRole: aws.iam.Role;
    readonly executionRole: aws.iam.Role;
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };
  readonly #args: ServiceArgs;

  /**
   * @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits.
   */
  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Service", name, args, opts);
    this.#args = args;
    this.connectionName = name;
    this.mainPort = args.port ?? args.target?.port;
    refuseContradictions(args, this.refuse);
    const cluster = args.cluster ?? new Cluster(`${name}-cluster`, {}, { parent: this });
    const { queue, exec = false } = args;
    const task = makeTask(
      args,
      {
        name,
        environment: this.environment,
        parent: this,
        access: [
          ...(args.access ?? []),
          ...(queue ? [queue.receive()] : []),
          ...(exec ? [cluster.exec()] : []),
        ],
        ports: portsOf(args),
        variables: queue && { QUEUE_URL: queue.url },
        onServers: args.capacity === "servers",
      },
      this.child,
    );
    const { securityGroup, subnetIds } = this.place(task, cluster);
    this.securityGroupId = securityGroup.id;
    this.letRequestsIn();
    const service = this.makeService(cluster, task, { securityGroup, subnetIds });
    this.serviceName = service.name;
    this.clusterName = cluster.name;
    this.arn = service.arn;
    this.logGroupName = task.logGroup.name;
    this.taskRoleArn = task.taskRole.arn;
    this.nodes = {
      service,
      taskDefinition: task.definition,
      taskRole: task.taskRole,
      executionRole: task.executionRole,
      logGroup: task.logGroup,
      securityGroup,
    };
    if (args.scaling) {
      const { target } = args;
      const scaled = { clusterName: cluster.name, serviceName: service.name, target, queue };
      scaleService(args.scaling, scaled, this.child);
    }
  }

  /**
   * Sends requests to the tasks, through the VPC.
   *
   * @throws pulumi.RunError where the service has no port
   */
  connect(): Access {
    if (this.mainPort === undefined) {
      throw this.refuse("port", undefined, "a port to connect to", "give the service a port");
    }
    return { statements: [], connection: { to: this, port: this.mainPort } };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return serviceAlarms({
      name: this.logicalName,
      clusterName: this.clusterName,
      serviceName: this.serviceName,
      leastTasks: this.#args.scaling?.min ?? this.count(),
    });
  }

  /** A second one, for production, is there while the first one is replaced or its zone fails. */
  private count(): number {
    return this.#args.count ?? (this.environment.production ? 2 : 1);
  }

  private makeService(
    cluster: Cluster,
    task: Task,
    place: { securityGroup: aws.ec2.SecurityGroup; subnetIds: pulumi.Output<string[]> },
  ): aws.ecs.Service {
    const { target, scaling, deployment = { strategy: "rolling" }, exec = false } = this.#args;
    // In the rolling way, too: once ECS has shifted, the rule sends to the second group, and ECS has to know it.
    const shift = target?.alternate && trafficShift(target, target.alternate, this.child);
    return this.child(
      aws.ecs.Service,
      main,
      {
        cluster: cluster.arn,
        taskDefinition: task.definition.arn,
        desiredCount: scaling?.min ?? this.count(),
        capacityProviderStrategies: capacityStrategies(this.#args, cluster),
        // Without it another share of Spot is refused by the provider, or replaces the service (`CustomizeDiff` of
        // aws_ecs_service): ECS moves running tasks by a deployment alone.
        forceNewDeployment: true,
        ...(this.#args.capacity === "servers" && { orderedPlacementStrategies: spread }),
        networkConfiguration: {
          subnets: place.subnetIds,
          securityGroups: [place.securityGroup.id],
          // On servers there is no such choice.
          ...(this.#args.capacity !== "servers" && { assignPublicIp: false }),
        },
        loadBalancers: targetsOf(this.#args).map((each) => ({
          targetGroupArn: each.targetGroupArn,
          containerName,
          containerPort: each.port ?? 0,
          ...(each.alternate && shift && { advancedConfiguration: shift.advancedConfiguration }),
        })),
        ...(target && {
          healthCheckGracePeriodSeconds: this.#args.healthCheckGracePeriodSeconds ?? 60,
        }),
        deploymentController: { type: "ECS" },
        deploymentConfiguration: deploymentConfiguration(deployment),
        deploymentCircuitBreaker: { enable: true, rollback: true },
        alarms: rollbackAlarms(deployment),
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        availabilityZoneRebalancing: "ENABLED",
        enableExecuteCommand: exec,
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
        waitForSteadyState: this.#args.waitForSteadyState ?? true,
      },
      {
        dependsOn: [
          ...task.ready,
          ...cluster.ready,
          ...targetsOf(this.#args).flatMap((each) => each.ready),
          ...(shift ? [shift.ready] : []),
        ],
        // Scaling sets it from then on.
        ignoreChanges: scaling ? ["desiredCount"] : [],
      },
    );
  }

  private place(task: Task, cluster: Cluster) {
    const { network, access = [], queue, exec, volumes, secrets } = this.#args;
    return placeTasks(
      {
        name: this.logicalName,
        component: this,
        network,
        access: [
          ...access,
          ...volumeAccess(volumes),
          ...(queue ? [queue.receive()] : []),
          ...(exec ? [cluster.exec()] : []),
        ],
        starting: task.starting,
        ...startingEndpoints(task.image, secrets),
      },
      this.#args,
      this.child,
      this.refuse,
    );
  }

  private letRequestsIn(): void {
    letTargetsIn(targetsOf(this.#args), this, this.child);
  }
}
