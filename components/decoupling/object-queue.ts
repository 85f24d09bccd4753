/** The pattern S3 → SNS → SQS → Lambda. */
import * as pulumi from "@pulumi/pulumi";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { Component } from "../component";
import { FailedMessages, Trigger } from "../contracts";
import { ObjectTopic } from "./object-topic";
import { MessagesArgs } from "./queue-messages";
import { Queue, QueueArgs } from "./queue";

export interface ObjectQueueArgs {
  /** The topic that tells of the objects. */
  from: ObjectTopic;
  /** The queue, or the arguments of one that is made. Not FIFO. Default: a queue of its own, with the defaults of `Queue`. */
  queue?: Queue | Omit<QueueArgs, "fifo" | "deadLetters">;
}

/**
 * S3 → SNS → SQS → Lambda: what a topic tells of objects waits in a queue until the function has time.
 *
 * | | |
 * |---|---|
 * | latency | that of {@link ObjectTopic}, and up to the queue's `batchingWindow`; under load as long as the line is |
 * | buffering | 4 days, 14 at most (`messageRetentionSeconds`); batches of ten, at most `maximumConcurrency` calls at a time |
 * | retry | a message that is reported comes back alone once its visibility timeout has passed, 5 times in all (`maxReceiveCount`); then it is a dead letter, kept for 14 days. Lambda's own retries and the function's `onFailure` do not apply: the queue is polled |
 * | cost | per million objects: $0.50 for SNS, about $0.09 for the filter, up to $1.20 for SQS (a send, a receive, a delete each; batches of ten make it less), and a tenth of the calls. The pollers ask an empty queue about 650,000 times a month, which is within the free million |
 *
 * Choose `topic.objects()` where an answer within a second counts more than a burst, and the function can
 * run as often as people upload.
 *
 * The queue's policy lets the topic send, the key lets it encrypt; what the topic cannot hand over and what
 * the function fails at for good are dead letters of one queue. `s3:TestEvent` is kept out by a filter.
 *
 * Creates: without `queue` a `Queue`; beside the topic a subscription, beside the dead letters a policy. Costs nothing when idle.
 *
 * @example
 * const uploads = new ObjectTopic("uploads", { bucket: new Bucket("originals") });
 * const index = new ObjectQueue("index", { from: uploads, queue: { consumerTimeout: 60 } });
 * new LambdaFunction("index-upload", async (event) => {
 *   console.log(event.Records.map(({ body }) => JSON.parse(body)));
 *   return { batchItemFailures: [] };
 * }, { on: index.objects() });
 * new Redrive("index-again", { failed: index.failed() });
 */
export class ObjectQueue extends Component {
  readonly arn: pulumi.Output<string>;
  readonly queue: Queue;

  constructor(name: string, args: ObjectQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ObjectQueue", name, args, opts);
    this.queue =
      args.queue instanceof Queue ? args.queue : new Queue(name, args.queue, { parent: this });
    this.arn = this.queue.arn;
    args.from.deliverTo(this.queue);
  }

  /** Runs a function for the objects, in batches: `on: index.objects()`. The body of a record is the event of S3. */
  objects(args: MessagesArgs = {}): Trigger<SQSEvent, SQSBatchResponse> {
    return this.queue.messages(args);
  }

  /** The objects that failed for good, for a `Redrive` that brings them back into the queue. */
  failed(): FailedMessages {
    return this.queue.failed();
  }
}
