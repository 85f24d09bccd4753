import { custom, excludes, range } from "./base/checks";
import { fifoRules } from "./base/fifo";
import { admitsNoStranger } from "./base/policy-document";
import { sqs } from "./base/types/sqs";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, isAbsent, isRecord, jsonAt, textAt, valueAt } from "./base/values";

const API =
  "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html";
const GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";

/** How long a received message stays hidden from other consumers. AWS's default is 30. */
export const queueVisibilityTimeout = { min: 0, max: 43_200, unit: "seconds" };
/** How long a message waits before it can be received. */
export const queueDelay = { min: 0, max: 900, unit: "seconds" };
/** How long a receive call waits for messages. */
export const queueWaitTime = { min: 0, max: 20, unit: "seconds" };
/** How long a message is kept. AWS's default is 4 days. */
export const queueRetention = { min: 60, max: 1_209_600, unit: "seconds" };
/** Size of a message in bytes. AWS's default is the largest, 1 MiB. */
export const queueMessageSize = { min: 1_024, max: 1_048_576, unit: "bytes" };
/** How often a message is received before it goes to the dead letters. */
export const queueReceiveCount = { min: 1, max: 1_000, unit: "receives" };

const q = sqs.queue;

export const sections = { SQS: "Queues and event source mappings" };

export const resourceRules: readonly ResourceRule[] = [
  range("SQS-08-visibility", q, "visibilityTimeoutSeconds", queueVisibilityTimeout, {
    source: API,
    fix: "Set at most 12 hours.",
  }),
  range("SQS-08-delay", q, "delaySeconds", queueDelay, {
    source: API,
    fix: "Set at most 15 minutes; use EventBridge Scheduler for longer delays.",
  }),
  range("SQS-08-wait", q, "receiveWaitTimeSeconds", queueWaitTime, {
    source: API,
    fix: "Set at most 20 seconds.",
  }),
  custom(
    "SQS-08-long-polling",
    q,
    {
      severity: "warning",
      limit: "1 to 20 seconds; with 0 consumers pay for empty answers",
      source: `${GUIDE}/sqs-short-and-long-polling.html`,
      fix: "Set receiveWaitTimeSeconds to 20.",
    },
    (inputs) =>
      isAbsent(inputs, "receiveWaitTimeSeconds") || equals(inputs, "receiveWaitTimeSeconds", 0)
        ? { argument: "receiveWaitTimeSeconds", found: valueAt(inputs, "receiveWaitTimeSeconds") }
        : undefined,
  ),
  range("SQS-08-retention", q, "messageRetentionSeconds", queueRetention, {
    source: API,
    fix: "Set 1 minute to 14 days.",
  }),
  range("SQS-08-size", q, "maxMessageSize", queueMessageSize, {
    source: API,
    fix: "Set 1 KiB to 1 MiB; put larger payloads into S3 and send their key.",
  }),
  range(
    "SQS-08-key-reuse",
    q,
    "kmsDataKeyReusePeriodSeconds",
    { min: 60, max: 86_400, unit: "seconds" },
    { source: API, fix: "Set 1 minute to 24 hours." },
  ),
  ...fifoRules({
    ...{ id: "SQS-08", type: q, noun: "queue", flag: "fifoQueue", longestName: 80, source: API },
    fifoAlone: {
      contentBasedDeduplication: "contentBasedDeduplication",
      deduplicationScope: "deduplicationScope",
      fifoThroughputLimit: "fifoThroughputLimit",
    },
  }),
  excludes("SQS-08-encryption", q, "kmsMasterKeyId", "sqsManagedSseEnabled", {
    when: (inputs) => equals(inputs, "sqsManagedSseEnabled", true),
    source: API,
    fix: "Keep kmsMasterKeyId for a key of your own, or sqsManagedSseEnabled for the key of SQS.",
  }),
  custom(
    "SEC-SQS-encryption",
    q,
    {
      severity: "warning",
      limit: "encryption at rest",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html",
      fix: "Set sqsManagedSseEnabled to true, or kmsMasterKeyId to a key.",
    },
    (inputs) =>
      equals(inputs, "sqsManagedSseEnabled", false) && isAbsent(inputs, "kmsMasterKeyId")
        ? { argument: "sqsManagedSseEnabled", found: false }
        : undefined,
  ),
  custom(
    "SQS-07-json",
    q,
    {
      limit: "JSON with deadLetterTargetArn and maxReceiveCount",
      source: `${GUIDE}/sqs-dead-letter-queues.html`,
      fix: "Make the policy with pulumi.jsonStringify({ deadLetterTargetArn, maxReceiveCount: 5 }).",
    },
    (inputs) => {
      const text = textAt(inputs, "redrivePolicy");
      const policy = jsonAt(inputs, "redrivePolicy");
      const isWhole =
        isRecord(policy) && "deadLetterTargetArn" in policy && "maxReceiveCount" in policy;
      return text !== undefined && text !== "" && !isWhole
        ? { argument: "redrivePolicy", found: text }
        : undefined;
    },
  ),
  custom(
    "SQS-07-count",
    q,
    {
      limit: "1 to 1,000 receives",
      source: `${GUIDE}/sqs-dead-letter-queues.html`,
      fix: "Set maxReceiveCount within the range.",
    },
    (inputs) => {
      const count = receiveCount(inputs);
      return count !== undefined &&
        !(count >= queueReceiveCount.min && count <= queueReceiveCount.max)
        ? { argument: "redrivePolicy.maxReceiveCount", found: count }
        : undefined;
    },
  ),
  custom(
    "SQS-07-few",
    q,
    {
      severity: "warning",
      limit: "5 or more receives; a throttled function uses up attempts without running",
      source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
      fix: "Raise maxReceiveCount to at least 5.",
    },
    (inputs) => {
      const count = receiveCount(inputs);
      return count !== undefined && count >= 1 && count < 5
        ? { argument: "redrivePolicy.maxReceiveCount", found: count }
        : undefined;
    },
  ),
  admitsNoStranger("SEC-SQS-public", q, ["policy"], {
    limit: "statements that name who may use the queue, or under what condition",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html",
    fix: "Name a principal, or add a condition on aws:SourceArn.",
  }),
];

function receiveCount(inputs: Inputs): number | undefined {
  const policy = jsonAt(inputs, "redrivePolicy");
  const count = isRecord(policy) ? policy["maxReceiveCount"] : undefined;
  return typeof count === "number" || typeof count === "string" ? Number(count) : undefined;
}
