/** What lets CodeDeploy shift a function's alias from version to version, and starts it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "crypto";
import { longestLogicalName } from "../../../../rules/automatic-names";
import { codedeployAlarms, keptVersions } from "../../../../rules/codedeploy";
import { nameForms } from "../../../../rules/names";
import { EnvironmentFacts } from "../../../base/environment-facts";
import { assumedBy, policyDocument } from "../../../base/policy-document";
import { MakeChild, Refuse } from "../../../component";
import { Access, PolicyStatement } from "../../../contracts";
import type { LambdaFunctionArgs } from "../function-args";
import type { Handler } from "../handler";
import { Deployment } from "./deployment";
import { LifecycleHook } from "./deployment-inputs";
import type { HookEvent, ReleaseCheck } from "./hook-handler";
import { ReleaseArgs, ReleaseHookArgs } from "./release-args";
import { inWordsOf, minutesOf, ownConfig, predefinedConfig, refuseShift } from "./strategy";

/** The managed policies AWSCodeDeployRoleForLambda* let CodeDeploy call functions of this name alone. */
const HOOK_PREFIX = "CodeDeployHook_";
const DEFAULT_HOOK_TIMEOUT_SECONDS = 60;
const DEFAULT_KEPT_VERSIONS = 5;
const HOUR = 60;
const QUARTER = 15;

/** What is released. */
export interface Released {
  readonly name: string;
  readonly environment: EnvironmentFacts;
  readonly lambda: aws.lambda.Function;
  readonly alias: aws.lambda.Alias;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** True for a durable function, whose executions end with the version that they began with. */
  readonly durable: boolean;
  /** What must stand before traffic comes: concurrency that is provisioned for the version. */
  readonly ready: readonly pulumi.Resource[];
}

/** A hook as the function's component makes it. */
export interface MadeHook {
  readonly arn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];
}

export type MakeHook = (
  name: string,
  handler: Handler<HookEvent, void>,
  args: LambdaFunctionArgs<HookEvent, void>,
) => MadeHook;

/** @throws pulumi.RunError for what CodeDeploy or Lambda would refuse (CDP-01). */
export function refuseRelease(release: ReleaseArgs | undefined, refuse: Refuse): void {
  if (!release) return;
  refuseShift(release, refuse);
  const { keepVersions, alarms = [] } = release;
  if (
    keepVersions !== undefined &&
    !(Number.isInteger(keepVersions) && keepVersions >= keptVersions.min)
  ) {
    throw refuse(
      "release.keepVersions",
      keepVersions,
      `${keptVersions.min} or more, whole: the new version, and the one to go back to (CDP-01)`,
      "raise it, or leave it out for 5",
    );
  }
  if (alarms.length > codedeployAlarms.max) {
    throw refuse(
      "release.alarms",
      `${alarms.length} alarms`,
      `at most ${codedeployAlarms.max} (CDP-01)`,
      "join some in a composite alarm",
    );
  }
}

/** Makes it all; the deployment is the last to be made, and updated. */
export function makeRelease(
  released: Released,
  release: ReleaseArgs,
  child: MakeChild,
  makeHook: MakeHook,
): Deployment {
  const { name, lambda, alias, logGroup, environment } = released;
  const { transform = {} } = release;
  const application = child(
    aws.codedeploy.Application,
    "release",
    { computePlatform: "Lambda" },
    { transform: transform.application },
  );
  const hooks = makeHooks(released, release, application, makeHook);
  const alarms = release.alarms ?? [errorAlarm(released, child, transform.releaseErrors)];
  const role = child(
    aws.iam.Role,
    "release-role",
    { assumeRolePolicy: assumedBy("codedeploy.amazonaws.com") },
    { transform: transform.releaseRole },
  );
  const policy = child(
    aws.iam.RolePolicy,
    "release-policy",
    { role: role.name, policy: policyDocument(roleStatements(released, hooks)) },
    { transform: transform.releasePolicy },
  );
  const group = child(
    aws.codedeploy.DeploymentGroup,
    "release",
    {
      appName: application.name,
      deploymentGroupName: alias.name,
      serviceRoleArn: role.arn,
      deploymentConfigName: predefinedConfig(release) ?? ownConfigName(release, child, transform),
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      alarmConfiguration: {
        enabled: alarms.length > 0,
        alarms: [...alarms],
        ignorePollAlarmFailure: false,
      },
    },
    { transform: transform.deploymentGroup, dependsOn: [policy] },
  );
  const waits = minutesOf(release) + Object.keys(hooks).length * HOUR + QUARTER;
  return child(
    Deployment,
    "release",
    {
      session: {
        region: environment.region,
        account: environment.accountId,
        ...environment.credentials,
      },
      applicationName: application.name,
      deploymentGroupName: group.deploymentGroupName,
      functionName: lambda.name,
      aliasName: alias.name,
      targetVersion: lambda.version,
      strategy: inWordsOf(release),
      logGroup: logGroup.name,
      hooks: mapHooks(hooks, ({ functionName, logGroupName }) => ({
        functionName,
        logGroup: logGroupName,
      })),
      keepVersions: release.keepVersions ?? (released.durable ? undefined : DEFAULT_KEPT_VERSIONS),
      timeoutMinutes: release.timeoutMinutes ?? waits,
    },
    {
      key: `${name}-deployment`, // no transform: its arguments are the release's
      dependsOn: [group, policy, ...released.ready, ...readyHooks(hooks)],
    },
  );
}

type Hooks = Readonly<Partial<Record<LifecycleHook, MadeHook>>>;

function makeHooks(
  released: Released,
  { before, after }: ReleaseArgs,
  application: aws.codedeploy.Application,
  makeHook: MakeHook,
): Hooks {
  const make = (hook: ReleaseArgs["before"], suffix: string) =>
    hook && oneHook(released, hook, suffix, application, makeHook);
  const [first, last] = [make(before, "before"), make(after, "after")];
  return {
    ...(first ? { BeforeAllowTraffic: first } : {}),
    ...(last ? { AfterAllowTraffic: last } : {}),
  };
}

function oneHook(
  { name, lambda, alias, environment }: Released,
  given: NonNullable<ReleaseArgs["before"]>,
  suffix: string,
  application: aws.codedeploy.Application,
  makeHook: MakeHook,
): MadeHook {
  const {
    check,
    access = [],
    ...args
  }: ReleaseHookArgs = typeof given === "function" ? { check: given } : given;
  const { region, accountId } = environment;
  const group = pulumi.interpolate`arn:aws:codedeploy:${region}:${accountId}:deploymentgroup:${application.name}/${alias.name}`;
  return makeHook(hookName(name, suffix), hookHandler(check), {
    timeout: DEFAULT_HOOK_TIMEOUT_SECONDS,
    ...args,
    description: `Judges new versions of ${name} ${suffix} their traffic`,
    access: [reportTo(group), callVersions(lambda), ...access],
  });
}

/** `CodeDeployHook_<function>-before`, shortened as names of children are. */
function hookName(name: string, suffix: string): string {
  const wanted = `${HOOK_PREFIX}${name}-${suffix}`;
  const longest = longestLogicalName(nameForms["aws:lambda/function:Function"]);
  if (wanted.length <= longest) return wanted;
  const hash = createHash("sha256").update(wanted).digest("hex").slice(0, 8);
  const room = longest - hash.length - 1;
  return `${wanted.slice(0, room).replace(/-+$/, "")}-${hash}`;
}

/** Loaded where a hook is made: it loads clients of AWS, which no other program needs to start with. */
function hookHandler(check: ReleaseCheck): Handler<HookEvent, void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only when it is needed
  const loaded = require("./hook-handler") as typeof import("./hook-handler");
  return loaded.hookHandler(check);
}

/** Reporting names no resource that it would be allowed for (Service Authorization Reference). */
function reportTo(group: pulumi.Output<string>): Access {
  const report = "codedeploy:PutLifecycleEventHookExecutionStatus";
  return {
    statements: [
      { Effect: "Allow", Action: "codedeploy:GetDeployment", Resource: group },
      { Effect: "Allow", Action: report, Resource: "*" },
    ],
  };
}

/** Every version, by its number. */
function callVersions({ arn }: aws.lambda.Function): Access {
  const Resource = pulumi.interpolate`${arn}:*`;
  return { statements: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource }] };
}

/** What AWSCodeDeployRoleForLambdaLimited allows, on this function and its hooks alone. */
function roleStatements({ lambda }: Released, hooks: Hooks): PolicyStatement[] {
  const called = Object.values(hooks).map(({ arn }) => arn);
  return [
    {
      Effect: "Allow",
      Action: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
      Resource: [lambda.arn, pulumi.interpolate`${lambda.arn}:*`],
    },
    // DescribeAlarms names no alarm that it would be allowed for (Service Authorization Reference).
    { Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: "*" },
    ...(called.length > 0
      ? [{ Effect: "Allow" as const, Action: "lambda:InvokeFunction", Resource: called }]
      : []),
  ];
}

function ownConfigName(
  release: ReleaseArgs,
  child: MakeChild,
  transform: NonNullable<ReleaseArgs["transform"]>,
): pulumi.Output<string> | undefined {
  if (release.strategy === "all-at-once") return undefined;
  return child(aws.codedeploy.DeploymentConfig, "release", ownConfig(release), {
    transform: transform.deploymentConfig,
  }).deploymentConfigName;
}

/** Any error of either version that the alias sends calls to. */
function errorAlarm(
  { lambda, alias }: Released,
  child: MakeChild,
  transform: NonNullable<ReleaseArgs["transform"]>["releaseErrors"],
): pulumi.Output<string> {
  return child(
    aws.cloudwatch.MetricAlarm,
    "release-errors",
    {
      alarmDescription: "The function fails: a release under way is turned back.",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: {
        FunctionName: lambda.name,
        Resource: pulumi.interpolate`${lambda.name}:${alias.name}`,
      },
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
    },
    { transform },
  ).name;
}

function mapHooks<Value>(hooks: Hooks, of: (hook: MadeHook) => Value) {
  const entries = Object.entries(hooks).map(([name, hook]) => [name, of(hook)] as const);
  return Object.fromEntries(entries) as Partial<Record<LifecycleHook, Value>>;
}

function readyHooks(hooks: Hooks): pulumi.Resource[] {
  return Object.values(hooks).flatMap(({ ready }) => [...ready]);
}
