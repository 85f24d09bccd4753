/** A queue with a dead-letter queue behind it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { main, Transform } from "../component";
import { NotificationTarget, PolicyStatement } from "../contracts";
import { policyDocument, refusePlainText } from "../policy-document";
import { batchingWindow } from "../../rules/event-source-mapping";
import { lambdaTimeout } from "../../rules/lambda";
import { queueRetention, queueWaitTime } from "../../rules/sqs";
import { visibilityFactor } from "../../rules/stack/queues";
import { SharedDocument } from "../shared-document";
import { AccessibleQueue, ExistingQueue, ExistingQueueArgs } from "./accessible-queue";

/** How often a message is delivered before it counts as undeliverable. Below 5, throttling of the function alone can use the tries up (AWS Lambda guide, "Using Lambda with Amazon SQS"). */
const DEFAULT_MAX_RECEIVE_COUNT = 5;

interface Range {
  min: number;
  max: number;
}

export interface QueueArgs {
  /** Seconds that the slowest consumer of a batch may run; sets how long a message stays hidden. Default: 30. Limit: 1 to 900, a function's longest timeout. */
  consumerTimeout?: number;
  /** Seconds that a consumer may wait to fill a batch; added to the time a message stays hidden. Default: 0. Limit: 0 to 300. */
  batchingWindow?: number;
  /** True for first-in-first-out order within a message group. Default: false. Cannot be changed later. */
  fifo?: boolean;
  /** Seconds that a message is kept. Default: 345,600 (4 days). Limit: 60 to 1,209,600. */
  messageRetentionSeconds?: pulumi.Input<number>;
  /** Deliveries before a message moves to the dead-letter queue. Default: 5. Limit: 1 to 1,000. */
  maxReceiveCount?: number;
  /** Seconds that a new message stays hidden. Default: 0. Limit: 0 to 900. */
  delaySeconds?: pulumi.Input<number>;
  /** Longest message in bytes. Default: 1,048,576. Limit: 1,024 to 1,048,576. */
  maxMessageSize?: pulumi.Input<number>;
  /** Changes the arguments of the children. */
  transform?: {
    queue?: Transform<aws.sqs.QueueArgs>;
    deadLetters?: Transform<aws.sqs.QueueArgs>;
    policy?: Transform<aws.sqs.QueuePolicyArgs>;
    deadLetterSource?: Transform<aws.sqs.RedriveAllowPolicyArgs>;
  };
}

/**
 * An SQS queue: encrypted, TLS only, long polling, and undeliverable messages kept for 14 days in a
 * dead-letter queue that only this queue may fill. The queue states its consumer's time budget; a
 * trigger refuses a function that could exceed it.
 *
 * Creates: 2 queues, 1 queue policy, 1 redrive policy. Costs nothing when idle.
 *
 * @example
 * const uploads = new Queue("uploads", { consumerTimeout: 60 });
 * new LambdaFunction("index-upload", async (event) => {
 *   console.log(event.Records.length);
 *   return { batchItemFailures: [] };
 * }, { on: uploads.messages(), timeout: 60 });
 */
export class Queue extends AccessibleQueue implements NotificationTarget {
  readonly notificationKind = "queue";
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly deadLettersUrl: pulumi.Output<string>;
  readonly deadLettersArn: pulumi.Output<string>;
  /** Longest time in seconds that a consumer may take. */
  readonly consumerTimeout: number;
  /** Longest time in seconds that a trigger may wait to fill a batch. */
  readonly batchingWindow: number;
  readonly fifo: boolean;
  protected readonly keyArn?: pulumi.Output<string>;
  private readonly statements: SharedDocument<PolicyStatement>;
  private readonly policy: aws.sqs.QueuePolicy;

  constructor(name: string, args: QueueArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Queue", name, opts);
    const { transform = {} } = args;
    this.consumerTimeout = this.within(
      "consumerTimeout",
      args.consumerTimeout ?? 30,
      lambdaTimeout,
    );
    this.batchingWindow = this.within("batchingWindow", args.batchingWindow ?? 0, batchingWindow);
    this.fifo = args.fifo ?? false;
    this.keyArn = this.environment.keyArn("messages");
    const key = this.keyArn;
    const common: aws.sqs.QueueArgs = {
      ...(this.fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {}),
      ...(key ? { kmsMasterKeyId: key } : { sqsManagedSseEnabled: true }),
      receiveWaitTimeSeconds: queueWaitTime.max, // long polling: nobody pays for empty answers
    };
    const deadLetters = this.child(
      aws.sqs.Queue,
      "dead-letters",
      { ...common, messageRetentionSeconds: queueRetention.max },
      transform.deadLetters,
    );
    const queue = this.child(
      aws.sqs.Queue,
      main,
      {
        ...common,
        visibilityTimeoutSeconds: visibilityFactor * this.consumerTimeout + this.batchingWindow,
        messageRetentionSeconds: args.messageRetentionSeconds,
        delaySeconds: args.delaySeconds,
        maxMessageSize: args.maxMessageSize,
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: deadLetters.arn,
          maxReceiveCount: args.maxReceiveCount ?? DEFAULT_MAX_RECEIVE_COUNT,
        }),
      },
      transform.queue,
    );
    this.child(
      aws.sqs.RedriveAllowPolicy,
      "dead-letter-source",
      {
        queueUrl: deadLetters.url,
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: "byQueue",
          sourceQueueArns: [queue.arn],
        }),
      },
      transform.deadLetterSource,
    );
    this.statements = new SharedDocument(`policy of queue "${name}"`);
    this.statements.add(refusePlainText("sqs:*", queue.arn));
    this.policy = this.child(
      aws.sqs.QueuePolicy,
      "policy",
      { queueUrl: queue.url, policy: policyDocument(this.statements.entries) },
      transform.policy,
    );
    this.url = queue.url;
    this.arn = queue.arn;
    this.deadLettersUrl = deadLetters.url;
    this.deadLettersArn = deadLetters.arn;
    this.registerOutputs({
      url: this.url,
      arn: this.arn,
      deadLettersUrl: this.deadLettersUrl,
      deadLettersArn: this.deadLettersArn,
    });
  }

  /** Gives a queue that is there already the same methods. Nothing is made or changed. */
  static existing(
    name: string,
    args: ExistingQueueArgs,
    opts?: pulumi.ComponentResourceOptions,
  ): AccessibleQueue {
    return new ExistingQueue(name, args, opts);
  }

  /** Lets an AWS service send on behalf of one resource; makes the caller wait for the policy. */
  acceptFrom(
    service: string,
    source: pulumi.Input<string>,
    account: pulumi.Input<string>,
  ): pulumi.Resource {
    this.statements.add({
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sqs:SendMessage",
      Resource: this.arn,
      Condition: {
        ArnEquals: { "aws:SourceArn": source },
        StringEquals: { "aws:SourceAccount": account },
      },
    });
    return this.policy;
  }

  private within(argument: string, value: number, { min, max }: Range): number {
    if (!Number.isInteger(value) || value < min || value > max) {
      const allowed = `whole seconds from ${min} to ${max}`;
      throw this.refuse(argument, value, allowed, `give ${argument} a value in that range`);
    }
    return value;
  }
}
