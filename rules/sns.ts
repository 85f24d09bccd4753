import { absent, custom, oneOf, pattern, refuses, required } from "./base/checks";
import { fifoRules } from "./base/fifo";
import { admitsNoStranger } from "./base/policy-document";
import { sns } from "./base/types/sns";
import type { ResourceRule } from "./base/rule";
import { equals, isAbsent, textAt } from "./base/values";

const API = "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html";
const GUIDE = "https://docs.aws.amazon.com/sns/latest/dg";

/** Protocols whose endpoint is an ARN of the service of that name. */
const ARN_PROTOCOLS = ["sqs", "lambda", "firehose"];

const t = sns.topic;

export const sections = { SNS: "Topics" };

export const resourceRules: readonly ResourceRule[] = [
  ...fifoRules({
    ...{ id: "SNS-01", type: t, noun: "topic", flag: "fifoTopic", longestName: 256, source: API },
    fifoAlone: {
      deduplication: "contentBasedDeduplication",
      throughput: "fifoThroughputScope",
      archive: "archivePolicy",
    },
  }),
  oneOf("SNS-01", sns.subscription, "protocol", ["sqs"], {
    when: (inputs) => (textAt(inputs, "topic") ?? "").endsWith(".fifo"),
    limit: "sqs; a FIFO topic delivers to queues only",
    source: `${GUIDE}/fifo-message-delivery.html`,
    fix: "Put a queue between the FIFO topic and its consumer.",
  }),
  custom(
    "SNS-02",
    sns.subscription,
    {
      limit: "an endpoint of the kind that protocol names",
      source: `${GUIDE}/sns-event-destinations.html`,
      fix: "Let protocol and endpoint name the same service.",
    },
    (inputs) => {
      const service = textAt(inputs, "protocol") ?? "";
      const endpoint = textAt(inputs, "endpoint");
      const found = endpoint?.startsWith("arn:") ? endpoint.split(":")[2] : undefined;
      return ARN_PROTOCOLS.includes(service) && endpoint !== undefined && found !== service
        ? {
            argument: "endpoint",
            found: endpoint,
            limit: `an ARN that begins with arn:aws:${service}:`,
          }
        : undefined;
    },
  ),
  pattern("SNS-02-https", sns.subscription, "endpoint", /^https:\/\//, {
    when: (inputs) => equals(inputs, "protocol", "https"),
    limit: "a URL that begins with https://",
    source: `${GUIDE}/sns-http-https-endpoint-as-subscriber.html`,
    fix: "Correct the URL, or the protocol.",
  }),
  refuses("SNS-02-http", sns.subscription, "protocol", /^http$/, {
    severity: "warning",
    limit: "https; http sends messages in the clear",
    source: `${GUIDE}/sns-security-best-practices.html`,
    fix: "Use https.",
  }),
  required("SNS-02-redrive", sns.subscription, "redrivePolicy", {
    severity: "warning",
    when: (inputs) =>
      ["sqs", "lambda", "firehose", "https"].includes(textAt(inputs, "protocol") ?? ""),
    limit: "a dead-letter queue; without one undeliverable messages are lost",
    source: `${GUIDE}/sns-dead-letter-queues.html`,
    fix: "Set redrivePolicy to the ARN of a standard queue that sns.amazonaws.com may send to.",
  }),
  custom(
    "SEC-SNS-encryption",
    t,
    {
      // Security Hub took its control SNS.1 back in 2024: the disks of SNS are encrypted without it.
      severity: "info",
      limit: "a key of KMS, beside the disk encryption that every topic has",
      source: `${GUIDE}/sns-server-side-encryption.html`,
      fix: 'Set kmsMasterKeyId to "alias/aws/sns", or to a key of your own where AWS services publish.',
    },
    (inputs) =>
      isAbsent(inputs, "kmsMasterKeyId") || equals(inputs, "kmsMasterKeyId", "")
        ? { argument: "kmsMasterKeyId", found: undefined }
        : undefined,
  ),
  oneOf("SEC-SNS-signature", t, "signatureVersion", [2], {
    severity: "info",
    limit: "2, which signs with SHA-256",
    source: `${GUIDE}/sns-verify-signature-of-message.html`,
    fix: "Set signatureVersion to 2.",
  }),
  admitsNoStranger("SEC-SNS-public", t, ["policy"], {
    limit: "statements that name who may use the topic, or under what condition",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html",
    fix: "Name a principal, or add a condition on aws:SourceArn.",
  }),
  absent("SNS-02-raw", sns.subscription, "rawMessageDelivery", {
    when: (inputs) =>
      equals(inputs, "rawMessageDelivery", true) &&
      ["lambda", "email", "email-json", "sms", "application"].includes(
        textAt(inputs, "protocol") ?? "",
      ),
    limit: "raw delivery for sqs, firehose, http and https only",
    source: `${GUIDE}/sns-large-payload-raw-message-delivery.html`,
    fix: "Remove rawMessageDelivery.",
  }),
];

/** Size of one message in bytes; queues, event buses and functions take four times as much. */
export const topicMessageBytes = 256 * 1024;
