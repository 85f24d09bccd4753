/** What runs in a task: one container, locked down. */
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../../base/sorted";
import { MakeChild, Refuse } from "../../component";
import {
  Access,
  MountableFileSystem,
  PolicyStatement,
  PortProtocol,
  ReadableSecret,
} from "../../contracts";
import type { FargateCpu } from "../../../rules/fargate";
import type { Architecture } from "../lambda/function-args";
import { builtImage, ImageBuildArgs } from "../lambda/image";

/** The one container of a task. */
export const containerName = "app";
/** A user of the container's own: no image's root. Numbers need no entry in the image. */
export const defaultUser = "1000:1000";
/** Longest time on Fargate (rule ECS-01-stop-timeout): what is begun may end. */
const STOP_SECONDS = 120;

/**
 * An image: by its URI, `{ uri, repositoryArn }` where it is an Output, or `{ context }` to build it
 * while deploying, in a repository of its own.
 */
export type ContainerImage = string | ImageBuildArgs | ImageReference;

export interface ImageReference {
  /** Best with a digest: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:...`. */
  uri: pulumi.Input<string>;
  /** ARN of its repository in ECR, which the task is then let read. Default: none, for a public image. */
  repositoryArn?: pulumi.Input<string>;
}

/** A secret, whole or one key of its JSON: `{ from: secret, key: "password" }`. */
export type ContainerSecret = ReadableSecret | { from: ReadableSecret; key: string };

/** A file system seen as a folder. */
export interface VolumeMount {
  from: MountableFileSystem;
  /** Where it appears in the container, such as `/mnt/models`. */
  path: string;
  /** True to refuse writing. Default: false. */
  readOnly?: boolean;
}

export interface ContainerArgs {
  /** What runs: a URI, or `{ context: "handlers/pages/server" }` to build it. */
  image: ContainerImage;
  /** In place of the image's own. Default: the image's. */
  command?: readonly string[];
  /** CPU units; 1,024 are one virtual CPU. Default: 256. On Fargate 256, 512, 1,024, 2,048, 4,096, 8,192 or 16,384. */
  cpu?: FargateCpu;
  /** Memory in MiB. Default: 512. On Fargate what goes with `cpu` (rule ECS-01-memory). */
  memory?: number;
  /** Processor, which the image must be for. Default: `arm64`. */
  architecture?: Architecture;
  /** Environment variables. No secrets: they stand in the task definition. Default: none. */
  environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Environment variables that AWS reads from Secrets Manager when a task starts; a new value needs a new deployment. Default: none. */
  secrets?: Readonly<Record<string, ContainerSecret>>;
  /** User and group that the container runs as. Default: `1000:1000`. Not root. */
  user?: string;
  /** True to let the container write everywhere. Default: false: to `writableFolders` and `volumes` alone. */
  writableRoot?: boolean;
  /** Folders in memory that everyone may write to, and their size in MiB, which counts as the task's memory. Default: `{ "/tmp": 64 }`. */
  writableFolders?: Readonly<Record<string, number>>;
  /** File systems, by a name of your own. Default: none. */
  volumes?: Readonly<Record<string, VolumeMount>>;
  /** Disk in GiB, beside memory. Default: Fargate's 20. Limit: 21 to 200. */
  storage?: number;
  /** Command that ends with 0 while the container works, such as `["CMD-SHELL", "wget -q -O- localhost:8080/health"]`. Default: none. */
  healthCheck?: readonly string[];
}

/** An image and what it takes to pull it. */
export interface PulledImage {
  readonly uri: pulumi.Input<string>;
  readonly repositoryArn?: pulumi.Input<string>;
}

const ecrImage = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/;

/** Builds the image, or finds its repository. */
export function pulledImage(
  image: ContainerImage,
  architecture: Architecture,
  { partition, key }: { partition: pulumi.Input<string>; key?: pulumi.Output<string> },
  child: MakeChild,
): PulledImage {
  if (typeof image === "string") {
    const [, account, region, name] = ecrImage.exec(image) ?? [];
    return account === undefined
      ? { uri: image }
      : {
          uri: image,
          repositoryArn: pulumi.interpolate`arn:${partition}:ecr:${region}:${account}:repository/${name}`,
        };
  }
  return "uri" in image ? image : builtImage(image, architecture, key, child);
}

/** What pulls an image: its repository, and the token that no repository is named for. */
export function pullAccess({ repositoryArn }: PulledImage): Access {
  return {
    statements:
      repositoryArn === undefined
        ? []
        : [
            { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
            {
              Effect: "Allow",
              Action: [
                "ecr:BatchCheckLayerAvailability",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchGetImage",
              ],
              Resource: repositoryArn,
            },
          ],
  };
}

/** What reads the secrets when a task starts. */
export function secretAccess(secrets: ContainerArgs["secrets"] = {}): Access[] {
  return sorted(secrets).map(([, secret]) => ("from" in secret ? secret.from : secret).read());
}

/** What the container does with its file systems. */
export function volumeAccess(volumes: ContainerArgs["volumes"] = {}): Access[] {
  return sorted(volumes).map(([, { from }]) => from.mount());
}

/** Writes to one log group, which exists, with its retention. */
export function logStatement(logGroupArn: pulumi.Output<string>): PolicyStatement {
  return {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: pulumi.interpolate`${logGroupArn}:*`,
  };
}

/** What the arguments say together that no task can be. */
export function refuseContainer(args: ContainerArgs, refuse: Refuse): void {
  const { user = defaultUser, environment = {}, secrets = {}, volumes = {} } = args;
  if (/^(root|0)(:|$)/.test(user)) {
    throw refuse("user", user, "a user that is not root", 'leave it out for "1000:1000"');
  }
  const twice = Object.keys(secrets).find((name) => name in environment);
  if (twice !== undefined) {
    const allowed = "each variable in environment or in secrets, not in both";
    throw refuse("secrets", twice, allowed, "remove one of the two");
  }
  if (args.writableRoot && args.writableFolders) {
    throw refuse(
      "writableFolders",
      Object.keys(args.writableFolders),
      "none with writableRoot: true, where every folder is writable",
      "remove writableRoot or writableFolders",
    );
  }
  for (const [name, { from }] of sorted(volumes)) {
    if (!from.fileSystemId || !from.accessPointId) {
      throw refuse(
        `volumes.${name}`,
        "a file system without fileSystemId and accessPointId",
        "one that names file system and access point, as containers need them",
        "pass a FileSystem of the data layer",
      );
    }
  }
}

/** A port that the container listens on. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly protocol: PortProtocol;
}

/** Values that the component adds to the container. */
export interface ContainerPlace {
  readonly image: PulledImage;
  readonly logGroup: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly ports?: readonly ContainerPort[];
  readonly variables?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The container as ECS wants it, in an order that depends on names alone. */
export function containerDefinitions(
  args: ContainerArgs,
  { image, logGroup, region, ports = [], variables = {} }: ContainerPlace,
): pulumi.Output<string> {
  const { secrets = {}, volumes = {}, writableRoot = false } = args;
  const folders = writableRoot ? {} : (args.writableFolders ?? { "/tmp": 64 });
  const environment = { ...args.environment, ...variables };
  return pulumi.jsonStringify([
    {
      name: containerName,
      image: image.uri,
      essential: true,
      ...(args.command && { command: args.command }),
      ...(ports.length > 0 && { portMappings: ports }),
      environment: sorted(environment).map(([name, value]) => ({ name, value })),
      secrets: sorted(secrets).map(([name, secret]) => ({
        name,
        valueFrom: secretReference(secret),
      })),
      user: args.user ?? defaultUser,
      privileged: false,
      readonlyRootFilesystem: !writableRoot,
      linuxParameters: {
        capabilities: { drop: ["ALL"] },
        initProcessEnabled: true, // ends what the container leaves behind, and passes signals on
        // https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-ecs-tmpfs-mounts-aws-fargate-managed-instances/
        tmpfs: sorted(folders).map(([containerPath, size]) => ({
          containerPath,
          size,
          mountOptions: ["rw", "nosuid", "nodev", "mode=1777"],
        })),
      },
      mountPoints: sorted(volumes).map(([name, { path, readOnly = false }]) => ({
        sourceVolume: name,
        containerPath: path,
        readOnly,
      })),
      stopTimeout: STOP_SECONDS,
      ...(args.healthCheck && {
        healthCheck: {
          command: args.healthCheck,
          interval: 30,
          timeout: 5,
          retries: 3,
          startPeriod: 30,
        },
      }),
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": logGroup,
          "awslogs-region": region,
          "awslogs-stream-prefix": containerName,
          // A log that can't be written must not stop the application.
          mode: "non-blocking",
          "max-buffer-size": "25m",
        },
      },
    },
  ]);
}

/** `arn:json-key:version-stage:version-id`, where empty parts are AWS's defaults. */
export function secretReference(secret: ContainerSecret): pulumi.Output<string> {
  return "from" in secret ? pulumi.interpolate`${secret.from.arn}:${secret.key}::` : secret.arn;
}
