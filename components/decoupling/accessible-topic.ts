/** What can be done with a topic, ours or one that is there already. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SNSEvent } from "aws-lambda";
import { accessTo, Grants } from "../base/grants";
import { outputOf } from "../base/outputs";
import { Component, Transform } from "../component";
import { Access, Destination, Invocable, Trigger } from "../contracts";
import {
  DeadLetterQueue,
  DeadLetters,
  lettersTo,
  makeDeadLetters,
  QueueTarget,
} from "../wiring/dead-letters";
import { permitCall } from "../wiring/invoke-permission";

/** Values that a message may have, by field: alternatives in a list, `{ kind: ["photo"] }`; nested by body alone. */
export interface FilterPolicy {
  readonly [field: string]: readonly unknown[] | FilterPolicy;
}

export interface SubscriptionArgs {
  /** Only messages that fit; the others are not delivered, nor paid for. Default: all. Limit: 5 fields, 150 combinations. */
  filter?: FilterPolicy;
  /** What the filter looks at. Default: `MessageBody`, which must be JSON. */
  filterPolicyScope?: "MessageBody" | "MessageAttributes";
  /** Takes what can't be delivered: after 100,015 tries in 23 days, or at once where the subscriber is gone. Default: a queue of the topic's own. */
  deadLetters?: DeadLetterQueue;
  /** Changes the subscription. */
  transform?: Transform<aws.sns.TopicSubscriptionArgs>;
}

export interface QueueSubscriptionArgs extends SubscriptionArgs {
  /** True to deliver the message alone, without the envelope of SNS. Default: true. */
  rawMessageDelivery?: boolean;
}

export abstract class AccessibleTopic extends Component implements Destination {
  static readonly grants = {
    publish: { actions: ["sns:Publish"], key: ["kms:GenerateDataKey", "kms:Decrypt"] },
  } satisfies Grants;
  readonly destinationKind = "topic";
  abstract readonly arn: pulumi.Output<string>;
  abstract readonly fifo: boolean;
  /** The customer's key that encrypts it, where there is one. */
  abstract readonly keyArn?: pulumi.Output<string>;
  #deadLetters?: DeadLetters;
  readonly #subscriptions: aws.sns.TopicSubscription[] = [];

  /** Publishes messages. */
  publish(): Access {
    return accessTo(this, AccessibleTopic.grants.publish);
  }

  /** Lets a function send what came of its asynchronous calls here. */
  deliver(): Access {
    return this.publish();
  }

  /** The subscriptions that have been made so far. */
  subscribers(): readonly pulumi.Resource[] {
    return this.#subscriptions;
  }

  /**
   * Runs a function for each message: `on: topic.notifications({ filter: { kind: ["photo"] } })`. SNS calls
   * it asynchronously: what it fails at three times is lost unless the function has an `onFailure`.
   *
   * @throws pulumi.RunError for a FIFO topic, which delivers to queues only (SNS-01)
   */
  notifications(args: SubscriptionArgs = {}): Trigger<SNSEvent, void> {
    if (this.fifo) {
      throw this.refuse(
        "notifications",
        "a FIFO topic",
        "a standard topic: a FIFO one delivers to queues only (SNS-01)",
        "put a queue between: topic.deliverTo(queue), and on: queue.messages()",
      );
    }
    return {
      sourceArn: this.arn,
      connect: (target: Invocable) => {
        const permission = permitCall(
          target,
          { service: "sns.amazonaws.com", source: this.arn },
          this.child,
        );
        const lambda = { protocol: "lambda", endpoint: target.arn };
        this.subscribe(target.logicalName, lambda, args, [permission]);
      },
    };
  }

  /**
   * Delivers messages to a queue, whose policy then lets this topic send.
   *
   * @throws pulumi.RunError for a FIFO queue behind a standard topic
   */
  deliverTo(queue: QueueTarget, args: QueueSubscriptionArgs = {}): void {
    this.refuseOtherOrder("deliverTo", queue.fifo === true && !this.fifo);
    const policy = queue.acceptFrom("sns.amazonaws.com", this.arn);
    const raw = args.rawMessageDelivery ?? true;
    const sqs = { protocol: "sqs", endpoint: queue.arn, rawMessageDelivery: raw };
    this.subscribe(queue.logicalName, sqs, args, [policy]);
  }

  private subscribe(
    subscriber: string,
    endpoint: Omit<aws.sns.TopicSubscriptionArgs, "topic">,
    { filter, filterPolicyScope, deadLetters, transform }: SubscriptionArgs,
    ready: readonly pulumi.Resource[],
  ): void {
    this.refuseOtherOrder("deadLetters", deadLetters && (deadLetters.fifo ?? false) !== this.fifo);
    const from = { service: "sns.amazonaws.com", source: this.arn };
    const letters = deadLetters ? lettersTo(deadLetters, from) : this.ownDeadLetters();
    const subscription = this.child(
      aws.sns.TopicSubscription,
      `to-${subscriber}`,
      {
        topic: this.arn,
        ...endpoint,
        ...(filter
          ? {
              filterPolicy: JSON.stringify(filter),
              filterPolicyScope: filterPolicyScope ?? "MessageBody",
            }
          : {}),
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: letters.arn }),
      },
      { key: "subscription", transform, dependsOn: [...ready, ...letters.ready] },
    );
    this.#subscriptions.push(subscription);
  }

  /** What SNS does not deliver to: a FIFO queue from a standard topic, dead letters of the other kind. */
  private refuseOtherOrder(argument: string, isOther = false): void {
    if (isOther) {
      throw this.refuse(
        argument,
        this.fifo ? "a standard queue" : "a FIFO queue",
        `a ${this.fifo ? "FIFO" : "standard"} queue, as the topic is (SNS-01, SNS-02)`,
        "give both fifo: true, or neither",
      );
    }
  }

  /** One queue for all subscriptions, made when the first one needs it. */
  private ownDeadLetters(): DeadLetters {
    const { fifo } = this;
    const from = { service: "sns.amazonaws.com", source: this.arn };
    this.#deadLetters ??= makeDeadLetters({ of: this, fifo, from }, (...given) =>
      this.child(...given),
    );
    return this.#deadLetters;
  }
}

export interface ExistingTopicArgs {
  /** ARN, which holds region, account and name. */
  arn: pulumi.Input<string>;
  /** True for a FIFO topic. Default: false. */
  fifo?: boolean;
  /** ARN of the customer's key that encrypts it. Default: none. */
  keyArn?: pulumi.Input<string>;
}

/**
 * A topic that others made. Made by `Topic.existing()`. Creates nothing, costs nothing; a subscription
 * has a queue for dead letters.
 *
 * @example
 * const orders = Topic.existing("orders", { arn: "arn:aws:sns:eu-west-1:123456789012:orders" });
 * new LambdaFunction("order", handler, { access: [orders.publish()] });
 */
export class ExistingTopic extends AccessibleTopic {
  readonly arn: pulumi.Output<string>;
  readonly fifo: boolean;
  readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ExistingTopic", name, args, opts);
    this.arn = pulumi.output(args.arn);
    this.fifo = args.fifo ?? false;
    this.keyArn = outputOf(args.keyArn);
  }
}
