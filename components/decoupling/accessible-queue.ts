/** What can be done with a queue, ours or one that is there already. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { accessTo, Grants } from "../base/grants";
import { outputOf } from "../base/outputs";
import { Component } from "../component";
import { Access, Destination, Trigger } from "../contracts";
import { MessagesArgs, queueMessages } from "./queue-messages";

export abstract class AccessibleQueue extends Component implements Destination {
  static readonly grants = {
    send: { actions: ["sqs:SendMessage"], key: ["kms:GenerateDataKey", "kms:Decrypt"] },
    receive: {
      actions: [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
      ],
      key: ["kms:Decrypt"],
    },
    /** What Lambda takes messages with ("Execution role permissions" of its guide on SQS): it hides and shows none itself. */
    poll: {
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      key: ["kms:Decrypt"],
    },
  } satisfies Grants;
  readonly destinationKind = "queue";
  abstract readonly url: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  /** Longest time in seconds that a consumer may take. */
  abstract readonly consumerTimeout: number;
  /** Longest time in seconds that a trigger may wait to fill a batch. */
  abstract readonly batchingWindow: number;
  abstract readonly fifo: boolean;
  /** The customer's key that encrypts it, where there is one. */
  abstract readonly keyArn?: pulumi.Output<string>;

  /** Sends messages. */
  send(): Access {
    return accessTo(this, AccessibleQueue.grants.send);
  }

  /** Lets a function send what came of its asynchronous calls here. */
  deliver(): Access {
    return this.send();
  }

  /** Receives and deletes messages, and says when a message comes back. */
  receive(): Access {
    return accessTo(this, AccessibleQueue.grants.receive);
  }

  /**
   * Runs a function for the queue's messages: `on: queue.messages({ batchSize: 10 })`. The function
   * answers with the messages that failed; only those come back.
   *
   * @throws pulumi.RunError where the function's timeout exceeds `consumerTimeout`.
   */
  messages(args: MessagesArgs = {}): Trigger<SQSEvent, SQSBatchResponse> {
    return queueMessages(
      {
        name: this.logicalName,
        arn: this.arn,
        fifo: this.fifo,
        consumerTimeout: this.consumerTimeout,
        batchingWindow: this.batchingWindow,
        poll: accessTo(this, AccessibleQueue.grants.poll),
        child: (suffix, mapping, opts) =>
          this.child(aws.lambda.EventSourceMapping, suffix, mapping, {
            transform: args.transform,
            ...opts,
          }),
      },
      args,
    );
  }
}

export interface ExistingQueueArgs {
  /** ARN, which holds region, account and name. */
  arn: pulumi.Input<string>;
  url: pulumi.Input<string>;
  /** Seconds that the slowest consumer of a batch may run: at most a sixth of the queue's visibility timeout. Default: 30. */
  consumerTimeout?: number;
  /** True for a FIFO queue. Default: false. */
  fifo?: boolean;
  /** ARN of the customer's key that encrypts it. Default: none. */
  keyArn?: pulumi.Input<string>;
}

/**
 * A queue that others made. Made by `Queue.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const orders = Queue.existing("orders", {
 *   arn: "arn:aws:sqs:eu-west-1:123456789012:orders",
 *   url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
 * });
 * new LambdaFunction("order", handler, { access: [orders.send()] });
 */
export class ExistingQueue extends AccessibleQueue {
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly consumerTimeout: number;
  readonly batchingWindow = 0;
  readonly fifo: boolean;
  readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ExistingQueue", name, args, opts);
    this.url = pulumi.output(args.url);
    this.arn = pulumi.output(args.arn);
    this.consumerTimeout = args.consumerTimeout ?? 30;
    this.fifo = args.fifo ?? false;
    this.keyArn = outputOf(args.keyArn);
  }
}
