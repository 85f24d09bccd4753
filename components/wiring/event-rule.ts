/** Rules of EventBridge: what happens with the events that fit a pattern. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Component, MakeChild, Transform } from "../component";
import { Invocable, Trigger } from "../contracts";
import { SharedDocument } from "../shared-document";
import {
  DeadLetterQueue,
  DeadLetters,
  lettersTo,
  makeDeadLetters,
  QueueTarget,
} from "./dead-letters";
import { permitCall } from "./invoke-permission";

const EVENTS = "events.amazonaws.com";

/** Values that an event may have, by field: alternatives in a list, `{ source: ["shop"], detail: { total: [{ numeric: [">", 100] }] } }`. */
export interface EventPattern {
  readonly [field: string]: readonly unknown[] | EventPattern;
}

export interface EventsArgs {
  /** Name of the rule, where a function has several of one source. Default: the function's. */
  name?: string;
  /** Tries to hand an event over, for up to a day. Default: 185. Limit: 0 to 185. */
  maximumRetryAttempts?: number;
  /** Seconds after which an event is given up. Default: 86,400, a day. Limit: 60 to 86,400. */
  maximumEventAgeInSeconds?: number;
  /** Takes events that can't be handed over. Default: a queue of the source's own. */
  deadLetters?: DeadLetterQueue;
  /** Changes the rule and its target. */
  transform?: {
    rule?: Transform<aws.cloudwatch.EventRuleArgs>;
    target?: Transform<aws.cloudwatch.EventTargetArgs>;
  };
}

/** The children that a source's rules are made of, beside its dead letters. */
export interface EventRuleChildren {
  rule: aws.cloudwatch.EventRuleArgs;
  target: aws.cloudwatch.EventTargetArgs;
  permission: aws.lambda.PermissionArgs;
}

/** The rules of one source of events, a bus or a bucket, with one queue for what can't be handed over. */
export class EventRules {
  #letters?: DeadLetters;
  #rules?: SharedDocument<pulumi.Output<string>>;

  constructor(
    private readonly title: string,
    private readonly of: Component,
    private readonly child: MakeChild,
    /** The bus, where it is not the account's `default`. */
    private readonly bus?: pulumi.Output<string>,
  ) {}

  /** Runs a function for the events that fit, by its alias where it has one. */
  trigger<Event>(
    pattern: EventPattern | pulumi.Output<object>,
    args: EventsArgs,
  ): Trigger<Event, void> {
    return {
      connect: (target: Invocable) => {
        const name = args.name ?? target.logicalName;
        const rule = this.rule(name, pattern, args);
        const permission = permitCall(
          target,
          { service: EVENTS, source: rule.arn, suffix: `event-calls-${name}` },
          this.child,
        );
        this.target(name, rule, target.arn, args, [permission]);
      },
    };
  }

  /** Sends the events that fit to a queue, whose policy then lets the rule in. */
  deliver(
    queue: QueueTarget,
    pattern: EventPattern | pulumi.Output<object>,
    args: EventsArgs,
  ): void {
    const name = args.name ?? queue.logicalName;
    const rule = this.rule(name, pattern, args);
    this.target(name, rule, queue.arn, args, [queue.acceptFrom(EVENTS, rule.arn)]);
  }

  private rule(
    name: string,
    pattern: EventPattern | pulumi.Output<object>,
    { transform }: EventsArgs,
  ): aws.cloudwatch.EventRule {
    return this.child(
      aws.cloudwatch.EventRule,
      `to-${name}`,
      {
        eventBusName: this.bus,
        eventPattern: isPlain(pattern) ? JSON.stringify(pattern) : pulumi.jsonStringify(pattern),
        state: "ENABLED",
      },
      { key: "rule", transform: transform?.rule },
    );
  }

  private target(
    name: string,
    rule: aws.cloudwatch.EventRule,
    arn: pulumi.Output<string>,
    args: EventsArgs,
    ready: readonly pulumi.Resource[],
  ): void {
    const letters = args.deadLetters
      ? lettersTo(args.deadLetters, { service: EVENTS, source: rule.arn })
      : this.lettersOf(rule);
    this.child(
      aws.cloudwatch.EventTarget,
      `to-${name}`,
      {
        rule: rule.name,
        eventBusName: this.bus,
        arn,
        retryPolicy: {
          maximumRetryAttempts: args.maximumRetryAttempts ?? 185,
          maximumEventAgeInSeconds: args.maximumEventAgeInSeconds ?? 86_400,
        },
        deadLetterConfig: { arn: letters.arn },
      },
      {
        key: "target",
        transform: args.transform?.target,
        dependsOn: [...ready, ...letters.ready],
      },
    );
  }

  private lettersOf(rule: aws.cloudwatch.EventRule): DeadLetters {
    this.#rules ??= new SharedDocument(`dead letters of ${this.title}`);
    this.#rules.add(rule.arn);
    const { of } = this;
    const source = pulumi.output(this.#rules.entries.then((arns) => pulumi.all([...arns])));
    const from = { service: EVENTS, source };
    this.#letters ??= makeDeadLetters({ of, from }, this.child);
    return this.#letters;
  }
}

/** True for a pattern without Outputs: its text is known while the program runs, and the rules read it. */
function isPlain(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}
