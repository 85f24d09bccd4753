import { atMost, absent, custom, pattern, range, refuses, required } from "../base/checks";
import { lambda } from "../base/types/lambda";
import { isKnown, type Inputs, type ResourceRule } from "../base/rule";
import { equals, isAbsent, isRecord, isSet, listOf, valueAt, valuesAt } from "../base/values";

const QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const API = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html";
const DURABLE = "https://docs.aws.amazon.com/lambda/latest/api/API_DurableConfig.html";
const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Memory of a function in MB, in steps of 1 MB. 1,769 MB is one vCPU. */
export const lambdaMemory = { min: 128, max: 10_240, unit: "MB" };
/** Run time of one invocation. AWS's own default is 3 seconds. */
export const lambdaTimeout = { min: 1, max: 900, unit: "seconds" };
/** Size of `/tmp` in MB. */
export const lambdaStorage = { min: 512, max: 10_240, unit: "MB" };
/** All of one durable execution, in seconds: up to 366 days. */
export const lambdaExecution = { min: 1, max: 31_622_400, unit: "seconds" };
/** Days for which the history of a durable execution is kept. */
export const lambdaHistory = { min: 1, max: 90, unit: "days" };
/** All environment variables of a function together: keys and values. */
export const lambdaEnvironmentBytes = 4_096;
/** Subnets and security groups of a function in a VPC. */
export const lambdaSubnets = 16;
export const lambdaSecurityGroups = 5;
/** Names that Lambda sets itself. Others that begin with `AWS_` may be set. */
export const lambdaReservedVariables = [
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
];

const f = lambda.function;

export const sections = { LAM: "Lambda" };

/** Size, environment, network and logging of a function. */
export const resourceRules: readonly ResourceRule[] = [
  range("LAM-01", f, "memorySize", lambdaMemory, {
    when: (inputs) => isAbsent(inputs, "capacityProviderConfig"),
    source: QUOTAS,
    fix: "Set memorySize within the range, in steps of 1 MB.",
  }),
  range(
    "LAM-01-managed",
    f,
    "memorySize",
    { min: 128, max: 32_768, unit: "MB" },
    {
      when: (inputs) => isSet(inputs, "capacityProviderConfig"),
      source: QUOTAS,
      fix: "Set memorySize within what managed instances allow.",
    },
  ),
  range("LAM-02", f, "timeout", lambdaTimeout, {
    when: (inputs) => isAbsent(inputs, "capacityProviderConfig"),
    source: QUOTAS,
    fix: "Set timeout to at most 900; split longer work, or hand it to Step Functions or ECS.",
  }),
  range(
    "LAM-02-managed",
    f,
    "timeout",
    { min: 1, max: 5_400, unit: "seconds" },
    {
      when: (inputs) => isSet(inputs, "capacityProviderConfig"),
      source: QUOTAS,
      fix: "Set timeout within what managed instances allow.",
    },
  ),
  required("LAM-02-default", f, "timeout", {
    severity: "warning",
    limit: "a timeout of its own; without one AWS stops the function after 3 seconds",
    source: QUOTAS,
    fix: "Set timeout to what the handler needs.",
  }),
  range("LAM-33", f, "durableConfig.executionTimeout", lambdaExecution, {
    source: DURABLE,
    fix: "Set executionTimeout within the range; it bounds all of an execution, waits included.",
  }),
  range("LAM-33-retention", f, "durableConfig.retentionPeriod", lambdaHistory, {
    source: DURABLE,
    fix: "Set the retention within the range; keep longer history in a table or bucket of your own.",
  }),
  range("LAM-03", f, "ephemeralStorage.size", lambdaStorage, {
    source: QUOTAS,
    fix: "Set ephemeralStorage.size within the range; use EFS or S3 for more.",
  }),
  custom(
    "LAM-04-size",
    f,
    {
      limit: `${lambdaEnvironmentBytes.toLocaleString("en-US")} bytes for all keys and values together`,
      source: QUOTAS,
      fix: "Move large values to a parameter, a secret or an object in S3 and read them at run time.",
    },
    (inputs) => {
      const bytes = valuesAt(inputs, "environment.variables.*").reduce(
        (sum, { path, value }) =>
          sum +
          Buffer.byteLength(lastPart(path)) +
          (typeof value === "string" ? Buffer.byteLength(value) : 0),
        0,
      );
      return bytes > lambdaEnvironmentBytes
        ? { argument: "environment.variables", found: `${bytes} bytes` }
        : undefined;
    },
  ),
  custom(
    "LAM-04-name",
    f,
    {
      limit: "names of letters, digits and underscores that begin with a letter, two or more long",
      source: API,
      fix: "Rename the environment variable.",
    },
    (inputs) =>
      variableNames(inputs)
        .filter((name) => !/^[A-Za-z][A-Za-z0-9_]+$/.test(name))
        .filter((name) => !lambdaReservedVariables.includes(name))
        .map((name) => ({ argument: "environment.variables", found: name })),
  ),
  custom(
    "LAM-04-reserved",
    f,
    {
      limit: "names that Lambda does not set itself",
      source: `${GUIDE}/configuration-envvars.html`,
      fix: "Rename the environment variable; Lambda gives the handler this one anyway.",
    },
    (inputs) =>
      variableNames(inputs)
        .filter((name) => lambdaReservedVariables.includes(name))
        .map((name) => ({ argument: "environment.variables", found: name })),
  ),
  pattern("LAM-10", f, "name", /^[A-Za-z0-9-_]{1,64}$/, {
    limit: "1 to 64 letters, digits, hyphens and underscores",
    source: API,
    fix: "Shorten the name, or leave it out: Pulumi then names the function.",
  }),
  atMost("LAM-11-subnets", f, "vpcConfig.subnetIds", lambdaSubnets, {
    limit: `at most ${lambdaSubnets} subnets`,
    source: API,
    fix: "Name fewer subnets; one for each zone is enough.",
  }),
  atMost("LAM-11-groups", f, "vpcConfig.securityGroupIds", lambdaSecurityGroups, {
    limit: `at most ${lambdaSecurityGroups} security groups`,
    source: API,
    fix: "Merge security groups.",
  }),
  custom(
    "LAM-11-zones",
    f,
    {
      severity: "warning",
      limit: "subnets in two or more zones",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html",
      fix: "Add a subnet of another zone, so that the function survives the loss of one.",
    },
    (inputs) =>
      listOf(valueAt(inputs, "vpcConfig.subnetIds")).length === 1
        ? { argument: "vpcConfig.subnetIds", found: "one subnet" }
        : undefined,
  ),
  pattern("LAM-12", f, "fileSystemConfig.localMountPath", /^\/mnt\/[A-Za-z0-9-_.]+$/, {
    limit: "a path directly below /mnt, such as /mnt/shared",
    source: API,
    fix: "Mount the file system below /mnt.",
  }),
  required("LAM-12-vpc", f, "vpcConfig", {
    when: (inputs) => isSet(inputs, "fileSystemConfig"),
    limit: "a VPC: a function reaches EFS through its mount targets",
    source: `${GUIDE}/configuration-filesystem.html`,
    fix: "Set vpcConfig to the subnets of the file system's mount targets.",
  }),
  range(
    "LAM-17-count",
    f,
    "reservedConcurrentExecutions",
    { min: 0, max: Number.MAX_SAFE_INTEGER, also: [-1] },
    {
      limit: "0 or more; -1 for no reservation",
      source: "https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html",
      fix: "Set how many may run at once, or leave it out.",
    },
  ),
  custom(
    "LAM-17",
    f,
    {
      severity: "warning",
      limit: "1 or more; 0 stops every invocation",
      source: `${GUIDE}/configuration-concurrency.html`,
      fix: "Remove reservedConcurrentExecutions, unless the function is meant to be switched off.",
    },
    (inputs) =>
      equals(inputs, "reservedConcurrentExecutions", 0)
        ? { argument: "reservedConcurrentExecutions", found: 0 }
        : undefined,
  ),
  pattern("LAM-18", f, "deadLetterConfig.targetArn", /^arn:[a-z-]+:(sqs|sns):(?!.*\.fifo$)/, {
    limit: "the ARN of a standard SQS queue or a standard SNS topic",
    source: `${GUIDE}/invocation-async-retain-records.html`,
    fix: "Name a standard queue or topic, or use an on-failure destination.",
  }),
  ...["applicationLogLevel", "systemLogLevel"].map((level) =>
    absent(
      `LAM-22-${level === "applicationLogLevel" ? "application" : "system"}`,
      f,
      `loggingConfig.${level}`,
      {
        when: (inputs) => equals(inputs, "loggingConfig.logFormat", "Text"),
        limit: "no log level with the format Text",
        source: API,
        fix: `Set loggingConfig.logFormat to "JSON" or remove loggingConfig.${level}.`,
      },
    ),
  ),
  custom(
    "LAM-23",
    f,
    {
      limit: "one architecture: x86_64 or arm64",
      source: API,
      fix: 'Set architectures to ["arm64"] or ["x86_64"].',
    },
    (inputs) => {
      const architectures = listOf(valueAt(inputs, "architectures"));
      const isWrong =
        architectures.length > 1 ||
        architectures.some((name) => isKnown(name) && name !== "x86_64" && name !== "arm64");
      return isWrong ? { argument: "architectures", found: architectures } : undefined;
    },
  ),
  custom(
    "LAM-23-arm",
    f,
    {
      severity: "info",
      limit: "arm64, which costs 20 % less for the same work",
      source: "https://aws.amazon.com/lambda/pricing/",
      fix: 'Set architectures to ["arm64"], unless a native dependency needs x86_64.',
    },
    (inputs) =>
      isAbsent(inputs, "architectures") || listOf(valueAt(inputs, "architectures"))[0] === "x86_64"
        ? { argument: "architectures", found: valueAt(inputs, "architectures") }
        : undefined,
  ),
  refuses("SEC-LAM-tracing", f, "tracingConfig.mode", /^PassThrough$/, {
    severity: "info",
    limit: "Active, so that slow calls can be found",
    source: `${GUIDE}/services-xray.html`,
    fix: "Set tracingConfig.mode to Active.",
  }),
];

function lastPart(path: string): string {
  return path.slice("environment.variables.".length);
}

function variableNames(inputs: Inputs): string[] {
  const variables = valueAt(inputs, "environment.variables");
  return isRecord(variables) ? Object.keys(variables) : [];
}
