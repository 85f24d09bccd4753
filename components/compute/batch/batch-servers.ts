/** Servers that jobs run on, made and taken away by Batch. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import { whenMade } from "../../base/outputs";
import { MakeChild, Refuse } from "../../component";
import { ContainerArgs, logStatement } from "../ecs/container";
import { agent } from "../ecs/cluster-servers";
import { letAutoScalingEncrypt } from "../servers/fleet-template";
import { jobSize, VIRTUAL_CPU } from "./job-size";
import { makeServerRole, metadataOptions, rootDeviceMapping } from "../servers/server";

export interface BatchServersArgs {
  /** Families or types of server, of the job's `architecture`: Batch takes what fits and is to be had. Default: `["c7g", "m7g", "r7g"]`, for `x86_64` `["c7i", "m7i", "r7i"]`. */
  instanceTypes?: readonly string[];
  /** Virtual CPUs that are always there. Default: 0: servers come with the first job. */
  minVcpus?: number;
  /** GiB of each server's disk, for images and what jobs write. Default: 30. Limit: 30 or more, as large as the image's. */
  disk?: number;
}

const families = { arm64: ["c7g", "m7g", "r7g"], x86_64: ["c7i", "m7i", "r7i"] } as const;
/** Of Amazon Linux for ECS, whose snapshot is as large. */
const DISK_GIB = 30;

interface Servers {
  readonly name: string;
  readonly environment: EnvironmentFacts;
  readonly partition: pulumi.Output<string>;
  readonly logGroupArn: pulumi.Output<string>;
  readonly architecture: "arm64" | "x86_64";
  readonly spot: boolean;
}

export interface MadeServers {
  /** What the compute environment says of them. */
  readonly resources: Pick<
    aws.types.input.batch.ComputeEnvironmentComputeResources,
    | "allocationStrategy"
    | "ec2Configurations"
    | "instanceRole"
    | "instanceTypes"
    | "launchTemplate"
    | "minVcpus"
    | "tags"
    | "type"
  >;
  readonly ready: readonly pulumi.Resource[];
}

/** Role, template and kind of the servers. */
export function makeServers(
  { instanceTypes, minVcpus = 0, disk = DISK_GIB }: BatchServersArgs,
  { name, environment, partition, logGroupArn, architecture, spot }: Servers,
  make: MakeChild,
): MadeServers {
  const child: MakeChild = (type, suffix, args, opts) => make(type, `server-${suffix}`, args, opts);
  const { region, accountId } = environment;
  // Batch names its cluster itself, after the compute environment.
  const clusters = pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:cluster/*`;
  // The log driver of a server writes with the server's role, unless the agent is told otherwise.
  const log = { statements: [logStatement(logGroupArn)] };
  const { policy, profile } = makeServerRole([agent(clusters), log], child);
  const tags = { ...environment.defaultTags, Layer: "compute", Name: name };
  const template = child(aws.ec2.LaunchTemplate, "template", {
    metadataOptions,
    blockDeviceMappings: [rootDeviceMapping({ size: disk }, environment)],
    updateDefaultVersion: true,
    tagSpecifications: ["volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags,
    })),
  });
  return {
    resources: {
      type: spot ? "SPOT" : "EC2",
      // The strategies under which Batch changes servers in place.
      allocationStrategy: spot ? "SPOT_PRICE_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE",
      instanceTypes: [...(instanceTypes ?? families[architecture])],
      instanceRole: profile.arn,
      minVcpus,
      ec2Configurations: [{ imageType: "ECS_AL2023" }],
      launchTemplate: {
        launchTemplateId: template.id,
        version: whenMade(template.latestVersion, String),
      },
      tags,
    },
    ready: [
      policy,
      ...letAutoScalingEncrypt(environment, partition, child),
      ...environment.once("autoScalingRole"),
      ...(spot ? environment.once("spotRole") : []),
    ],
  };
}

/** What of a job no server can be, or not together with `servers`. */
export function refuseServers(
  servers: BatchServersArgs,
  { storage, maxVcpus, ...size }: Pick<ContainerArgs, "cpu" | "storage"> & { maxVcpus: number },
  refuse: Refuse,
): void {
  const { cpu } = jobSize({ ...size, servers });
  const { minVcpus = 0, disk = DISK_GIB, instanceTypes } = servers;
  if (cpu % VIRTUAL_CPU !== 0) {
    const allowed = `whole virtual CPUs of ${VIRTUAL_CPU} with servers (rule BAT-04-size)`;
    throw refuse("cpu", cpu, allowed, "round it up, or run on Fargate");
  }
  if (storage !== undefined) {
    const fix = "set servers.disk, which all jobs of a server share";
    throw refuse("storage", storage, "nothing beside servers", fix);
  }
  if (!(Number.isInteger(minVcpus) && minVcpus >= 0 && minVcpus <= maxVcpus)) {
    const allowed = `a whole number from 0 to maxVcpus (${maxVcpus})`;
    throw refuse("servers.minVcpus", minVcpus, allowed, "correct the number");
  }
  if (!(Number.isInteger(disk) && disk >= DISK_GIB)) {
    const allowed = `a whole number of ${DISK_GIB} GiB or more`;
    throw refuse("servers.disk", disk, allowed, "leave it out for 30");
  }
  if (instanceTypes?.length === 0) {
    throw refuse("servers.instanceTypes", [], "one family or type or more", "leave it out");
  }
}
