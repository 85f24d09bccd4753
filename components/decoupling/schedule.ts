/** A time, or times, at which something runs. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ScheduledEvent } from "aws-lambda";
import { policyDocument } from "../base/policy-document";
import { Component, Transform, Transforms } from "../component";
import { Access, Destination, Invocable, PolicyStatement, Trigger } from "../contracts";
import { SharedDocument } from "../shared-document";
import { DeadLetterChildren, makeDeadLetters, DeadLetters } from "../wiring/dead-letters";
import { schedulerTrust } from "../wiring/scheduler-trust";

export interface ScheduleArgs {
  /** When: `cron(0 3 * * ? *)` with six fields, `rate(5 minutes)`, or once `at(2027-01-31T09:00:00)`. */
  expression: string;
  /** IANA name of the zone that cron and at are read in, daylight saving included, such as `Europe/Paris`. Default: `UTC`. */
  timezone?: string;
  /** Minutes within which it may start, to spread load. Default: 0, on the minute. Limit: 1,440. */
  flexibleMinutes?: number;
  /** Tries to start the target. Default: 185. Limit: 0 to 185. */
  maximumRetryAttempts?: number;
  /** Seconds after which a start is given up. Default: 86,400, a day. Limit: 60 to 86,400. */
  maximumEventAgeInSeconds?: number;
  /** False to pause it. Default: true. */
  enabled?: boolean;
  /** A standard queue that keeps starts that failed for good. Default: a queue of the schedule's own. */
  deadLetters?: Destination;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      role: aws.iam.RoleArgs;
      policy: aws.iam.RolePolicyArgs;
      schedule: aws.scheduler.ScheduleArgs;
    } & DeadLetterChildren
  >;
}

export interface RunsArgs<Input = unknown> {
  /** What the target gets, each time. Default: EventBridge's own event. */
  input?: Input;
  /** Changes the schedule of this target. */
  transform?: Transform<aws.scheduler.ScheduleArgs>;
}

/** A state machine, as far as a schedule knows it. */
export interface Startable {
  readonly logicalName: string;
  readonly arn: pulumi.Output<string>;
  /** What starting it takes. */
  start(): Access;
}

/**
 * A schedule of EventBridge Scheduler: in a time zone, with a role of its own that may start its targets
 * alone, and a queue for starts that failed for good. Choose it over a rule of a bus for anything on a clock.
 *
 * Creates: 1 role with its policy, 1 queue for dead letters with its policy unless one is given, and
 * 1 schedule a target. Costs nothing when idle; a start costs $1 a million.
 *
 * @example
 * const nightly = new Schedule("nightly", { expression: "cron(0 3 * * ? *)", timezone: "Europe/Paris" });
 * new LambdaFunction("clean-up", async (event) => {
 *   console.log(event.olderThanDays);
 * }, { on: nightly.runs({ input: { olderThanDays: 30 } }) });
 */
export class Schedule extends Component {
  readonly roleArn: pulumi.Output<string>;
  readonly nodes: { readonly role: aws.iam.Role; readonly policy: aws.iam.RolePolicy };
  readonly #args: ScheduleArgs;
  readonly #statements: SharedDocument<PolicyStatement>;
  readonly #letters: DeadLetters;

  constructor(name: string, args: ScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Schedule", name, args, opts);
    this.#args = args;
    const { deadLetters } = args;
    if (deadLetters && (deadLetters.destinationKind !== "queue" || deadLetters.fifo)) {
      throw this.refuse(
        "deadLetters",
        `a ${deadLetters.fifo ? "FIFO " : ""}${deadLetters.destinationKind}`,
        "a standard queue",
        "use a Queue without fifo",
      );
    }
    this.#letters = deadLetters
      ? { arn: deadLetters.arn, ready: [] }
      : makeDeadLetters({ of: this }, this.child);
    const role = this.child(aws.iam.Role, "role", {
      assumeRolePolicy: schedulerTrust(this.environment),
    });
    this.#statements = new SharedDocument(`policy of schedule "${name}"`);
    for (const statement of deadLetters?.deliver().statements ?? this.#letters.statements ?? []) {
      this.#statements.add(statement);
    }
    const policy = this.child(aws.iam.RolePolicy, "policy", {
      role: role.name,
      policy: policyDocument(this.#statements.entries),
    });
    this.roleArn = role.arn;
    this.nodes = { role, policy };
  }

  /**
   * Runs a function each time: `on: nightly.runs()`. It is called asynchronously: what it fails at three
   * times is lost unless the function has an `onFailure`.
   */
  runs<Input>(args: RunsArgs<Input> & { input: Input }): Trigger<Input, unknown>;
  runs(args?: Omit<RunsArgs, "input">): Trigger<ScheduledEvent, unknown>;
  runs(args: RunsArgs = {}): Trigger<never, unknown> {
    return {
      connect: (target: Invocable) => {
        const Action = "lambda:InvokeFunction";
        const access = { statements: [{ Effect: "Allow" as const, Action, Resource: target.arn }] };
        this.schedule(target.logicalName, target.arn, access, args, target.ready);
      },
    };
  }

  /**
   * Sends `input` to a queue or topic each time.
   *
   * @throws pulumi.RunError for a FIFO one, or another kind of destination
   */
  sendsTo(target: Destination & { readonly logicalName: string }, args: RunsArgs = {}): void {
    if (!["queue", "topic"].includes(target.destinationKind) || target.fifo) {
      throw this.refuse(
        "sendsTo",
        `a ${target.fifo ? "FIFO " : ""}${target.destinationKind}`,
        "a standard queue or topic",
        "let a function run by the schedule send it on",
      );
    }
    this.schedule(target.logicalName, target.arn, target.deliver(), args, []);
  }

  /** Starts a workflow each time. */
  starts(target: Startable, args: RunsArgs = {}): void {
    this.schedule(target.logicalName, target.arn, target.start(), args, []);
  }

  private schedule(
    target: string,
    arn: pulumi.Output<string>,
    access: Access,
    { input, transform }: RunsArgs,
    ready: readonly pulumi.Resource[],
  ): void {
    access.statements.forEach((statement) => {
      this.#statements.add(statement);
    });
    const args = this.#args;
    const { flexibleMinutes = 0 } = args;
    this.child(
      aws.scheduler.Schedule,
      `to-${target}`,
      {
        scheduleExpression: args.expression,
        scheduleExpressionTimezone: args.timezone ?? "UTC",
        flexibleTimeWindow:
          flexibleMinutes > 0
            ? { mode: "FLEXIBLE", maximumWindowInMinutes: flexibleMinutes }
            : { mode: "OFF" },
        state: (args.enabled ?? true) ? "ENABLED" : "DISABLED",
        target: {
          arn,
          roleArn: this.nodes.role.arn,
          input: input === undefined ? undefined : JSON.stringify(input),
          deadLetterConfig: { arn: this.#letters.arn },
          retryPolicy: {
            maximumRetryAttempts: args.maximumRetryAttempts ?? 185,
            maximumEventAgeInSeconds: args.maximumEventAgeInSeconds ?? 86_400,
          },
        },
      },
      {
        key: "schedule",
        transform,
        // Scheduler checks with the role when a schedule is made.
        dependsOn: [this.nodes.policy, ...this.#letters.ready, ...ready],
      },
    );
  }
}
