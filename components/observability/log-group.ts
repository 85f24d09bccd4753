/** A log group of one's own. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CloudWatchLogsEvent } from "aws-lambda";
import { subscriptionFilters } from "../../rules/logs";
import { accessTo, Grants } from "../base/grants";
import { Component, existing, main, Transform, Transforms } from "../component";
import { Access, Invocable, Trigger } from "../contracts";
import { permitCall } from "../wiring/invoke-permission";
import { logGroupArgs } from "../base/log-groups";

export interface LogGroupArgs {
  /** Name of the group, where something expects a certain one, such as `/aws/route53/example.com`. Default: made from the component's name. */
  name?: pulumi.Input<string>;
  /** Days that logs are kept. Default: what the environment says. One of the values CloudWatch Logs allows (rule LAM-30). */
  retentionInDays?: number;
  /** Region, where it is not the environment's. */
  region?: string;
  /** Changes the arguments of the group. */
  transform?: Transforms<{
    logGroup: aws.cloudwatch.LogGroupArgs;
    filter: aws.cloudwatch.LogSubscriptionFilterArgs;
    permission: aws.lambda.PermissionArgs;
  }>;
}

export interface LinesArgs {
  /** Which lines, in the filter language of CloudWatch Logs, such as `{ $.level = "ERROR" }`. Default: `""`, all. */
  pattern?: string;
  /** Name of the filter, where a function has several of one group. Default: the function's. */
  name?: string;
  /** Changes the subscription filter. */
  transform?: Transform<aws.cloudwatch.LogSubscriptionFilterArgs>;
}

/** What can be done with a log group, ours or one that is there already. */
export abstract class AccessibleLogGroup extends Component {
  static readonly grants = {
    write: { actions: ["logs:CreateLogStream", "logs:PutLogEvents"] },
  } satisfies Grants;
  abstract readonly name: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  #filters = 0;

  /** Writes log events. */
  write(): Access {
    const arn = pulumi.interpolate`${this.arn}:*`;
    return accessTo({ arn }, AccessibleLogGroup.grants.write);
  }

  /**
   * Runs a function for the lines that fit: `on: audit.lines({ pattern: "ERROR" })`. The lines come
   * packed (`event.awslogs.data`: gzip in base64), asynchronously and without order.
   *
   * @throws pulumi.RunError for the third filter of a group (LOG-01), and for the group that the function itself writes to (LOG-03)
   */
  lines({ pattern = "", name, transform }: LinesArgs = {}): Trigger<CloudWatchLogsEvent, void> {
    return {
      sourceArn: this.arn,
      connect: (target: Invocable) => {
        this.refuseFilter(target);
        const permission = permitCall(
          target,
          { service: "logs.amazonaws.com", source: pulumi.interpolate`${this.arn}:*` },
          this.child,
        );
        this.child(
          aws.cloudwatch.LogSubscriptionFilter,
          `to-${name ?? target.logicalName}`,
          { logGroup: this.name, filterPattern: pattern, destinationArn: target.arn },
          { key: "filter", transform, dependsOn: [permission] },
        );
      },
    };
  }

  private refuseFilter(target: Invocable): void {
    if (target.logGroupName === this.name) {
      throw this.refuse(
        `lines() for function "${target.logicalName}"`,
        "the group that it writes to",
        "another group: each call would write the lines of the next (LOG-03)",
        "read it with a function that logs elsewhere",
      );
    }
    this.#filters += 1;
    if (this.#filters > subscriptionFilters) {
      throw this.refuse(
        "lines()",
        `${this.#filters} filters`,
        `at most ${subscriptionFilters} of a group (LOG-01)`,
        "let one function hand the lines on, through a topic or a stream",
      );
    }
  }
}

export interface ExistingLogGroupArgs {
  /** Name of the group, such as that of a function: `fn.logGroupName`. */
  name: pulumi.Input<string>;
}

/**
 * A log group that others made. Made by `LogGroup.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const orders = LogGroup.existing("orders", { name: "/aws/lambda/orders" });
 * new LambdaFunction("alert", async () => {}, { on: orders.lines({ pattern: "ERROR" }) });
 */
export class ExistingLogGroup extends AccessibleLogGroup {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ExistingLogGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:ExistingLogGroup", name, args, opts);
    const { region, accountId } = this.environment;
    this.name = pulumi.output(args.name);
    this.arn = pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:${args.name}`;
  }
}

/**
 * A CloudWatch log group with retention, encrypted by the environment's key for logs in its region
 * where keys are the customer's.
 *
 * Creates: 1 log group; for each function that reads its lines 1 filter and 1 permission. Costs nothing when idle; in eu-west-1 $0.57 for a GB that comes in.
 *
 * @example
 * const audit = new LogGroup("audit", { retentionInDays: 3653 });
 * new LambdaFunction("close-account", async () => {}, { access: [audit.write()] });
 */
export class LogGroup extends AccessibleLogGroup {
  /** Gives a log group that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingLogGroup);
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: LogGroupArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:LogGroup", name, args, opts);
    const { region } = args;
    const group = this.child(aws.cloudwatch.LogGroup, main, {
      ...logGroupArgs(this.environment, region),
      name: args.name,
      ...(args.retentionInDays === undefined ? {} : { retentionInDays: args.retentionInDays }),
      region,
    });
    this.name = group.name;
    this.arn = group.arn;
  }
}
