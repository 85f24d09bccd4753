/** The one way to make a Lambda function. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../../check-arguments";
import { Component, main, MakeChild } from "../../component";
import { Access, Destination, Invocable } from "../../contracts";
import { logGroupArgs } from "../../observability/log-group";
import { assumedBy, policyDocument } from "../../policy-document";
import { resourceRules } from "../../../rules";
import { configureAsynchronous, outcomeAccess } from "./asynchronous";
import { refuseContradictions } from "./contradictions";
import { LambdaFunctionArgs } from "./function-args";
import { codeArguments, FunctionCode } from "./function-code";
import { placeInVpc } from "./function-placement";
import { makeFunctionUrl } from "./function-url";
import { provisionConcurrency } from "./provisioned-concurrency";
import { roleStatements } from "./role-statements";

const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_MEMORY_MB = 256;
/** The alias of functions that have one. */
const ALIAS = "live";

/**
 * A Lambda function from a callback: written in place, imported, or made by a factory. Outputs that
 * the callback captures (`table.name.get()`) become environment variables, plain data becomes
 * literals, and only the code it reaches is shipped, as one file. A callback that streams its answer
 * is given as `{ stream }`, code in other languages as `{ runtime, code, handler }`, a container
 * image as `{ image }`.
 *
 * Creates: the function, its role with exactly what `access`, triggers and options need, its log
 * group with retention; in the VPC a security group; with provisioned concurrency or SnapStart a
 * version and the alias `live`. Costs nothing when idle, but for provisioned concurrency.
 *
 * @example
 * const table = new Table("photos", { hashKey: "photoId" });
 * new LambdaFunction("count", async () => table.name.get().length, { access: [table.read()] });
 */
export class LambdaFunction<Event = unknown, Result = unknown>
  extends Component
  implements Invocable, Destination
{
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
  readonly timeoutSeconds: number;
  readonly ready: readonly pulumi.Resource[];

  /**
   * @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits.
   */
  constructor(
    name: string,
    code: FunctionCode<Event, Result>,
    private readonly args: LambdaFunctionArgs<Event, Result> = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:compute:LambdaFunction", name, opts);
    refuseContradictions(code, args, this.ownAccess(), (...given) => this.refuse(...given));
    this.timeoutSeconds = args.timeout ?? DEFAULT_TIMEOUT_SECONDS;
    const { transform = {} } = args;
    const child: MakeChild = (...given) => this.child(...given);
    const triggers = [args.on ?? []].flat();

    const logGroup = this.child(
      aws.cloudwatch.LogGroup,
      "logs",
      logGroupArgs(this.environment),
      transform.logGroup,
    );
    const role = this.child(
      aws.iam.Role,
      "role",
      { assumeRolePolicy: assumedBy("lambda.amazonaws.com") },
      transform.role,
    );
    const policy = this.child(
      aws.iam.RolePolicy,
      "policy",
      {
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
      },
      transform.policy,
    );
    const lambda = this.makeFunction(code, logGroup, role, policy, child);
    const alias = this.makeAlias(lambda);
    const target = { functionName: lambda.name, qualifier: alias?.name };
    if (alias && args.provisionedConcurrency !== undefined) {
      provisionConcurrency(args.provisionedConcurrency, alias, child);
    }
    configureAsynchronous(args, target, child, transform.asynchronous);
    if (args.recursiveLoop) {
      const allowed = { functionName: lambda.name, recursiveLoop: "Allow" };
      this.child(aws.lambda.FunctionRecursionConfig, "recursion", allowed);
    }
    if (args.url) {
      const streams = typeof code === "object" && "stream" in code;
      this.url = makeFunctionUrl(
        args.url,
        { ...target, streams },
        child,
        transform.url,
      ).functionUrl;
    }
    this.arn = alias?.arn ?? lambda.arn;
    this.invokeArn = alias?.invokeArn ?? lambda.invokeArn;
    this.functionName = lambda.name;
    this.qualifier = alias?.name;
    this.roleArn = role.arn;
    this.logGroupName = logGroup.name;
    this.ready = alias ? [policy, alias] : [policy];
    triggers.forEach((trigger) => trigger.connect(this));
    this.registerOutputs({
      arn: this.arn,
      invokeArn: this.invokeArn,
      functionName: this.functionName,
      qualifier: this.qualifier,
      roleArn: this.roleArn,
      logGroupName: this.logGroupName,
      url: this.url,
    });
  }

  /** Calls the function, and waits for its answer or not. */
  invoke(): Access {
    return {
      statements: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: this.arn }],
    };
  }

  /**
   * Calls the function's own address with AWS credentials. A caller needs both actions since October
   * 2025 (Lambda guide, "Control access to Lambda function URLs").
   *
   * @throws pulumi.RunError where the function has no `url`.
   */
  callUrl(): Access {
    if (!this.args.url) {
      throw this.refuse("url", undefined, "an address to call", "give the function url: {}");
    }
    return {
      statements: [
        {
          Effect: "Allow",
          Action: "lambda:InvokeFunctionUrl",
          Resource: this.arn,
          Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } },
        },
        {
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: this.arn,
          Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } },
        },
      ],
    };
  }

  /** Lets another function send what came of its asynchronous calls here. */
  deliver(): Access {
    return this.invoke();
  }

  private makeFunction(
    code: FunctionCode<Event, Result>,
    logGroup: aws.cloudwatch.LogGroup,
    role: aws.iam.Role,
    policy: aws.iam.RolePolicy,
    child: MakeChild,
  ): aws.lambda.Function {
    const { args } = this;
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
        timeout: this.timeoutSeconds,
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
        ...(this.hasAlias() ? { publish: true } : {}),
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
      args.transform?.function,
      // What Lambda checks with the function's role when the function is made.
      { dependsOn: [policy, ...(args.fileSystem?.from.ready ?? [])] },
    );
  }

  private makeAlias(lambda: aws.lambda.Function): aws.lambda.Alias | undefined {
    return this.hasAlias()
      ? this.child(
          aws.lambda.Alias,
          ALIAS,
          { name: ALIAS, functionName: lambda.name, functionVersion: lambda.version },
          this.args.transform?.alias,
        )
      : undefined;
  }

  /** Provisioned concurrency and SnapStart work on published versions alone. */
  private hasAlias(): boolean {
    return this.args.provisionedConcurrency !== undefined || this.args.snapStart === true;
  }

  /** Everything that the role may do, beside its triggers. */
  private allAccess(): Access[] {
    return [...this.ownAccess(), ...outcomeAccess(this.args)];
  }

  /** What the function itself does; its outcomes are sent by Lambda, from outside the VPC. */
  private ownAccess(): Access[] {
    const { access = [], fileSystem } = this.args;
    return [...access, ...(fileSystem ? [fileSystem.from.mount()] : [])];
  }

  private place(
    vpc: NonNullable<LambdaFunctionArgs["vpc"]>,
    child: MakeChild,
  ): Partial<aws.lambda.FunctionArgs> {
    const { transform = {} } = this.args;
    const needs = { name: this.logicalName, component: this, access: this.ownAccess() };
    return {
      vpcConfig: placeInVpc(needs, vpc, child, transform.securityGroup),
      // Lambda keeps its network interfaces for up to 40 minutes; with the VPC's own, empty group on
      // them, the function's group can go at once (pulumi-aws#4382).
      replaceSecurityGroupsOnDestroy: true,
    };
  }

  /** Those of an inline handler join the captured ones in a promise, which the rules pass over. */
  private checkVariables(): void {
    const { environment: variables } = this.args;
    if (variables) {
      const type = aws.lambda.Function;
      const rules = resourceRules.filter(({ id }) => id.startsWith("LAM-04"));
      checkArguments(this, type, this.logicalName, { environment: { variables } }, rules);
    }
  }
}
