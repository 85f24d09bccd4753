/** What can be done with a queue, ours or one that is there already. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { Component } from "../component";
import { Access, Destination, PolicyStatement, Trigger } from "../contracts";
import { MessagesArgs, queueMessages } from "./queue-messages";

export abstract class AccessibleQueue extends Component implements Destination {
  readonly destinationKind = "queue";
  abstract readonly url: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  /** Longest time in seconds that a consumer may take. */
  abstract readonly consumerTimeout: number;
  /** Longest time in seconds that a trigger may wait to fill a batch. */
  abstract readonly batchingWindow: number;
  abstract readonly fifo: boolean;
  /** The customer's key that encrypts it, where there is one. */
  protected abstract readonly keyArn?: pulumi.Output<string>;

  /** Sends messages. */
  send(): Access {
    return this.access(["sqs:SendMessage"], ["kms:GenerateDataKey", "kms:Decrypt"]);
  }

  /** Lets a function send what came of its asynchronous calls here. */
  deliver(): Access {
    return this.send();
  }

  /** Receives and deletes messages. */
  receive(): Access {
    return this.access(
      [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
      ],
      ["kms:Decrypt"],
    );
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
        receive: this.receive(),
        child: (suffix, mapping, opts) =>
          this.child(aws.lambda.EventSourceMapping, suffix, mapping, args.transform, opts),
      },
      args,
    );
  }

  private access(actions: string[], keyActions: string[]): Access {
    const key = this.keyArn;
    const statements: PolicyStatement[] = [
      { Effect: "Allow", Action: actions, Resource: this.arn },
      ...(key ? [{ Effect: "Allow" as const, Action: keyActions, Resource: key }] : []),
    ];
    return { statements };
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
  protected readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ExistingQueue", name, opts);
    this.url = pulumi.output(args.url);
    this.arn = pulumi.output(args.arn);
    this.consumerTimeout = args.consumerTimeout ?? 30;
    this.fifo = args.fifo ?? false;
    this.keyArn = args.keyArn === undefined ? undefined : pulumi.output(args.keyArn);
    this.registerOutputs({ url: this.url, arn: this.arn });
  }
}
