/** The one way to make a Lambda function. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../../base/check-arguments";
import { accessTo, allOf, Grants } from "../../base/grants";
import { Component, main, MakeChild } from "../../component";
import { Access, AlarmDefinition, Alarmed, Destination, Invocable } from "../../contracts";
import { logGroupArgs } from "../../base/log-groups";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { resourceRules } from "../../../rules";
import { configureAsynchronous, outcomeAccess } from "./asynchronous";
import { noteAskers } from "./bundle/plan/function-circles";
import { refuseAccessToAskers, refuseContradictions } from "./contradictions";
import { durableArguments, grantCheckpoints } from "./durable";
import { LambdaFunctionArgs } from "./function-args";
import { hasAlias, makeAlias, provisionVersions } from "./function-alias";
import { functionAlarms } from "./function-alarms";
import { codeArguments, FunctionCode } from "./function-code";
import { placeInVpc } from "./function-placement";
import { makeFunctionUrl } from "./function-url";
import type { Deployment } from "./release/deployment";
import { makeRelease } from "./release/release";
import { roleStatements } from "./role-statements";

const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_MEMORY_MB = 256;

/**
 * A Lambda function from a callback: written in place, imported, or made by a factory. Outputs that
 * the callback captures (`table.name.get()`) become environment variables, plain data becomes
 * literals, and only the code it reaches is shipped, as one file. A callback that streams its answer
 * is given as `{ stream }`, code in other languages as `{ runtime, code, handler }`, a container
 * image as `{ image }`.
 *
 * Creates: the function, its role with a policy of exactly what `access`, triggers and options need, its log
 * group with retention; with `url` the function URL and its permissions; a permission for each source that calls it;
 * in the VPC a security group with its rules; with provisioned concurrency, SnapStart or a release a
 * version and the alias `live`; with a release CodeDeploy's application, group and role, an alarm, and a function for
 * each hook. Costs nothing when idle, but for provisioned concurrency and a release's alarm.
 *
 * @example
 * const table = new Table("photos", { hashKey: "photoId" });
 * new LambdaFunction("count", async () => table.name.get().length, { access: [table.read()] });
 */
export class LambdaFunction<Event = unknown, Result = unknown>
  extends Component
  implements Invocable, Destination, Alarmed
{
  static readonly grants = {
    invoke: { actions: ["lambda:InvokeFunction"] },
    callUrl: {
      actions: ["lambda:InvokeFunctionUrl"],
      condition: { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } },
    },
    invokeThroughUrl: {
      actions: ["lambda:InvokeFunction"],
      condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } },
    },
  } satisfies Grants;
  readonly destinationKind = "function";
  /** ARN to invoke: the alias where there is one. */
  readonly arn: pulumi.Output<string>;
  readonly invokeArn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  /** Name of the alias, where there is one. */
  readonly qualifier?: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  /** The function's own address, where `url` asks for one. */
  readonly url?: pulumi.Output<string>;
  /** With `release`: how the version in use came to its traffic, or why no traffic was shifted. */
  readonly releaseOutcome?: pulumi.Output<string>;
  /** How long its callers may have to wait: its timeout, or with `durable` that of an execution. */
  readonly timeoutSeconds: number;
  readonly ready: readonly pulumi.Resource[];
  readonly nodes: {
    readonly function: aws.lambda.Function;
    readonly role: aws.iam.Role;
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly alias?: aws.lambda.Alias;
    readonly deployment?: Deployment;
  };
  readonly #args: LambdaFunctionArgs<Event, Result>;

  /**
   * @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits.
   */
  constructor(
    name: string,
    code: FunctionCode<Event, Result>,
    args: LambdaFunctionArgs<Event, Result> = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:compute:LambdaFunction", name, args, opts);
    this.#args = args;
    refuseContradictions(code, args, this.ownAccess(), this.refuse);
    // Who waits for a durable function waits for all of its execution ("Invoking Lambda durable functions", Lambda guide).
    this.timeoutSeconds = args.durable?.executionTimeout ?? this.runSeconds();
    const { child } = this;
    const triggers = [args.on ?? []].flat();
    noteAskers(
      this,
      triggers.flatMap(({ madeAfter }) => madeAfter ?? []),
    );
    refuseAccessToAskers(this, args.access ?? [], this.refuse);

    const logGroup = this.child(aws.cloudwatch.LogGroup, "logs", logGroupArgs(this.environment), {
      key: "logGroup",
    });
    const role = this.child(aws.iam.Role, "role", {
      assumeRolePolicy: assumedBy("lambda.amazonaws.com"),
    });
    const policy = this.child(aws.iam.RolePolicy, "policy", {
      role: role.name,
      policy: policyDocument(
        roleStatements({
          logGroup,
          access: this.allAccess(),
          triggers,
          tracing: args.tracing ?? true,
          inVpc: args.vpc !== undefined,
          variablesKey: this.environment.keyArn("secrets"),
        }),
      ),
    });
    const lambda = this.makeFunction(code, logGroup, role, policy, child);
    const alias = makeAlias(lambda, args, child);
    const target = { functionName: lambda.name, qualifier: alias?.name };
    const provisioned = provisionVersions(lambda, alias, args, child);
    configureAsynchronous(args, target, child);
    if (args.recursiveLoop) {
      const allowed = { functionName: lambda.name, recursiveLoop: "Allow" };
      this.child(aws.lambda.FunctionRecursionConfig, "recursion", allowed);
    }
    if (args.url) {
      const streams = typeof code === "object" && "stream" in code;
      this.url = makeFunctionUrl(args.url, { ...target, streams }, child).functionUrl;
    }
    this.arn = alias?.arn ?? lambda.arn;
    this.invokeArn = alias?.invokeArn ?? lambda.invokeArn;
    this.functionName = lambda.name;
    this.qualifier = alias?.name;
    this.roleArn = role.arn;
    this.logGroupName = logGroup.name;
    const deployment = this.makeRelease(lambda, alias, logGroup, provisioned);
    this.releaseOutcome = deployment?.outcome;
    this.nodes = { function: lambda, role, logGroup, alias, deployment };
    const checkpoints = args.durable ? [grantCheckpoints(lambda, role, child)] : [];
    this.ready = [policy, ...checkpoints, ...(alias ? [alias] : [])];
    triggers.forEach((trigger) => trigger.connect(this));
  }

  /** Calls the function, and waits for its answer or not. */
  invoke(): Access {
    return accessTo(this, LambdaFunction.grants.invoke);
  }

  /**
   * Calls the function's own address with AWS credentials. A caller needs both actions since October
   * 2025 (Lambda guide, "Control access to Lambda function URLs").
   *
   * @throws pulumi.RunError where the function has no `url`.
   */
  callUrl(): Access {
    if (!this.#args.url) {
      throw this.refuse("url", undefined, "an address to call", "give the function url: {}");
    }
    const { callUrl, invokeThroughUrl } = LambdaFunction.grants;
    return allOf(accessTo(this, callUrl), accessTo(this, invokeThroughUrl));
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    const { onFailure, onSuccess, deadLetters, maximumRetryAttempts } = this.#args;
    const said = [onFailure, onSuccess, deadLetters, maximumRetryAttempts];
    const asynchronous = said.some((value) => value !== undefined);
    return functionAlarms({
      functionName: this.functionName,
      timeoutSeconds: this.runSeconds(),
      asynchronous,
    });
  }

  /** Lets another function send what came of its asynchronous calls here. */
  deliver(): Access {
    return this.invoke();
  }

  private runSeconds(): number {
    return this.#args.timeout ?? DEFAULT_TIMEOUT_SECONDS;
  }

  private makeFunction(
    code: FunctionCode<Event, Result>,
    logGroup: aws.cloudwatch.LogGroup,
    role: aws.iam.Role,
    policy: aws.iam.RolePolicy,
    child: MakeChild,
  ): aws.lambda.Function {
    const args = this.#args;
    this.checkVariables();
    const architecture = args.architecture ?? "arm64";
    const options = {
      owner: this,
      bundle: args.bundle,
      architecture,
      imageKey: this.environment.keyArn("data"),
      variables: args.environment,
    };
    return this.child(
      aws.lambda.Function,
      main,
      {
        ...codeArguments(this.logicalName, code, options, child),
        role: role.arn,
        architectures: [architecture],
        memorySize: args.memorySize ?? DEFAULT_MEMORY_MB,
        timeout: this.runSeconds(),
        description: args.description,
        ephemeralStorage: args.ephemeralStorage,
        layers: args.layers,
        reservedConcurrentExecutions: args.reservedConcurrentExecutions,
        kmsKeyArn: this.environment.keyArn("secrets"),
        loggingConfig: {
          logFormat: "JSON",
          logGroup: logGroup.name,
          applicationLogLevel: args.logLevel ?? "INFO",
          systemLogLevel: "INFO",
        },
        tracingConfig: { mode: (args.tracing ?? true) ? "Active" : "PassThrough" },
        ...(args.deadLetters ? { deadLetterConfig: { targetArn: args.deadLetters.arn } } : {}),
        ...(args.snapStart ? { snapStart: { applyOn: "PublishedVersions" } } : {}),
        ...durableArguments(args.durable),
        ...(args.tenantIsolation ? { tenancyConfig: { tenantIsolationMode: "PER_TENANT" } } : {}),
        ...(hasAlias(args) ? { publish: true } : {}),
        ...(args.vpc ? this.place(args.vpc, child) : {}),
        ...(args.fileSystem
          ? {
              fileSystemConfig: {
                arn: args.fileSystem.from.accessPointArn,
                localMountPath: args.fileSystem.localMountPath,
              },
            }
          : {}),
      },
      // What Lambda checks with the function's role when the function is made.
      { dependsOn: [policy, ...(args.fileSystem?.from.ready ?? [])] },
    );
  }

  private makeRelease(
    lambda: aws.lambda.Function,
    alias: aws.lambda.Alias | undefined,
    logGroup: aws.cloudwatch.LogGroup,
    ready: readonly pulumi.Resource[],
  ): Deployment | undefined {
    const { release, durable } = this.#args;
    if (!release || !alias) return undefined;
    const { logicalName: name, environment } = this;
    return makeRelease(
      { name, environment, lambda, alias, logGroup, durable: durable !== undefined, ready },
      release,
      this.child,
      (hook, handler, args) => new LambdaFunction(hook, handler, args, { parent: this }),
    );
  }

  /** Everything that the role may do, beside its triggers. */
  private allAccess(): Access[] {
    return [...this.ownAccess(), ...outcomeAccess(this.#args)];
  }

  /** What the function itself does; its outcomes are sent by Lambda, from outside the VPC. */
  private ownAccess(): Access[] {
    const { access = [], fileSystem } = this.#args;
    return [...access, ...(fileSystem ? [fileSystem.from.mount()] : [])];
  }

  private place(
    vpc: NonNullable<LambdaFunctionArgs["vpc"]>,
    child: MakeChild,
  ): Partial<aws.lambda.FunctionArgs> {
    const needs = { name: this.logicalName, component: this, access: this.ownAccess() };
    return {
      vpcConfig: placeInVpc(needs, vpc, child),
      // Lambda keeps its network interfaces for up to 40 minutes; with the VPC's own, empty group on
      // them, the function's group can go at once (pulumi-aws#4382).
      replaceSecurityGroupsOnDestroy: true,
    };
  }

  /** Those of an inline handler join the captured ones in a promise, which the rules pass over. */
  private checkVariables(): void {
    const { environment: variables } = this.#args;
    if (variables) {
      const type = aws.lambda.Function;
      const rules = resourceRules.filter(({ id }) => id.startsWith("LAM-04"));
      checkArguments(this, type, this.logicalName, { environment: { variables } }, rules);
    }
  }
}
