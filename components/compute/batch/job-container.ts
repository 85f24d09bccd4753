/** A job's container in the words of Batch. */
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../../base/sorted";
import { ContainerArgs, containerName, defaultUser, secretReference } from "../ecs/container";
import { runtimePlatform, Surroundings } from "../ecs/task";
import { jobSize, VIRTUAL_CPU } from "./job-size";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html */
export function jobContainer(
  args: Omit<ContainerArgs, "healthCheck" | "writableFolders"> & {
    readOnlyRoot?: boolean;
    servers?: object;
  },
  { image, logGroup, taskRole, executionRole }: Surroundings,
  region: pulumi.Input<string>,
): pulumi.Output<string> {
  const { architecture = "arm64", servers } = args;
  const { cpu, memory } = jobSize(args);
  const { environment = {}, secrets = {}, volumes = {}, readOnlyRoot = false } = args;
  return pulumi.jsonStringify({
    image: image.uri,
    ...(args.command && { command: args.command }),
    jobRoleArn: taskRole.arn,
    executionRoleArn: executionRole.arn,
    resourceRequirements: [
      { type: "VCPU", value: String(cpu / VIRTUAL_CPU) },
      { type: "MEMORY", value: String(memory) },
    ],
    environment: sorted(environment).map(([name, value]) => ({ name, value })),
    secrets: sorted(secrets).map(([name, secret]) => ({
      name,
      valueFrom: secretReference(secret),
    })),
    user: args.user ?? defaultUser,
    privileged: false,
    readonlyRootFilesystem: readOnlyRoot,
    linuxParameters: { initProcessEnabled: true },
    // Of Fargate alone: servers have their own.
    ...(!servers && {
      networkConfiguration: { assignPublicIp: "DISABLED" },
      fargatePlatformConfiguration: { platformVersion: "LATEST" },
      runtimePlatform: runtimePlatform(architecture),
    }),
    ...(args.storage !== undefined && { ephemeralStorage: { sizeInGiB: args.storage } }),
    volumes: sorted(volumes).map(([name, { from }]) => ({
      name,
      efsVolumeConfiguration: {
        fileSystemId: from.fileSystemId,
        transitEncryption: "ENABLED",
        authorizationConfig: { accessPointId: from.accessPointId, iam: "ENABLED" },
      },
    })),
    mountPoints: sorted(volumes).map(([name, { path, readOnly = false }]) => ({
      sourceVolume: name,
      containerPath: path,
      readOnly,
    })),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroup.name,
        "awslogs-region": region,
        "awslogs-stream-prefix": containerName,
      },
    },
  });
}
