/** Servers that a cluster runs tasks on, made and taken away by ECS. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";
import { Access, VirtualNetwork } from "../../contracts";
import { Fleet, FleetArgs } from "../servers/fleet";
import { processorOf } from "../servers/instance-type";

export interface ClusterServersArgs extends Pick<
  FleetArgs,
  "egress" | "imageId" | "instanceTypes" | "refresh" | "rootVolume" | "spotShare" | "transform"
> {
  /** The VPC. */
  network: VirtualNetwork;
  /** Servers that always run. Default: 0: they come with the first task. */
  min?: number;
  /** Most servers. */
  max: number;
}

/** Of Amazon Linux for ECS, whose snapshot is as large. */
const DISK_GIB = 30;
/** Seconds until a server that ECS asked for takes tasks. */
const WARMUP_SECONDS = 120;

export interface ClusterServers {
  readonly fleet: Fleet;
  readonly provider: aws.ecs.CapacityProvider;
}

/**
 * A fleet and its capacity provider. ECS protects servers with tasks from being taken away by scaling, and drains
 * those that go. That protection would keep the group's end waiting for ever, so the group is deleted with what is in
 * it (`forceDelete`): services are gone by then, because they depend on the provider.
 */
export function makeServers(
  name: string,
  { min = 0, max, network, ...args }: ClusterServersArgs,
  cluster: aws.ecs.Cluster,
  parent: pulumi.Resource,
  child: MakeChild,
): ClusterServers {
  const [instanceType = "t4g.small"] = args.instanceTypes ?? [];
  const { group: users, ...transform } = args.transform ?? {};
  const fleet = new Fleet(
    `${name}-servers`,
    {
      ...args,
      network,
      imageId: args.imageId ?? newestEcsImage(instanceType, parent),
      rootVolume: { size: DISK_GIB, ...args.rootVolume },
      warmupSeconds: WARMUP_SECONDS,
      count: max,
      access: [agent(cluster.arn)],
      userData: [{ file: { path: "/etc/ecs/ecs.config", content: agentSettings(cluster.name) } }],
      transform: {
        ...transform,
        group: (given, opts) => {
          const ours = {
            ...given,
            minSize: min,
            protectFromScaleIn: true,
            forceDelete: true,
            tags: pulumi
              .output(given.tags)
              .apply((tags = []) => [
                ...tags,
                { key: "AmazonECSManaged", value: "true", propagateAtLaunch: true },
              ]),
          };
          return typeof users === "function" ? (users(ours, opts) ?? ours) : { ...ours, ...users };
        },
      },
    },
    { parent },
  );
  const provider = child(
    aws.ecs.CapacityProvider,
    "servers",
    {
      autoScalingGroupProvider: {
        autoScalingGroupArn: fleet.groupArn,
        managedScaling: {
          status: "ENABLED",
          targetCapacity: 100,
          instanceWarmupPeriod: WARMUP_SECONDS,
        },
        managedTerminationProtection: "ENABLED",
        managedDraining: "ENABLED",
      },
    },
    { key: "provider" },
  );
  return { fleet, provider };
}

/** "Retrieving Amazon ECS-optimized Linux AMI metadata", ECS developer guide. */
function newestEcsImage(instanceType: string, parent: pulumi.Resource): pulumi.Output<string> {
  const processor = processorOf(instanceType) === "arm64" ? "arm64/" : "";
  const name = `/aws/service/ecs/optimized-ami/amazon-linux-2023/${processor}recommended/image_id`;
  return aws.ssm.getParameterOutput({ name }, { parent }).insecureValue;
}

/** "Amazon ECS container agent configuration", ECS developer guide. Tasks get no credentials of their server's. */
function agentSettings(cluster: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.interpolate`ECS_CLUSTER=${cluster}
ECS_AWSVPC_BLOCK_IMDS=true
ECS_CONTAINER_STOP_TIMEOUT=120s
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
`;
}

/** What AWS's own policy for the agent (AmazonEC2ContainerServiceforEC2Role) gives, for this cluster alone. */
export function agent(clusterArn: pulumi.Output<string>): Access {
  return {
    statements: [
      { Effect: "Allow", Action: "ecs:DiscoverPollEndpoint", Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "ecs:DeregisterContainerInstance",
          "ecs:RegisterContainerInstance",
          "ecs:SubmitAttachmentStateChanges",
          "ecs:SubmitContainerStateChange",
          "ecs:SubmitTaskStateChange",
        ],
        Resource: clusterArn,
      },
      {
        // Servers have no ARN before they register.
        Effect: "Allow",
        Action: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
        Resource: "*",
        Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
      },
    ],
  };
}
