/** A bus of EventBridge: events by what they say, to whoever asked for them. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EventBridgeEvent } from "aws-lambda";
import { accessTo, Grants } from "../base/grants";
import { Component, existing, main, Transforms } from "../component";
import { Access, Destination, Trigger } from "../contracts";
import { DeadLetterChildren, QueueTarget } from "../wiring/dead-letters";
import { EventPattern, EventRuleChildren, EventRules, EventsArgs } from "../wiring/event-rule";

abstract class AccessibleBus extends Component implements Destination {
  static readonly grants = { publish: { actions: ["events:PutEvents"] } } satisfies Grants;
  readonly destinationKind = "bus";
  /** Physical name. */
  abstract readonly name: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  #rules?: EventRules;

  /** Puts events. */
  publish(): Access {
    return accessTo(this, AccessibleBus.grants.publish);
  }

  /** Lets a function send what came of its asynchronous calls here. */
  deliver(): Access {
    return this.publish();
  }

  /**
   * Runs a function for the events that fit: `on: bus.events({ "detail-type": ["OrderPlaced"] })`.
   * EventBridge calls it asynchronously: what it fails at three times is lost unless the function has
   * an `onFailure`; what could not be handed to it is in the dead letters.
   */
  events<Detail = unknown, Type extends string = string>(
    pattern: EventPattern,
    args: EventsArgs = {},
  ): Trigger<EventBridgeEvent<Type, Detail>, void> {
    return this.rules().trigger(pattern, args);
  }

  /**
   * Sends the events that fit to a queue, whose policy then lets the rule in.
   *
   * @throws pulumi.RunError for a FIFO queue, for which an event would need a group
   */
  deliverTo(queue: QueueTarget, pattern: EventPattern, args: EventsArgs = {}): void {
    if (queue.fifo) {
      throw this.refuse(
        "deliverTo",
        "a FIFO queue",
        "a standard queue: an event has no message group",
        "leave out fifo, or let a function send to the queue",
      );
    }
    this.rules().deliver(queue, pattern, args);
  }

  private rules(): EventRules {
    const title = `bus "${this.logicalName}"`;
    this.#rules ??= new EventRules(title, this, this.child, this.name);
    return this.#rules;
  }
}

export interface ExistingBusArgs {
  /** Physical name; `default` is the account's own, where AWS services put their events. */
  name: pulumi.Input<string>;
}

/**
 * A bus that others made, or the account's `default`. Made by `Bus.existing()`. Creates nothing, costs
 * nothing; a rule has its target and dead letters.
 *
 * @example
 * const account = Bus.existing("account", { name: "default" });
 * new LambdaFunction("instance-stopped", async () => {}, { on: account.events({ source: ["aws.ec2"] }) });
 */
export class ExistingBus extends AccessibleBus {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ExistingBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ExistingBus", name, args, opts);
    const { region, accountId } = this.environment;
    this.name = pulumi.output(args.name);
    this.arn = pulumi.interpolate`arn:aws:events:${region}:${accountId}:event-bus/${args.name}`;
  }
}

export interface BusArgs {
  /** Days that events are kept, to be replayed. 0 keeps none. Default: 30. */
  archiveDays?: number;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      eventBus: aws.cloudwatch.EventBusArgs;
      archive: aws.cloudwatch.EventArchiveArgs;
    } & EventRuleChildren &
      DeadLetterChildren
  >;
}

/**
 * An EventBridge bus of one's own, with an archive to replay from. Encrypted by EventBridge's own key.
 * Choose a topic where every subscriber gets every message, a bus where they ask for events by content.
 *
 * Creates: 1 bus, 1 archive unless `archiveDays` is 0; for what it hands on 1 rule and 1 target, 1 permission a function,
 * and 1 queue with its policy for dead letters. Costs nothing when idle; an event costs $1 a million.
 *
 * @example
 * const shop = new Bus("shop");
 * new LambdaFunction("thank", async (event) => {
 *   console.log(event.detail.orderId);
 * }, { on: shop.events<{ orderId: string }>({ "detail-type": ["OrderPlaced"] }) });
 */
export class Bus extends AccessibleBus {
  /** Gives a bus that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingBus);
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Where replays start from, with an archive. */
  readonly archiveArn?: pulumi.Output<string>;
  readonly nodes: {
    readonly eventBus: aws.cloudwatch.EventBus;
    readonly archive?: aws.cloudwatch.EventArchive;
  };

  constructor(name: string, args: BusArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Bus", name, args, opts);
    const { archiveDays = 30 } = args;
    const eventBus = this.child(aws.cloudwatch.EventBus, main, {});
    const archive =
      archiveDays > 0
        ? this.child(aws.cloudwatch.EventArchive, "archive", {
            eventSourceArn: eventBus.arn,
            retentionDays: archiveDays,
          })
        : undefined;
    this.name = eventBus.name;
    this.arn = eventBus.arn;
    this.archiveArn = archive?.arn;
    this.nodes = { eventBus, archive };
  }
}
