/** Servers that may come and go. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { recording } from "../../base/recording";
import { Component, main, Transforms } from "../../component";
import {
  Access,
  AlarmDefinition,
  Alarmed,
  Connectable,
  MessageSource,
  Target,
} from "../../contracts";
import { letTargetsIn } from "../../wiring/connections";
import { Place, placeTasks } from "../placement";
import { refuseFleet } from "./fleet-contradictions";
import { FleetScalingArgs, scaleFleet } from "./fleet-scaling";
import { launchTemplate, letAutoScalingEncrypt } from "./fleet-template";
import { metricAlarms } from "./instance-alarms";
import { instanceMaintenancePolicy, instanceRefresh, RefreshArgs } from "./instance-refresh";
import { completion, firstHooks, LifecycleHooks, makeHooks } from "./lifecycle-hooks";
import { makeServerRole, newestImage, ServerArgs, sessions } from "./server";

export interface FleetArgs extends ServerArgs {
  /** Types for one processor, the preferred one first; several are needed to find Spot capacity. Default: `["t4g.small"]`. */
  instanceTypes?: readonly string[];
  /** Share of the servers on Spot, which costs about a third and may be taken back with two minutes' notice. Default: 0. Limit: 0 to 1, in hundredths; below 1 the first server is never on Spot. */
  spotShare?: number;
  /** Image, such as `ami-0123456789abcdef0`, for the types' processor. Default: the newest Amazon Linux 2023 at each update. */
  imageId?: pulumi.Input<string>;
  /** Servers that run. Default: 2 where the environment is for production, else 1. Not with `scaling`. */
  count?: number;
  /** Bounds and measures by which the number of servers follows the load. Default: none: `count` servers. */
  scaling?: FleetScalingArgs;
  /** The place behind a load balancer that sends them requests, with `targetType: "instance"`. Default: none. */
  target?: Target;
  /** Port that they listen on, for what connects to them without a load balancer. Default: the target's. */
  port?: number;
  /** Queue whose messages they take themselves, and by which they are scaled; its URL goes into `userData`. Default: none. */
  queue?: MessageSource;
  /** Pauses in the life of each server, by name; a server ends its own with `aws autoscaling complete-lifecycle-action`. Default: none. */
  lifecycleHooks?: LifecycleHooks;
  /** How a change reaches the servers. Default: half of them, ten minutes to see, then the rest; what fails is taken back. */
  refresh?: RefreshArgs;
  /** Seconds until a new server does its share: till then neither its load nor its health counts. Default: 120. Limit: 0 or more. */
  warmupSeconds?: number;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    group: aws.autoscaling.GroupArgs;
    launchTemplate: aws.ec2.LaunchTemplateArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
    profile: aws.iam.InstanceProfileArgs;
    grant: aws.kms.GrantArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
    ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
    scalingPolicy: aws.autoscaling.PolicyArgs;
    scheduledAction: aws.autoscaling.ScheduleArgs;
    lifecycleHook: aws.autoscaling.LifecycleHookArgs;
  }>;
}

const DEFAULT_TYPE = "t4g.small";
const DEFAULT_WARMUP = 120;
/** Free, and without them nobody sees how many serve. */
const metrics = [
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupMaxSize",
  "GroupMinSize",
  "GroupPendingInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
] as const;

/**
 * Servers in all zones, made from one template and made again when they fail. A new image, type or
 * `userData` reaches them by a refresh: half of them, a pause, the rest; what fails is taken back. How many
 * there are is left to scaling. Each is reached by Session Manager, as an `Instance` is. Choose a `Service`
 * for containers: it has nothing to patch.
 *
 * Creates: 1 launch template, 1 Auto Scaling group, 1 role with its policy and profile, 1 security group with
 * its rules; a policy a measure, an action a schedule, a hook a pause; with customer-managed keys 1 grant.
 * Costs what its servers do: in eu-west-1 $15.19 a month each of the default type with its disk.
 *
 * @example
 * const admin = new Fleet("admin", {
 *   network,
 *   instanceTypes: ["m7g.large", "m6g.large"],
 *   spotShare: 0.5,
 *   scaling: { min: 2, max: 6, cpu: 60 },
 *   userData: [{ script: "dnf install -y nginx && systemctl enable --now nginx" }],
 *   port: 80,
 * });
 */
export class Fleet extends Component implements Connectable, Alarmed {
  readonly connectionName: string;
  readonly mainPort?: number;
  readonly securityGroupId: pulumi.Output<string>;
  readonly groupName: pulumi.Output<string>;
  readonly groupArn: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly nodes: {
    readonly group: aws.autoscaling.Group;
    readonly launchTemplate: aws.ec2.LaunchTemplate;
    readonly role: aws.iam.Role;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };
  readonly #args: FleetArgs;

  /**
   * @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits.
   */
  constructor(name: string, args: FleetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Fleet", name, args, opts);
    this.#args = args;
    refuseFleet(args, this.refuse);
    this.connectionName = name;
    this.mainPort = args.port ?? args.target?.port;
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    const { target, queue, scaling, lifecycleHooks = {} } = args;
    const hasHooks = Object.keys(lifecycleHooks).length > 0;
    const access = [
      ...(args.access ?? []),
      ...(queue ? [queue.receive()] : []),
      ...(hasHooks ? [completion(name, this.environment, partition)] : []),
    ];
    const place = this.place(access);
    this.securityGroupId = place.securityGroup.id;
    const { role, policy, profile } = makeServerRole(access, this.child);
    const [instanceType] = this.types();
    const template = launchTemplate(
      args,
      {
        name,
        imageId: args.imageId ?? newestImage(instanceType, this),
        instanceType,
        profileArn: profile.arn,
        securityGroupId: place.securityGroup.id,
        environment: this.environment,
      },
      this.child,
    );
    const entrance = this.letRequestsIn();
    const group = this.makeGroup(template, place.subnetIds, [
      policy,
      ...place.ready,
      ...entrance,
      ...letAutoScalingEncrypt(this.environment, partition, this.child),
    ]);
    makeHooks(lifecycleHooks, group.name, this.child);
    if (scaling) {
      scaleFleet(scaling, { groupName: group.name, target, queue }, this.child);
    }
    this.groupName = group.name;
    this.groupArn = group.arn;
    this.roleArn = role.arn;
    this.nodes = { group, launchTemplate: template, role, securityGroup: place.securityGroup };
  }

  /**
   * Sends requests to the servers, through the VPC.
   *
   * @throws pulumi.RunError where the fleet has no port
   */
  connect(): Access {
    if (this.mainPort === undefined) {
      throw this.refuse("port", undefined, "a port to connect to", "give the fleet a port");
    }
    return { statements: [], connection: { to: this, port: this.mainPort } };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    const dimensions = { AutoScalingGroupName: this.groupName };
    const { min } = this.bounds();
    return [
      ...metricAlarms(this.logicalName, dimensions, this.types()),
      ...(min > 0
        ? [
            {
              name: "servers",
              description: `Fleet ${this.logicalName} has fewer servers than it should: see its activities.`,
              namespace: "AWS/AutoScaling",
              metricName: "GroupInServiceInstances",
              dimensions,
              statistic: "Minimum" as const,
              threshold: min,
              comparison: "LessThanThreshold" as const,
              evaluationPeriods: 3,
              missingData: "breaching" as const,
            },
          ]
        : []),
    ];
  }

  private types(): readonly string[] {
    return this.#args.instanceTypes ?? [DEFAULT_TYPE];
  }

  private bounds(): { min: number; max: number } {
    const { scaling, count = this.environment.production ? 2 : 1 } = this.#args;
    return scaling ?? { min: count, max: count };
  }

  private place(access: readonly Access[]): Place {
    const needs = {
      name: this.logicalName,
      component: this,
      network: this.#args.network,
      access: [...access, sessions],
      starting: [],
      endpoints: [],
      publicImage: false,
      noun: "fleet",
      members: "Servers",
    };
    return placeTasks(needs, this.#args, this.child, this.refuse);
  }

  private letRequestsIn(): pulumi.Resource[] {
    const { target } = this.#args;
    const { child, made } = recording(this.child);
    letTargetsIn(target ? [target] : [], this, child);
    return [...made];
  }

  private makeGroup(
    template: aws.ec2.LaunchTemplate,
    subnetIds: pulumi.Output<string[]>,
    ready: readonly pulumi.Resource[],
  ): aws.autoscaling.Group {
    const { target, scaling, lifecycleHooks = {}, warmupSeconds = DEFAULT_WARMUP } = this.#args;
    const { spotShare = 0 } = this.#args;
    const { min, max } = this.bounds();
    return this.child(
      aws.autoscaling.Group,
      main,
      {
        minSize: min,
        maxSize: max,
        vpcZoneIdentifiers: subnetIds,
        mixedInstancesPolicy: this.mixed(template),
        targetGroupArns: target ? [target.targetGroupArn] : [],
        healthCheckType: target ? "ELB" : "EC2",
        healthCheckGracePeriod: warmupSeconds,
        defaultInstanceWarmup: warmupSeconds,
        // The first update ends when so many answer.
        ...(target && { minElbCapacity: min }),
        capacityRebalance: spotShare > 0,
        initialLifecycleHooks: firstHooks(lifecycleHooks),
        instanceMaintenancePolicy,
        instanceRefresh: instanceRefresh(this.#args.refresh),
        enabledMetrics: [...metrics],
        metricsGranularity: "1Minute",
        tags: [
          { key: "Name", value: this.logicalName, propagateAtLaunch: false },
          { key: "Layer", value: "compute", propagateAtLaunch: false },
        ],
      },
      {
        dependsOn: [
          ...ready,
          ...(target?.ready ?? []),
          ...this.environment.once("autoScalingRole"),
          ...(spotShare > 0 ? this.environment.once("spotRole") : []),
        ],
        ignoreChanges: [
          // Scaling sets it from then on, or a person does.
          "desiredCapacity",
          // Count when the group is made; later hooks are resources of their own.
          "initialLifecycleHooks",
          // A schedule sets the bounds in AWS; the next update must not set them back.
          ...(scaling?.schedules ? ["minSize", "maxSize"] : []),
        ],
      },
    );
  }

  /** By its number, so that a refresh can go back to the one before. */
  private mixed(
    template: aws.ec2.LaunchTemplate,
  ): aws.types.input.autoscaling.GroupMixedInstancesPolicy {
    const { spotShare = 0 } = this.#args;
    return {
      instancesDistribution: {
        onDemandAllocationStrategy: "prioritized",
        onDemandBaseCapacity: spotShare < 1 ? 1 : 0,
        onDemandPercentageAboveBaseCapacity: 100 - Math.round(spotShare * 100),
        spotAllocationStrategy: "price-capacity-optimized",
      },
      launchTemplate: {
        launchTemplateSpecification: {
          launchTemplateId: template.id,
          version: pulumi.interpolate`${template.latestVersion}`,
        },
        overrides: this.types().map((instanceType) => ({ instanceType })),
      },
    };
  }
}
