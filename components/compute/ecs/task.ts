/** A task definition with its two roles, its log group and its image. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../../base/sorted";
import { EnvironmentFacts } from "../../base/environment-facts";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { main, MakeChild } from "../../component";
import { Access } from "../../contracts";
import type { Architecture } from "../lambda/function-args";
import { logGroupArgs } from "../../base/log-groups";
import {
  ContainerArgs,
  containerDefinitions,
  ContainerPort,
  logStatement,
  pullAccess,
  PulledImage,
  pulledImage,
  secretAccess,
  volumeAccess,
} from "./container";

/** What a task is made of, beside its container's arguments. */
export interface TaskNeeds {
  readonly name: string;
  readonly environment: EnvironmentFacts;
  readonly parent: pulumi.Resource;
  /** What the container may do, beside its file systems. */
  readonly access: readonly Access[];
  readonly ports?: readonly ContainerPort[];
  readonly variables?: Readonly<Record<string, pulumi.Input<string>>>;
  /** True for servers of the cluster's own in place of Fargate. Default: false. */
  readonly onServers?: boolean;
}

export interface Task extends Surroundings {
  readonly definition: aws.ecs.TaskDefinition;
  /** The policies of both roles, and what is mounted. */
  readonly ready: readonly pulumi.Resource[];
}

/** What stands around a container, whoever starts it. */
export interface Surroundings {
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly image: PulledImage;
  /** What starts a task: image, log, secrets. */
  readonly starting: readonly Access[];
  readonly taskRole: aws.iam.Role;
  readonly executionRole: aws.iam.Role;
  /** Of both roles. */
  readonly policies: readonly aws.iam.RolePolicy[];
}

/** The two roles apart: one starts the container and sees its secrets, the other is the container's own. */
export function makeSurroundings(
  args: Pick<ContainerArgs, "architecture" | "image" | "secrets" | "volumes">,
  { environment, parent, access }: Pick<TaskNeeds, "environment" | "parent" | "access">,
  child: MakeChild,
): Surroundings {
  const { partition } = aws.getPartitionOutput({}, { parent });
  const logGroup = child(aws.cloudwatch.LogGroup, "logs", logGroupArgs(environment), {
    key: "logGroup",
  });
  const place = { partition, key: environment.keyArn("data") };
  const image = pulledImage(args.image, args.architecture ?? "arm64", place, child);
  const logs: Access = { statements: [logStatement(logGroup.arn)] };
  const starting = [logs, pullAccess(image), ...secretAccess(args.secrets)];
  const execution = makeRole("execution", starting, child);
  const task = makeRole("task", [...access, ...volumeAccess(args.volumes)], child);
  return {
    logGroup,
    image,
    starting,
    taskRole: task.role,
    executionRole: execution.role,
    policies: [execution, task].flatMap(({ policy }) => policy ?? []),
  };
}

/** A revision of the task definition, which stays when the next one is made. */
export function makeTask(args: ContainerArgs, needs: TaskNeeds, child: MakeChild): Task {
  const { environment } = needs;
  const { architecture = "arm64", cpu = 256, memory = 512, volumes = {} } = args;
  const around = makeSurroundings(args, needs, child);
  const { image, logGroup, policies } = around;
  const definition = child(
    aws.ecs.TaskDefinition,
    main,
    {
      family: `${pulumi.getProject()}-${pulumi.getStack()}-${needs.name}`,
      requiresCompatibilities: [needs.onServers ? "EC2" : "FARGATE"],
      networkMode: "awsvpc",
      cpu: String(cpu),
      memory: String(memory),
      runtimePlatform: runtimePlatform(architecture),
      executionRoleArn: around.executionRole.arn,
      taskRoleArn: around.taskRole.arn,
      ...(args.storage === undefined ? {} : { ephemeralStorage: { sizeInGib: args.storage } }),
      volumes: sorted(volumes).map(([name, { from }]) => ({
        name,
        efsVolumeConfiguration: {
          fileSystemId: from.fileSystemId ?? "",
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: from.accessPointId, iam: "ENABLED" },
        },
      })),
      containerDefinitions: containerDefinitions(args, {
        image,
        logGroup: logGroup.name,
        region: environment.region,
        ports: needs.ports,
        variables: needs.variables,
      }),
      // Earlier revisions stay, so that a deployment that fails can go back to one.
      skipDestroy: true,
    },
    { dependsOn: [...policies] },
  );
  const mounts = sorted(volumes).flatMap(([, { from }]) => from.ready);
  return { ...around, definition, ready: [...policies, ...mounts] };
}

/** In the words of ECS and Batch. */
export function runtimePlatform(architecture: Architecture) {
  const cpuArchitecture = architecture === "arm64" ? "ARM64" : "X86_64";
  return { operatingSystemFamily: "LINUX", cpuArchitecture };
}

function makeRole(
  which: "execution" | "task",
  access: readonly Access[],
  child: MakeChild,
): { role: aws.iam.Role; policy?: aws.iam.RolePolicy } {
  const statements = access.flatMap((each) => each.statements);
  const role = child(aws.iam.Role, `${which}-role`, {
    assumeRolePolicy: assumedBy("ecs-tasks.amazonaws.com"),
  });
  return {
    role,
    // IAM refuses a policy without statements.
    ...(statements.length > 0 && {
      policy: child(aws.iam.RolePolicy, `${which}-policy`, {
        role: role.name,
        policy: policyDocument(statements),
      }),
    }),
  };
}
