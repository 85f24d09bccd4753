/** The pattern S3 → SNS → Lambda. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SNSEvent } from "aws-lambda";
import { accessTo } from "../base/grants";
import { Component, Transform } from "../component";
import { Access, FailedMessages, Invocable, ObjectSource, Trigger } from "../contracts";
import { ObjectHappening, objectHappenings } from "../wiring/object-happenings";
import { FilterPolicy } from "./accessible-topic";
import { Queue, QueueArgs } from "./queue";
import { Topic, TopicArgs } from "./topic";

export interface ObjectTopicArgs {
  /** Whose objects are told of. */
  bucket: ObjectSource;
  /** What about them. Default: `["created"]`. */
  happenings?: readonly ObjectHappening[];
  /** Only keys that start so. Default: all. */
  prefix?: string;
  /** Only keys that end so. Default: all. */
  suffix?: string;
  /** Arguments of the topic. */
  topic?: Omit<TopicArgs, "fifo">;
  /** Arguments of the queue of failures. */
  failures?: Omit<QueueArgs, "fifo" | "deadLetters" | "maxReceiveCount">;
}

/** A function that can be called once more. */
export type CallableAgain = Invocable & { invoke(): Access };

/**
 * S3 → SNS → Lambda: a bucket tells a topic of its objects, and every function and queue that listens
 * learns of each. S3 itself tells one target of an object; the topic is what makes it several.
 *
 * | | |
 * |---|---|
 * | latency | S3 tells in seconds, now and then in a minute or more; topic and function add a few hundred milliseconds |
 * | buffering | none that you set: a function runs for each object at once, up to the account's concurrency |
 * | retry | SNS tries a function for 23 days; Lambda tries an event that failed twice more, a minute and two later, and one that was throttled for 6 hours. What fails for good is in `failures` |
 * | cost | per million objects: $0.50 for SNS, $0.20 and the time of a function for every function that listens, and about $0.09 for the filter |
 *
 * Choose an {@link ObjectQueue} behind it where a burst of uploads must wait its turn, where one call may
 * do ten objects, or where the function needs the database of others.
 *
 * The policies of topic, key and queue let the event through, and nothing else. `s3:TestEvent`, which S3
 * sends when the notification is set, is kept from the functions by a filter.
 *
 * Creates: 1 topic with its policy, 1 queue of failures with its policy; for each function a
 * subscription and a permission. Costs nothing when idle.
 *
 * @example
 * const uploads = new ObjectTopic("uploads", { bucket: new Bucket("originals") });
 * const tell = new LambdaFunction("tell-owner", async (event) => {
 *   console.log(JSON.parse(event.Records[0].Sns.Message));
 * }, { on: uploads.objects(), onFailure: uploads.failures });
 * new Redrive("tell-again", { failed: uploads.failed(tell) });
 */
export class ObjectTopic extends Component {
  readonly arn: pulumi.Output<string>;
  readonly topic: Topic;
  /** What no function could be called for; give it to the functions as `onFailure`, too. */
  readonly failures: Queue;
  readonly #filter: FilterPolicy;

  constructor(name: string, args: ObjectTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ObjectTopic", name, args, opts);
    const { bucket, happenings = ["created"], prefix, suffix } = args;
    const events = happenings.flatMap((happening) => [...objectHappenings[happening].events]);
    this.topic = new Topic(name, { ...args.topic }, { parent: this });
    this.failures = new Queue(
      `${name}-failures`,
      { ...args.failures, deadLetters: false },
      { parent: this },
    );
    this.arn = this.topic.arn;
    this.#filter = onlyOf(events);
    bucket.notify(name, this.topic, { events, prefix, suffix });
  }

  /**
   * Runs a function for each object: `on: uploads.objects()`. `JSON.parse(event.Records[0].Sns.Message)`
   * is the event of S3, whose keys are form-encoded.
   */
  objects(
    args: { transform?: Transform<aws.sns.TopicSubscriptionArgs> } = {},
  ): Trigger<SNSEvent, void> {
    const { transform } = args;
    return this.topic.notifications({
      filter: this.#filter,
      deadLetters: this.failures,
      transform,
    });
  }

  /** Hands each object to a queue, as S3 wrote it; what cannot be handed over is among the queue's dead letters. */
  deliverTo(queue: Queue): void {
    this.topic.deliverTo(queue, { filter: this.#filter, deadLetters: queue.letters() });
  }

  /** The objects that a function failed at for good, for a `Redrive` that calls it with them again. */
  failed(target: CallableAgain): FailedMessages {
    const { arn, url, keyArn } = this.failures;
    const taken = accessTo({ arn, keyArn }, Queue.grants.receive);
    return { url, functionArn: target.arn, access: [taken, target.invoke()] };
  }
}

/**
 * Messages of these events alone, by S3's own names of them (`ObjectCreated:Put`). A filter on a list of
 * objects looks at each of them (SNS guide, "Payload-based message filtering").
 */
function onlyOf(events: readonly string[]): FilterPolicy {
  const prefixes = events.map((event) => event.replace(/^s3:/, "").replace(/\*$/, ""));
  return { Records: { eventName: prefixes.map((prefix) => ({ prefix })) } };
}
