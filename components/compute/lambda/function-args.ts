/** What can be said about a Lambda function. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Transforms } from "../../component";
import { Access, Destination, MountableFileSystem, Trigger, VirtualNetwork } from "../../contracts";
import { BundleOptions } from "./bundle";
import { DurableArgs } from "./durable";
import { FunctionUrlArgs } from "./function-url";
import { ProvisionedConcurrencyArgs } from "./provisioned-concurrency";
import type { ReleaseArgs } from "./release/release-args";

/** Processors: Graviton (`arm64`) costs a fifth less for the same time. */
export const architectures = ["arm64", "x86_64"] as const;
export type Architecture = (typeof architectures)[number];

/** Levels of the JSON log, most talkative first. */
export const logLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where a function stands in the VPC. */
export interface VpcPlacement {
  network: VirtualNetwork;
  /** True to reach the internet over HTTPS, through the network's fixed addresses: the function stands in the private subnets. `{ ports }` for other TCP ports, such as `[443, 5432]`. Default: false: isolated subnets, no way out. */
  egress?: boolean | { ports: readonly number[] };
}

/** A file system seen as a folder. */
export interface FileSystemMount {
  from: MountableFileSystem;
  /** Where it appears, below `/mnt/`, such as `/mnt/models`. */
  localMountPath: string;
}

/** What happens with asynchronous calls: those of S3, SNS, EventBridge and `InvocationType: "Event"`. */
export interface AsynchronousArgs {
  /** Gets a record of every call that failed for good. Preferred to `deadLetters`: the record says why. Default: none. */
  onFailure?: Destination;
  /** Gets a record of every call that succeeded. Not a bucket. Default: none. */
  onSuccess?: Destination;
  /** Tries after the first one fails, a minute and two minutes later. Default: 2. Limit: 0 to 2. */
  maximumRetryAttempts?: pulumi.Input<number>;
  /** Seconds that a call may wait, after which it has failed. Default: 21,600 (6 hours). Limit: 60 to 21,600. */
  maximumEventAgeInSeconds?: pulumi.Input<number>;
  /** Gets the event alone of every call that failed for good: a standard queue or topic. Default: none. */
  deadLetters?: Destination;
}

export interface LambdaFunctionArgs<Event = unknown, Result = unknown> extends AsynchronousArgs {
  /** What makes the function run; types its event. APIs and load balancers take the function instead. Default: nothing. */
  on?: Trigger<Event, Result> | readonly Trigger<Event, Result>[];
  /** What the function may do: `[table.read(), queue.send()]`. Default: write its own logs. */
  access?: readonly Access[];
  /** Further environment variables. What an inline handler captures needs none. Limit: 4 KB in all; names of Lambda's own (`AWS_REGION` ...) are refused. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Memory in MB; the share of a processor grows with it, 1,769 MB is one. Default: 256. Limit: 128 to 10,240. */
  memorySize?: pulumi.Input<number>;
  /** Longest run in seconds. Default: 30. Limit: 1 to 900. */
  timeout?: number;
  /** Room in `/tmp`, in MB. Default: 512. Limit: 512 to 10,240. */
  ephemeralStorage?: { size: pulumi.Input<number> };
  /** Default: `arm64`. */
  architecture?: Architecture;
  /** ARNs of layer versions. Default: none. Limit: 5, and 250 MB unpacked with the code; none with an image. */
  layers?: pulumi.Input<string>[];
  /** Place in the VPC. Default: outside of it, which starts faster and reaches the internet. */
  vpc?: VpcPlacement;
  /** A file system; needs `vpc`. Default: none. Limit: 1. */
  fileSystem?: FileSystemMount;
  /** Runs that are set aside for this function, and its upper bound. Default: none set aside. 0 stops the function. */
  reservedConcurrentExecutions?: pulumi.Input<number>;
  /** Environments that are started before they are needed: a number, or bounds to scale between. Costs money while idle. Default: none. Makes a version and the alias `live`. */
  provisionedConcurrency?: number | ProvisionedConcurrencyArgs;
  /** True to start from a snapshot: Java, Python from 3.12, .NET from 8. Default: false. Makes a version and the alias `live`. */
  snapStart?: boolean;
  /** Lets the handler wait for up to a year between its steps, with checkpoints. Default: none. Set when the function is first made: AWS can't add it later. Makes a version and the alias `live`. */
  durable?: DurableArgs;
  /** How a new version takes over: bit by bit, judged by hooks and alarms, and turned back where one of them fails (docs/releases.md). Default: at once, and for good. Makes a version and the alias `live`. */
  release?: ReleaseArgs;
  /** True to run each tenant's calls in environments of its own; callers name the tenant. Default: false. Set when the function is first made. Not with `snapStart`, `provisionedConcurrency`, `url` or `on`. */
  tenantIsolation?: boolean;
  /** An HTTPS address of the function's own. Default: none. */
  url?: FunctionUrlArgs;
  /** True where the function calls itself on purpose, through what triggers it; else AWS stops such a loop after about 16 rounds, and LAM-27 refuses it. Default: false. */
  recursiveLoop?: boolean;
  /** False to leave X-Ray traces off. Default: true. */
  tracing?: boolean;
  /** Least important messages that are kept in the log. Default: `INFO`. */
  logLevel?: LogLevel;
  /** One line for people who look at the function in the console. */
  description?: pulumi.Input<string>;
  /** How an inline handler is built. */
  bundle?: Pick<
    BundleOptions,
    "external" | "files" | "folder" | "install" | "load" | "minify" | "runtime" | "sdk" | "target"
  >;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    function: aws.lambda.FunctionArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    alias: aws.lambda.AliasArgs;
    asynchronous: aws.lambda.FunctionEventInvokeConfigArgs;
    url: aws.lambda.FunctionUrlArgs;
  }>;
}
