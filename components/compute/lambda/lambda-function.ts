/** The one way to make a Lambda function. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main } from "../../component";
import { Access, Invocable } from "../../contracts";
import { assumedBy, policyDocument } from "../../policy-document";
import { bundleHandler } from "./bundle";
import { LambdaFunctionArgs, VpcPlacement } from "./function-args";
import { Handler } from "./handler";
import { roleStatements } from "./role-statements";

/** The newest Node.js on Lambda whose end is farthest off; see the dates in `rules/lambda-runtimes.ts`. */
const RUNTIME = "nodejs24.x";
const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_MEMORY_MB = 256;

/**
 * A Lambda function from a callback: written in place, imported, or made by a factory. Outputs that
 * the callback captures (`table.name.get()`) become environment variables, plain data becomes
 * literals, and only the code it reaches is shipped, as one file.
 *
 * Creates: the function, its role with exactly what `access` and triggers need, its log group with
 * retention; a security group where it stands in the VPC. Costs nothing when idle.
 *
 * @example
 * const table = new Table("photos", { hashKey: "photoId" });
 * new LambdaFunction("count", async () => table.name.get().length, { access: [table.read()] });
 */
export class LambdaFunction<Event = unknown, Result = unknown>
  extends Component
  implements Invocable
{
  /** ARN to invoke. */
  readonly arn: pulumi.Output<string>;
  readonly invokeArn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly timeoutSeconds: number;
  readonly ready: readonly pulumi.Resource[];
  private readonly args: LambdaFunctionArgs<Event, Result>;

  constructor(
    name: string,
    handler: Handler<Event, Result>,
    args: LambdaFunctionArgs<Event, Result> = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:compute:LambdaFunction", name, opts);
    this.args = args;
    this.timeoutSeconds = args.timeout ?? DEFAULT_TIMEOUT_SECONDS;
    const { transform = {} } = args;
    const triggers = args.on === undefined ? [] : [args.on].flat();
    const tracing = args.tracing ?? true;
    const bundle = bundleHandler(handler, { ...args.bundle, name, runtime: RUNTIME });

    const logGroup = this.child(
      aws.cloudwatch.LogGroup,
      "logs",
      {
        retentionInDays: this.environment.logRetentionDays,
        kmsKeyId: this.environment.keyArn("logs"),
      },
      transform.logGroup,
    );
    const role = this.child(
      aws.iam.Role,
      "role",
      { assumeRolePolicy: assumedBy("lambda.amazonaws.com") },
      transform.role,
    );
    const statements = roleStatements({
      logGroup,
      access: args.access ?? [],
      triggers,
      tracing,
      inVpc: args.vpc !== undefined,
    });
    const policy = this.child(
      aws.iam.RolePolicy,
      "policy",
      { role: role.name, policy: policyDocument(statements) },
      transform.policy,
    );
    const lambda = this.child(
      aws.lambda.Function,
      main,
      {
        runtime: RUNTIME,
        handler: "index.handler",
        code: pulumi.output(bundle).apply(
          ({ js, map }) =>
            new pulumi.asset.AssetArchive({
              "index.mjs": new pulumi.asset.StringAsset(js),
              "index.mjs.map": new pulumi.asset.StringAsset(map),
            }),
        ),
        role: role.arn,
        architectures: [args.architecture ?? "arm64"],
        memorySize: args.memorySize ?? DEFAULT_MEMORY_MB,
        timeout: this.timeoutSeconds,
        description: args.description,
        reservedConcurrentExecutions: args.reservedConcurrentExecutions,
        environment: {
          // A promise of a record, so that every variable is secret or unknown by itself.
          variables: bundle.then(({ environment }) => ({ ...environment, ...args.environment })),
        },
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        tracingConfig: { mode: tracing ? "Active" : "PassThrough" },
        ...(args.vpc ? { vpcConfig: this.place(args.vpc) } : {}),
      },
      transform.function,
      { dependsOn: [policy] },
    );
    this.arn = lambda.arn;
    this.invokeArn = lambda.invokeArn;
    this.functionName = lambda.name;
    this.roleArn = role.arn;
    this.logGroupName = logGroup.name;
    this.ready = [policy];
    triggers.forEach((trigger) => trigger.connect(this));
    this.registerOutputs({
      arn: this.arn,
      invokeArn: this.invokeArn,
      functionName: this.functionName,
      roleArn: this.roleArn,
      logGroupName: this.logGroupName,
    });
  }

  /** Calls the function, and waits for its answer or not. */
  invoke(): Access {
    return {
      statements: [
        {
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: [this.arn, pulumi.interpolate`${this.arn}:*`],
        },
      ],
    };
  }

  private place({
    network,
    egress = false,
  }: VpcPlacement): aws.types.input.lambda.FunctionVpcConfig {
    if (egress && network.egress.mode === "none") {
      throw this.refuse(
        "vpc.egress",
        true,
        `false, because network "${network.connectionName}" has egress mode "none"`,
        `give the network an egress mode such as "single", or leave out vpc.egress`,
      );
    }
    const group = this.child(
      aws.ec2.SecurityGroup,
      "security-group",
      {
        vpcId: network.vpcId,
        description: `Function ${this.logicalName}`,
      },
      this.args.transform?.securityGroup,
    );
    if (egress) {
      this.child(aws.vpc.SecurityGroupEgressRule, "https-out", {
        securityGroupId: group.id,
        description: "HTTPS to anywhere",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "0.0.0.0/0",
      });
    }
    return {
      subnetIds: egress ? network.privateSubnetIds : network.isolatedSubnetIds,
      securityGroupIds: [group.id],
    };
  }
}
