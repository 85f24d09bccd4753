/** Arguments of a function that break one rule of Lambda each, and what is said about them. */
import * as pulumi from "@pulumi/pulumi";
import { FunctionCode, LambdaFunctionArgs, PackagedCode } from "../../../../components/compute";
import { lambdaRuntimes } from "../../../../rules/lambda/runtimes";
import { destination, network } from "./function-under-test";

export interface Breach {
  /** The child that is blamed. Default: the function, `hello`. */
  child?: string;
  /** Default: an inline handler. */
  code?: FunctionCode<unknown, unknown>;
  args: LambdaFunctionArgs;
  /** Argument, value and limit. */
  says: string;
}

const python = { runtime: "python3.14", handler: "app.handler" };
const packaged = (given: Partial<PackagedCode> = {}): PackagedCode => ({
  ...python,
  code: new pulumi.asset.AssetArchive({}),
  ...given,
});
const image = { image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello:1" };
const mount = { arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1" };
const managed = {
  capacityProviderConfig: {
    lambdaManagedInstancesCapacityProviderConfig: { capacityProviderArn: "arn:aws:lambda:x" },
  },
};
const many = (count: number) => Array.from({ length: count }, (_, index) => `item-${index}`);
const changed = (change: NonNullable<LambdaFunctionArgs["transform"]>["function"]) => ({
  transform: { function: change },
});
/** With an alias, as provisioned concurrency makes one. */
const aliased = (alias: NonNullable<LambdaFunctionArgs["transform"]>["alias"]) => ({
  provisionedConcurrency: 1,
  transform: { alias },
});
const addressed = (url: NonNullable<LambdaFunctionArgs["transform"]>["url"]) => ({
  url: {},
  transform: { url },
});
const fileSystem = (localMountPath: string) => ({
  localMountPath,
  from: {
    accessPointArn: pulumi.output(mount.arn),
    mount: () => ({ statements: [] }),
    ready: [],
  },
});
const text = { logFormat: "Text", logGroup: "hello" };

/** By rule. */
export const breaches: { readonly [rule: string]: Breach } = {
  "LAM-01": { args: { memorySize: 64 }, says: "memorySize is 64; allowed: 128 to 10,240 MB" },
  "LAM-01-managed": {
    args: changed({ ...managed, memorySize: 32_769 }),
    says: "memorySize is 32769; allowed: 128 to 32,768 MB",
  },
  "LAM-02": { args: { timeout: 901 }, says: "timeout is 901; allowed: 1 to 900 seconds" },
  "LAM-02-managed": {
    args: changed({ ...managed, timeout: 5_401 }),
    says: "timeout is 5401; allowed: 1 to 5,400 seconds",
  },
  "LAM-02-default": {
    args: changed((args) => ({ ...args, timeout: undefined })),
    says: "timeout is missing; allowed: a timeout of its own; without one AWS stops the function after 3 seconds",
  },
  "LAM-33": {
    args: { durable: { executionTimeout: 0 } },
    says: "durableConfig.executionTimeout is 0; allowed: 1 to 31,622,400 seconds",
  },
  "LAM-33-retention": {
    args: { durable: { executionTimeout: 60, retention: 91 } },
    says: "durableConfig.retentionPeriod is 91; allowed: 1 to 90 days",
  },
  "LAM-03": {
    args: { ephemeralStorage: { size: 10_241 } },
    says: "ephemeralStorage.size is 10241; allowed: 512 to 10,240 MB",
  },
  "LAM-04-size": {
    code: packaged(),
    args: { environment: { TEXT: "x".repeat(4_096) } },
    says: 'environment.variables is "4100 bytes"; allowed: 4,096 bytes for all keys and values together',
  },
  "LAM-04-name": {
    code: packaged(),
    args: { environment: { "2ND": "x" } },
    says: 'environment.variables is "2ND"; allowed: names of letters, digits and underscores that begin with a letter',
  },
  "LAM-04-reserved": {
    code: packaged(),
    args: { environment: { AWS_REGION: "eu-west-1" } },
    says: 'environment.variables is "AWS_REGION"; allowed: names that Lambda does not set itself',
  },
  "LAM-05": { args: { layers: many(6) }, says: "layers is 6; allowed: at most 5 layers" },
  "LAM-05-image": {
    code: image,
    args: { layers: many(1) },
    says: 'layers is ["item-0"]; allowed: no layers on a container image',
  },
  "LAM-07-image-handler": {
    code: image,
    args: changed({ handler: "app.handler" }),
    says: 'handler is "app.handler"; allowed: no handler on a container image',
  },
  "LAM-07-image-runtime": {
    code: image,
    args: changed({ runtime: "python3.14" }),
    says: 'runtime is "python3.14"; allowed: no runtime on a container image',
  },
  "LAM-07-image-uri": {
    code: image,
    args: changed({ imageUri: undefined }),
    says: "imageUri is missing; allowed: a value",
  },
  "LAM-07-zip-handler": {
    args: changed({ handler: undefined }),
    says: "handler is missing; allowed: a value",
  },
  "LAM-07-zip-runtime": {
    args: changed({ runtime: undefined }),
    says: "runtime is missing; allowed: a value",
  },
  "LAM-08-blocked": {
    code: packaged({ runtime: "python3.8" }),
    args: {},
    says: 'runtime is "python3.8"; allowed: a runtime that functions can still be created with; AWS blocked this one on 2025-10-01',
  },
  "LAM-08-deprecated": {
    code: packaged({ runtime: "python3.9" }),
    args: {},
    says: 'runtime is "python3.9"; allowed: a runtime with patches for the next 180 days; this one got its last patches on 2025-12-15',
  },
  "LAM-08-unlisted": {
    code: packaged({ runtime: "python3" }),
    args: {},
    says: `runtime is "python3"; allowed: one of ${Object.keys(lambdaRuntimes).join(", ")}`,
  },
  "LAM-10": {
    args: changed({ name: "n".repeat(65) }),
    says: `name is "${"n".repeat(65)}"; allowed: 1 to 64 letters, digits, hyphens and underscores`,
  },
  "LAM-10-alias": {
    child: "hello-live",
    args: aliased({ name: "12" }),
    says: 'name is "12"; allowed: 1 to 128 letters, digits, hyphens and underscores, not digits alone',
  },
  "LAM-11-subnets": {
    args: changed({ vpcConfig: { subnetIds: many(17), securityGroupIds: ["sg-1"] } }),
    says: "vpcConfig.subnetIds is 17; allowed: at most 16 subnets",
  },
  "LAM-11-groups": {
    args: changed({ vpcConfig: { subnetIds: many(2), securityGroupIds: many(6) } }),
    says: "vpcConfig.securityGroupIds is 6; allowed: at most 5 security groups",
  },
  "LAM-11-zones": {
    args: changed({ vpcConfig: { subnetIds: many(1), securityGroupIds: ["sg-1"] } }),
    says: 'vpcConfig.subnetIds is "one subnet"; allowed: subnets in two or more zones',
  },
  "LAM-12": {
    args: { vpc: { network: network("none") }, fileSystem: fileSystem("/models") },
    says: 'fileSystemConfig.localMountPath is "/models"; allowed: a path directly below /mnt, such as /mnt/shared',
  },
  "LAM-12-vpc": {
    args: { fileSystem: fileSystem("/mnt/models") },
    says: "vpcConfig is missing; allowed: a VPC: a function reaches EFS through its mount targets",
  },
  "LAM-13-runtime": {
    args: { snapStart: true },
    says: 'runtime is "nodejs24.x"; allowed: python3.14, python3.13, python3.12, java25',
  },
  "LAM-13-publish": {
    code: packaged(),
    args: { snapStart: true, ...changed({ publish: false }) },
    says: "publish is false; allowed: publish: true, because only published versions start from a snapshot",
  },
  "LAM-13-storage": {
    code: packaged(),
    args: { snapStart: true, ephemeralStorage: { size: 1_024 } },
    says: "ephemeralStorage.size is 1024; allowed: 512 MB with snapStart",
  },
  "LAM-13-efs": {
    code: packaged(),
    args: {
      snapStart: true,
      ...changed({
        fileSystemConfig: { ...mount, localMountPath: "/mnt/models" },
        vpcConfig: { subnetIds: many(2), securityGroupIds: ["sg-1"] },
      }),
    },
    says: `fileSystemConfig is {"arn":"${mount.arn}","localMountPath":"/mnt/mod`,
  },
  "LAM-14-count": {
    child: "hello-provisioned-concurrency",
    args: { provisionedConcurrency: 0 },
    says: "provisionedConcurrentExecutions is 0; allowed: 1 or more",
  },
  "LAM-14-bounds": {
    child: "hello-provisioned-concurrency",
    args: { provisionedConcurrency: { min: 5, max: 2 } },
    says: "minCapacity is 5; allowed: at most maxCapacity, 2",
  },
  "LAM-17-count": {
    args: { reservedConcurrentExecutions: -5 },
    says: "reservedConcurrentExecutions is -5; allowed: 0 or more; -1 for no reservation",
  },
  "LAM-17": {
    args: { reservedConcurrentExecutions: 0 },
    says: "reservedConcurrentExecutions is 0; allowed: 1 or more; 0 stops every invocation",
  },
  "LAM-18": {
    args: changed({ deadLetterConfig: { targetArn: "arn:aws:sqs:eu-west-1:1:dead.fifo" } }),
    says: 'deadLetterConfig.targetArn is "arn:aws:sqs:eu-west-1:1:dead.fifo"; allowed: the ARN of a standard SQS queue or a standard SNS topic',
  },
  "LAM-20-retries": {
    child: "hello-asynchronous",
    args: { maximumRetryAttempts: 3 },
    says: "maximumRetryAttempts is 3; allowed: 0 to 2 retries",
  },
  "LAM-20-age": {
    child: "hello-asynchronous",
    args: { maximumEventAgeInSeconds: 59 },
    says: "maximumEventAgeInSeconds is 59; allowed: 60 to 21,600 seconds",
  },
  "LAM-20-success": {
    child: "hello-asynchronous",
    args: {
      onSuccess: destination("queue"),
      transform: {
        asynchronous: { destinationConfig: { onSuccess: { destination: "arn:aws:s3:::done" } } },
      },
    },
    says: 'destinationConfig.onSuccess.destination is "arn:aws:s3:::done"; allowed: a queue, topic, event bus or function',
  },
  "LAM-21": {
    child: "hello-live",
    args: aliased({ routingConfig: { additionalVersionWeights: { "2": 1.5 } } }),
    says: 'routingConfig.additionalVersionWeights is {"2":1.5}; allowed: weights from 0 to 1 for one additional version',
  },
  "LAM-21-latest": {
    child: "hello-live",
    args: aliased({
      functionVersion: "$LATEST",
      routingConfig: { additionalVersionWeights: { "2": 0.5 } },
    }),
    says: 'functionVersion is "$LATEST"; allowed: a published version, because calls are shared between versions',
  },
  "LAM-22-application": {
    args: changed({ loggingConfig: { ...text, applicationLogLevel: "INFO" } }),
    says: 'loggingConfig.applicationLogLevel is "INFO"; allowed: no log level with the format Text',
  },
  "LAM-22-system": {
    args: changed({ loggingConfig: { ...text, systemLogLevel: "INFO" } }),
    says: 'loggingConfig.systemLogLevel is "INFO"; allowed: no log level with the format Text',
  },
  "LAM-23": {
    args: changed({ architectures: ["arm64", "x86_64"] }),
    says: 'architectures is ["arm64","x86_64"]; allowed: one architecture: x86_64 or arm64',
  },
  "LAM-24": {
    child: "hello-url",
    args: addressed({ authorizationType: "IAM" }),
    says: 'authorizationType is "IAM"; allowed: AWS_IAM, NONE',
  },
  "LAM-24-origin": {
    child: "hello-url",
    args: { url: { cors: { allowOrigins: ["https://www.example.com/"] } } },
    says: 'cors.allowOrigins[0] is "https://www.example.com/"',
  },
  "LAM-24-public": {
    child: "hello-url",
    args: { url: { authorization: "none" } },
    says: 'authorizationType is "NONE"; allowed: AWS_IAM; with NONE everyone may call the function',
  },
  "LAM-24-version": {
    child: "hello-url",
    args: addressed({ qualifier: "7" }),
    says: 'qualifier is "7"; allowed: an alias, or nothing',
  },
  "LAM-24-mode": {
    child: "hello-url",
    args: addressed({ invokeMode: "STREAM" }),
    says: 'invokeMode is "STREAM"; allowed: BUFFERED, RESPONSE_STREAM',
  },
  "LAM-30": {
    child: "hello-logs",
    args: { transform: { logGroup: { retentionInDays: 8 } } },
    says: "retentionInDays is 8; allowed: 0 or one of 1, 3, 5, 7, 14, 30, 60, 90",
  },
  "LAM-30-retention": {
    child: "hello-logs",
    args: { transform: { logGroup: { retentionInDays: 0 } } },
    says: "retentionInDays is 0; allowed: a number of days; without one logs are kept, and paid, for ever",
  },
};
