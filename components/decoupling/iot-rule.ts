/** A rule of AWS IoT: what becomes of messages that devices publish. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../base/outputs";
import { assumedBy, policyDocument } from "../base/policy-document";
import { Component, main, Transforms } from "../component";
import { Access, Destination, Invocable, Trigger } from "../contracts";
import { SharedDocument } from "../shared-document";
import { Queue } from "./queue";

/** The version of the rules engine (IoT developer guide, "SQL versions"). */
const SQL_VERSION = "2016-03-23";

export interface IotRuleArgs {
  /** Where messages go that the rule could not hand on: a standard queue or topic. Default: a queue of the rule's own. */
  errors?: Destination;
  /** For whoever sees the rule in the console. Default: none. */
  description?: string;
  /** False to let messages pass by. Default: true. */
  enabled?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    topicRule: aws.iot.TopicRuleArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
    permission: aws.lambda.PermissionArgs;
  }>;
}

export interface SelectedArgs extends IotRuleArgs {
  /**
   * What is taken of which messages: `SELECT *, topic(2) AS camera FROM 'cameras/+/seen' WHERE motion = true`.
   * `+` stands for one part of a topic, `#` for all further ones.
   */
  sql: pulumi.Input<string>;
}

/**
 * An AWS IoT topic rule that runs functions for messages of devices. Calls are asynchronous: Lambda
 * tries three times, and what then failed needs the function's `onFailure`. What the rule itself could
 * not hand on, such as to a throttled function, goes to `errors`.
 *
 * Creates: 1 topic rule, 1 role with a policy for its errors, and without `errors` 1 queue for them.
 * Costs nothing when idle; $0.15 a million messages and as much a million actions (us-east-1).
 *
 * @example
 * const seen = new IotRule("seen", { sql: "SELECT * FROM 'cameras/+/seen'" });
 * new LambdaFunction("store-picture", async (event) => {
 *   console.log(event.motion);
 * }, { on: seen.messages<{ motion: boolean }>() });
 */
export class IotRule extends Component {
  readonly arn: pulumi.Output<string>;
  /** Where messages are that the rule could not hand on, where the queue is its own. */
  readonly errorsUrl?: pulumi.Output<string>;
  readonly nodes: { readonly rule: aws.iot.TopicRule; readonly errors?: Queue };
  readonly #functions: SharedDocument<pulumi.Output<string>>;

  constructor(name: string, args: SelectedArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:IotRule", name, args, opts);
    const { destinationKind: kind = "queue", fifo } = args.errors ?? {};
    if (!["queue", "topic"].includes(kind) || fifo) {
      throw this.refuse(
        "errors",
        `a ${fifo ? "FIFO " : ""}${kind}`,
        "a standard queue or topic",
        "use a Queue with deadLetters: false, or leave errors out",
      );
    }
    const own = args.errors
      ? undefined
      : new Queue(`${name}-errors`, { deadLetters: false }, { parent: this });
    const errors: Destination = args.errors ?? (own as Queue);
    const role = this.child(aws.iam.Role, "role", {
      assumeRolePolicy: assumedBy("iot.amazonaws.com"),
    });
    const policy = this.child(aws.iam.RolePolicy, "policy", {
      role: role.name,
      policy: policyDocument(errors.deliver().statements),
    });
    this.#functions = new SharedDocument(`functions of IoT rule "${name}"`);
    const rule = this.child(
      aws.iot.TopicRule,
      main,
      {
        name: ruleName(name),
        description: args.description,
        enabled: args.enabled ?? true,
        sql: args.sql,
        sqlVersion: SQL_VERSION,
        lambdas: this.#functions.entries.then((arns) =>
          arns.map((functionArn) => ({ functionArn })),
        ),
        errorAction: errorAction(errors, own?.url, role.arn),
      },
      { dependsOn: [policy] },
    );
    this.arn = rule.arn;
    this.errorsUrl = own?.url;
    this.nodes = { rule, errors: own };
  }

  /**
   * Runs a function for each message: `on: seen.messages<Seen>()`. Devices send what they want: the
   * type says what the function hopes for, so it checks.
   */
  messages<Event = unknown>(): Trigger<Event, unknown> {
    return { connect: (target) => this.run(target) };
  }

  private run(target: Invocable): void {
    this.#functions.add(target.arn);
    this.child(
      aws.lambda.Permission,
      `to-${target.logicalName}`,
      {
        action: "lambda:InvokeFunction",
        function: target.functionName,
        qualifier: target.qualifier,
        principal: "iot.amazonaws.com",
        sourceArn: this.arn,
        sourceAccount: this.environment.accountId,
      },
      { key: "permission" },
    );
  }
}

/**
 * Runs a function for messages of devices, by a rule of the function's own:
 * `on: iotRule<Seen>("SELECT * FROM 'cameras/+/seen'")`. Several functions for one rule: `IotRule`.
 *
 * @example
 * new LambdaFunction("store-picture", async (event) => {
 *   console.log(event.motion);
 * }, { on: iotRule<{ motion: boolean }>("SELECT * FROM 'cameras/+/seen'") });
 */
export function iotRule<Event = unknown>(
  sql: pulumi.Input<string>,
  args: IotRuleArgs = {},
): Trigger<Event, unknown> {
  return {
    connect(target: Invocable): void {
      const parent = pulumi.Resource.isInstance(target) ? target : undefined;
      const rule = new IotRule(`${target.logicalName}-rule`, { ...args, sql }, { parent });
      rule.messages().connect(target);
    },
  };
}

/** Rules have no hyphens in their names; project and stack keep it apart from others of the account. */
function ruleName(name: string): string {
  const whole = `${pulumi.getProject()}_${pulumi.getStack()}_${name}`;
  return whole.replace(/[^a-zA-Z0-9_]/g, "_");
}

function errorAction(
  errors: Destination & { deliver(): Access },
  url: pulumi.Output<string> | undefined,
  roleArn: pulumi.Output<string>,
): aws.types.input.iot.TopicRuleErrorAction {
  return errors.destinationKind === "topic"
    ? { sns: { targetArn: errors.arn, roleArn, messageFormat: "RAW" } }
    : { sqs: { queueUrl: url ?? whenMade(errors.arn, queueUrl), roleArn, useBase64: false } };
}

/** The address of a queue, which its ARN holds all parts of. */
function queueUrl(arn: string): string {
  const [, , , region, account, name] = arn.split(":");
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}
