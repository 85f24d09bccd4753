/** Queues for what a service could not hand on. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { queueRetention, queueWaitTime } from "../../rules/sqs";
import { EnvironmentFacts } from "../base/environment-facts";
import { accessTo, Grant } from "../base/grants";
import { admit, policyDocument, refusePlainText, Sender } from "../base/policy-document";
import type { Component, MakeChild } from "../component";
import { Access, AlarmDefinition, Destination, NotificationTarget } from "../contracts";

/** A queue of the user's own that takes what a service could not hand on: every `Queue` is one. */
export type DeadLetterQueue = Destination & QueueTarget;

/** A queue that services may be let in to. */
export type QueueTarget = NotificationTarget & { readonly notificationKind: "queue" };

/** The children that a queue of dead letters is made of. */
export interface DeadLetterChildren {
  deadLetters: aws.sqs.QueueArgs;
  deadLetterPolicy: aws.sqs.QueuePolicyArgs;
}

/** Where dead letters go, and what must stand before the first one. */
export interface DeadLetters {
  readonly arn: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];
  /** What a role needs to send there, for senders with one. */
  readonly statements?: Access["statements"];
}

interface DeadLetterArgs {
  /** Whose failures the queue keeps: its alarm is a part of that. */
  of: Component;
  /** True where the source is FIFO: SNS then wants a FIFO queue. Default: false. */
  fifo?: boolean;
  /** The service that sends by its own principal. Default: none, for senders with a role. */
  from?: Sender;
}

/**
 * Makes `<component>-dead-letters`: encrypted, TLS only, kept for 14 days, filled by one source alone.
 */
export function makeDeadLetters(args: DeadLetterArgs, child: MakeChild): DeadLetters {
  const { queue, policy } = makeQueue(args, ["dead-letters", "dead-letter-policy"], child);
  const { statements } = sendTo(queue, args.of.environment);
  return { arn: queue.arn, ready: [policy], statements };
}

/** Makes `<component>-failed-batches`, likewise: Lambda sends there with the role of the function that failed. */
export function makeFailedBatches(of: Component, child: MakeChild): Destination {
  const { queue } = makeQueue({ of }, ["failed-batches", "failed-batch-policy"], child);
  const deliver = () => sendTo(queue, of.environment);
  return { destinationKind: "queue", arn: queue.arn, deliver };
}

function sendTo({ arn }: aws.sqs.Queue, environment: EnvironmentFacts): Access {
  return accessTo({ arn, keyArn: environment.keyArn("messages") }, send);
}

/** What a role needs to send to an encrypted queue. */
const send: Grant = {
  actions: ["sqs:SendMessage"],
  key: ["kms:GenerateDataKey", "kms:Decrypt"],
};

function makeQueue(
  { of, fifo = false, from }: DeadLetterArgs,
  [queueSuffix, policySuffix]: readonly [string, string],
  child: MakeChild,
): { queue: aws.sqs.Queue; policy: aws.sqs.QueuePolicy } {
  const { environment } = of;
  const keyArn = environment.keyArn("messages");
  if (from) {
    environment.admitToKey("messages", from.service);
  }
  const queue = child(aws.sqs.Queue, queueSuffix, {
    ...(fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {}),
    ...(keyArn ? { kmsMasterKeyId: keyArn } : { sqsManagedSseEnabled: true }),
    receiveWaitTimeSeconds: queueWaitTime.max,
    messageRetentionSeconds: queueRetention.max,
  });
  const policy = child(aws.sqs.QueuePolicy, policySuffix, {
    queueUrl: queue.url,
    policy: policyDocument([
      refusePlainText("sqs:*", queue.arn),
      ...(from ? [admit("sqs:SendMessage", queue.arn, from)] : []),
    ]),
  });
  watchPart(of, lettersAlarm(queueSuffix, queue.name));
  return { queue, policy };
}

/** An alarm of something that was made for a component: it goes where the component's own go. */
export function watchPart(of: Component, alarm: AlarmDefinition): void {
  const { environment, logicalName, layer } = of;
  environment.watch?.({ logicalName, layer, partOf: of, alarmDefinitions: () => [alarm] });
}

/** Of a queue that nobody works on: every message in it is one failure too many. */
export function lettersAlarm(name: string, queueName: pulumi.Output<string>): AlarmDefinition {
  return {
    ...{ name, namespace: "AWS/SQS", statistic: "Maximum", threshold: 0 },
    description: "Something failed for good and lies here: look at it, and bring it back.",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queueName },
  };
}

/** A queue of the user's own as dead letters, once the service may send there. */
export function lettersTo(
  queue: DeadLetterQueue,
  { service, source }: { service: string; source: pulumi.Input<string> },
): DeadLetters {
  return { arn: queue.arn, ready: [queue.acceptFrom(service, source)] };
}
