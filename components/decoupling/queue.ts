/** A queue with a dead-letter queue behind it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { existing, main, Transforms } from "../component";
import {
  AlarmDefinition,
  Alarmed,
  FailedMessages,
  NotificationTarget,
  PolicyStatement,
} from "../contracts";
import { queueAlarms } from "./queue-alarms";
import { accessTo } from "../base/grants";
import { admit, policyDocument, refusePlainText } from "../base/policy-document";
import { batchingWindow } from "../../rules/lambda/event-source-mapping";
import { lambdaTimeout } from "../../rules/lambda/function";
import { queueRetention, queueWaitTime } from "../../rules/sqs";
import { visibilityFactor } from "../../rules/stack/queues";
import { SharedDocument } from "../shared-document";
import { DeadLetterQueue } from "../wiring/dead-letters";
import { AccessibleQueue, ExistingQueue } from "./accessible-queue";

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
  /**
   * False for a queue where failures end: nothing stands behind it, and it keeps messages for the longest
   * time, 14 days, unless it says otherwise. Default: true.
   */
  deadLetters?: boolean;
  /** Deliveries before a message moves to the dead-letter queue. Default: 5. Limit: 1 to 1,000. */
  maxReceiveCount?: number;
  /** Seconds that a new message stays hidden. Default: 0. Limit: 0 to 900. */
  delaySeconds?: pulumi.Input<number>;
  /** Longest message in bytes. Default: 1,048,576. Limit: 1,024 to 1,048,576. */
  maxMessageSize?: pulumi.Input<number>;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    queue: aws.sqs.QueueArgs;
    deadLetters: aws.sqs.QueueArgs;
    deadLetterPolicy: aws.sqs.QueuePolicyArgs;
    policy: aws.sqs.QueuePolicyArgs;
    deadLetterSource: aws.sqs.RedriveAllowPolicyArgs;
  }>;
}

/**
 * An SQS queue: encrypted, TLS only, long polling, and undeliverable messages kept for 14 days in a
 * dead-letter queue that only this queue may fill. The queue states its consumer's time budget; a
 * trigger refuses a function that could exceed it.
 *
 * Creates: 2 queues, 1 queue policy, 1 redrive allow policy; without dead letters 1 queue and its policy. Costs
 * nothing when idle.
 *
 * @example
 * const uploads = new Queue("uploads", { consumerTimeout: 60 });
 * new LambdaFunction("index-upload", async (event) => {
 *   console.log(event.Records.length);
 *   return { batchItemFailures: [] };
 * }, { on: uploads.messages(), timeout: 60 });
 */
export class Queue extends AccessibleQueue implements NotificationTarget, Alarmed {
  /** Gives a queue that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingQueue);
  readonly notificationKind = "queue";
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Undefined where nothing stands behind the queue. */
  readonly deadLettersUrl?: pulumi.Output<string>;
  readonly deadLettersArn?: pulumi.Output<string>;
  /** Longest time in seconds that a consumer may take. */
  readonly consumerTimeout: number;
  /** Longest time in seconds that a trigger may wait to fill a batch. */
  readonly batchingWindow: number;
  readonly fifo: boolean;
  readonly keyArn?: pulumi.Output<string>;
  readonly nodes: {
    readonly queue: aws.sqs.Queue;
    readonly deadLetters?: aws.sqs.Queue;
    readonly policy: aws.sqs.QueuePolicy;
  };
  readonly #statements: SharedDocument<PolicyStatement>;
  #letters?: DeadLetterQueue;

  constructor(name: string, args: QueueArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Queue", name, args, opts);
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
    const deadLetters = this.makeDeadLetters(args, common);
    const queue = this.child(aws.sqs.Queue, main, {
      ...common,
      visibilityTimeoutSeconds: visibilityFactor * this.consumerTimeout + this.batchingWindow,
      messageRetentionSeconds:
        args.messageRetentionSeconds ?? (deadLetters ? undefined : queueRetention.max),
      delaySeconds: args.delaySeconds,
      maxMessageSize: args.maxMessageSize,
      redrivePolicy:
        deadLetters &&
        pulumi.jsonStringify({
          deadLetterTargetArn: deadLetters.arn,
          maxReceiveCount: args.maxReceiveCount ?? DEFAULT_MAX_RECEIVE_COUNT,
        }),
    });
    if (deadLetters) {
      this.child(aws.sqs.RedriveAllowPolicy, "dead-letter-source", {
        queueUrl: deadLetters.url,
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: "byQueue",
          sourceQueueArns: [queue.arn],
        }),
      });
    }
    this.#statements = new SharedDocument(`policy of queue "${name}"`);
    this.#statements.add(refusePlainText("sqs:*", queue.arn));
    const policy = this.child(aws.sqs.QueuePolicy, "policy", {
      queueUrl: queue.url,
      policy: policyDocument(this.#statements.entries),
    });
    this.url = queue.url;
    this.arn = queue.arn;
    this.deadLettersUrl = deadLetters?.url;
    this.deadLettersArn = deadLetters?.arn;
    this.nodes = { queue, deadLetters, policy };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return queueAlarms(this.nodes.queue, this.nodes.deadLetters, this.consumerTimeout);
  }

  /** Lets an AWS service send on behalf of one resource; makes the caller wait for the policy. */
  acceptFrom(
    service: string,
    source: pulumi.Input<string>,
    account?: pulumi.Input<string>,
  ): pulumi.Resource {
    this.environment.admitToKey("messages", service);
    this.#statements.add(admit("sqs:SendMessage", this.arn, { service, source, account }));
    return this.nodes.policy;
  }

  /**
   * The queue behind this one, for a service that could not hand a message to it: what is lost on the way
   * in and what fails behind the queue then end in one place, and come back by one {@link failed}.
   *
   * @throws pulumi.RunError for a queue with `deadLetters: false`
   */
  letters(): DeadLetterQueue {
    return (this.#letters ??= this.openDeadLetters());
  }

  /**
   * The messages that failed for good, for a `Redrive` that brings them back here.
   *
   * @throws pulumi.RunError for a queue with `deadLetters: false`
   */
  failed(): FailedMessages {
    const { arn, url } = this.behind("failed()");
    const taken = accessTo({ arn, keyArn: this.keyArn }, AccessibleQueue.grants.receive);
    return { url, backToUrl: this.url, access: [taken, this.send()] };
  }

  private behind(argument: string): aws.sqs.Queue {
    if (!this.nodes.deadLetters) {
      throw this.refuse(
        argument,
        "deadLetters: false",
        "a queue with one behind it",
        "leave out deadLetters: false",
      );
    }
    return this.nodes.deadLetters;
  }

  private openDeadLetters(): DeadLetterQueue {
    const { arn, url } = this.behind("letters()");
    const title = `policy of the dead letters of queue "${this.logicalName}"`;
    const statements = new SharedDocument<PolicyStatement>(title);
    statements.add(refusePlainText("sqs:*", arn));
    const policy = this.child(aws.sqs.QueuePolicy, "dead-letter-policy", {
      queueUrl: url,
      policy: policyDocument(statements.entries),
    });
    return {
      logicalName: `${this.logicalName}-dead-letters`,
      destinationKind: "queue",
      notificationKind: "queue",
      arn,
      fifo: this.fifo,
      deliver: () => accessTo({ arn, keyArn: this.keyArn }, AccessibleQueue.grants.send),
      acceptFrom: (service, source, account) => {
        this.environment.admitToKey("messages", service);
        statements.add(admit("sqs:SendMessage", arn, { service, source, account }));
        return policy;
      },
    };
  }

  private makeDeadLetters(
    { deadLetters = true, maxReceiveCount }: QueueArgs,
    common: aws.sqs.QueueArgs,
  ): aws.sqs.Queue | undefined {
    if (deadLetters) {
      const messageRetentionSeconds = queueRetention.max;
      return this.child(aws.sqs.Queue, "dead-letters", { ...common, messageRetentionSeconds });
    }
    if (maxReceiveCount !== undefined) {
      throw this.refuse(
        "maxReceiveCount",
        maxReceiveCount,
        "none with deadLetters: false, where no message moves on",
        "remove maxReceiveCount, or deadLetters: false",
      );
    }
    return undefined;
  }

  private within(argument: string, value: number, { min, max }: Range): number {
    if (!Number.isInteger(value) || value < min || value > max) {
      const allowed = `whole seconds from ${min} to ${max}`;
      throw this.refuse(argument, value, allowed, `give ${argument} a value in that range`);
    }
    return value;
  }
}
