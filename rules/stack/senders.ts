/** Queues and topics that a service sends to by its own principal: their policy has to let it, and that of their key. */
import { documentsAt, takes } from "../base/policy-document";
import { kms } from "../base/types/kms";
import { cloudwatch } from "../base/types/cloudwatch";
import { s3 } from "../base/types/s3";
import { sns } from "../base/types/sns";
import { sqs } from "../base/types/sqs";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { AWS_KEY } from "./notifications";

/** How a type of resource sends to a queue or a topic. */
interface Sender {
  readonly type: string;
  /** The argument that names the target. */
  readonly argument: string;
  /** The service that sends, before `.amazonaws.com`. */
  readonly service: string;
  /** What the sender's protocol must be, where only some send there. */
  readonly protocol?: string;
  /** Set where the service sends as a role instead. */
  readonly role?: string;
}

/** What is sent to, with what holds its policy. */
interface Target {
  readonly id: string;
  readonly type: string;
  readonly policyType: string;
  /** The argument of the policy that names its queue or topic. */
  readonly owner: string;
  readonly action: string;
  readonly senders: readonly Sender[];
  readonly source: string;
}

const targets: readonly Target[] = [
  {
    id: "SQS-11",
    type: sqs.queue,
    policyType: sqs.queuePolicy,
    owner: "queueUrl",
    action: "sqs:SendMessage",
    senders: [
      { type: sns.subscription, argument: "endpoint", service: "sns", protocol: "sqs" },
      { type: sns.subscription, argument: "redrivePolicy", service: "sns" },
      { type: cloudwatch.eventTarget, argument: "arn", service: "events", role: "roleArn" },
      { type: cloudwatch.eventTarget, argument: "deadLetterConfig", service: "events" },
      { type: s3.bucketNotification, argument: "queues", service: "s3" },
    ],
    source:
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html",
  },
  {
    id: "SNS-05",
    type: sns.topic,
    policyType: sns.topicPolicy,
    owner: "arn",
    action: "sns:Publish",
    senders: [
      { type: cloudwatch.eventTarget, argument: "arn", service: "events", role: "roleArn" },
      { type: s3.bucketNotification, argument: "topics", service: "s3" },
    ],
    source: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
  },
];

/** What a key has to let the services do that send to what it encrypts, by who they are. */
const keyRules: readonly { id: string; service: string; source: string }[] = [
  {
    id: "S3N-04-key",
    service: "s3",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
  },
  {
    id: "SNS-04",
    service: "sns",
    source:
      "https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html",
  },
  {
    id: "EVB-04",
    service: "events",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html",
  },
];
/** Where the policy of a key stands. */
export const keyPolicies = { type: kms.key, policyType: kms.keyPolicy, owner: "keyId" };
const keyActions = ["kms:GenerateDataKey", "kms:Decrypt"];

export const stackRules: readonly StackRule[] = [
  ...targets.map((target): StackRule => ({
    id: target.id,
    severity: "error",
    type: typesOf(target.senders),
    limit: "a target whose policy lets the service send; without one the message is lost",
    source: target.source,
    fix: `Add a statement that allows the service's principal ${target.action}, with the sender's ARN as aws:SourceArn.`,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return target.senders.flatMap((sender) =>
        sendersOf(graph, sender).flatMap((resource) => shutOut(graph, target, sender, resource)),
      );
    },
  })),
  ...keyRules.map(({ id, service, source }): StackRule => ({
    id,
    severity: "error",
    type: typesOf(
      targets.flatMap(({ senders }) => senders).filter((each) => each.service === service),
    ),
    limit: `a target whose key lets ${service}.amazonaws.com ${keyActions.join(" and ")}; without that the message is lost`,
    source,
    fix: `Allow both to ${service}.amazonaws.com in the policy of a key of your own, or encrypt a queue with SSE-SQS (sqsManagedSseEnabled).`,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return targets.flatMap((target) =>
        target.senders
          .filter((sender) => sender.service === service)
          .flatMap((sender) =>
            sendersOf(graph, sender).flatMap((resource) =>
              lockedOut(graph, target, sender, resource),
            ),
          ),
      );
    },
  })),
];

function typesOf(senders: readonly Sender[]): string[] {
  return [...new Set(senders.map(({ type }) => type))];
}

/** What sends as the service itself. */
function sendersOf(graph: Graph, { type, role, protocol }: Sender): StackResource[] {
  return graph
    .ofType(type)
    .filter(({ values }) => role === undefined || isAbsent(values, role))
    .filter(({ values }) => protocol === undefined || equals(values, "protocol", protocol));
}

/** What the sender's argument may have been made from, where it has one. */
function targetsOf(
  graph: Graph,
  { type }: Target,
  argument: string,
  resource: StackResource,
): readonly StackResource[] {
  return isAbsent(resource.values, argument) ? [] : graph.candidates(resource, argument, type);
}

function lockedOut(
  graph: Graph,
  target: Target,
  { argument, service }: Sender,
  resource: StackResource,
): StackProblem[] {
  return targetsOf(graph, target, argument, resource).flatMap((sentTo): StackProblem[] => {
    const found = lockingKey(graph, `${service}.amazonaws.com`, sentTo);
    return found === undefined ? [] : [{ urn: resource.urn, argument, found }];
  });
}

/** The key by which the service is shut out, as far as all that its policy can be is known. */
function lockingKey(graph: Graph, principal: string, sentTo: StackResource): string | undefined {
  const argument = "kmsMasterKeyId";
  const named = textAt(sentTo.values, argument);
  if (named !== undefined && AWS_KEY.test(named)) {
    return principal === "s3.amazonaws.com" ? undefined : named;
  }
  const alias = graph.one(sentTo, argument, kms.alias);
  const key = alias
    ? graph.one(alias, "targetKeyId", kms.key)
    : graph.one(sentTo, argument, kms.key);
  if (key === undefined) return undefined;
  return isShut(graph, keyPolicies, keyActions, principal, key) ? key.name : undefined;
}

function shutOut(
  graph: Graph,
  target: Target,
  { argument, service }: Sender,
  resource: StackResource,
): StackProblem[] {
  return targetsOf(graph, target, argument, resource)
    .filter((sentTo) => isShut(graph, target, [target.action], `${service}.amazonaws.com`, sentTo))
    .map((sentTo) => ({
      urn: resource.urn,
      argument,
      found: sentTo.name,
      limit: `a target whose policy lets ${service}.amazonaws.com ${target.action}; without that the message is lost`,
    }));
}

/** True where all that the policy of a target or key can be is known, and keeps the service from one of the actions. */
export function isShut(
  graph: Graph,
  { type, policyType, owner }: Pick<Target, "type" | "policyType" | "owner">,
  actions: readonly string[],
  principal: string,
  sentTo: StackResource,
): boolean {
  const policies = graph.ofType(policyType);
  const owners = policies.map((policy) => graph.one(policy, owner, type));
  // A policy whose owner can't be told may be that of any.
  if (owners.includes(undefined)) return false;
  const own = policies.filter((_, index) => owners[index] === sentTo);
  const placed = [...own, sentTo].filter(({ values }) => !isAbsent(values, "policy"));
  const documents = placed.map(({ values }) => documentsAt(values, ["policy"]).at(0));
  if (!documents.every((document) => document?.isWhole)) return false;
  const statements = documents
    .flatMap((document) => document?.statements ?? [])
    .filter(
      ({ allows, everyone, services }) => allows && (everyone || services.includes(principal)),
    );
  return !actions.every((action) => statements.some((statement) => takes(statement, action)));
}
