import { absent, custom, oneOf, pattern, refuses, required } from "./checks";
import { openStatements } from "./policy-document";
import { types } from "./resource-types";
import type { ResourceRule } from "./rule";
import { equals, isAbsent, textAt } from "./values";

const API = "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html";
const GUIDE = "https://docs.aws.amazon.com/sns/latest/dg";

/** The service of the endpoint's ARN, for the protocols that take an ARN. */
const ENDPOINT_SERVICES: { readonly [protocol: string]: string } = {
  sqs: "sqs",
  lambda: "lambda",
  firehose: "firehose",
};

export const snsRules: readonly ResourceRule[] = [
  pattern(
    "SNS-01-name",
    types.topic,
    "name",
    /^[A-Za-z0-9-_]{1,256}$|^[A-Za-z0-9-_]{1,251}\.fifo$/,
    {
      limit:
        "1 to 256 letters, digits, hyphens and underscores, with .fifo at the end of a FIFO topic's",
      source: API,
      fix: "Rename the topic, or leave name out.",
    },
  ),
  pattern("SNS-01-fifo-name", types.topic, "name", /\.fifo$/, {
    when: (inputs) => equals(inputs, "fifoTopic", true),
    limit: "a name that ends in .fifo",
    source: API,
    fix: "Add .fifo to the name, or leave name out.",
  }),
  refuses("SNS-01-standard-name", types.topic, "name", /\.fifo$/, {
    when: (inputs) => isAbsent(inputs, "fifoTopic") || equals(inputs, "fifoTopic", false),
    limit: "a name without .fifo, because the topic is a standard one",
    source: API,
    fix: "Set fifoTopic to true, or drop .fifo.",
  }),
  absent("SNS-01-deduplication", types.topic, "contentBasedDeduplication", {
    when: (inputs) =>
      equals(inputs, "contentBasedDeduplication", true) &&
      (isAbsent(inputs, "fifoTopic") || equals(inputs, "fifoTopic", false)),
    limit: "no contentBasedDeduplication on a standard topic",
    source: API,
    fix: "Set fifoTopic to true, or remove contentBasedDeduplication.",
  }),
  oneOf("SNS-01", types.subscription, "protocol", ["sqs"], {
    when: (inputs) => (textAt(inputs, "topic") ?? "").endsWith(".fifo"),
    limit: "sqs; a FIFO topic delivers to queues only",
    source: `${GUIDE}/fifo-message-delivery.html`,
    fix: "Put a queue between the FIFO topic and its consumer.",
  }),
  custom(
    "SNS-02",
    types.subscription,
    {
      limit: "an endpoint of the kind that protocol names",
      source: `${GUIDE}/sns-event-destinations.html`,
      fix: "Let protocol and endpoint name the same service.",
    },
    (inputs) => {
      const service = ENDPOINT_SERVICES[textAt(inputs, "protocol") ?? ""];
      const endpoint = textAt(inputs, "endpoint");
      const found = endpoint?.startsWith("arn:") ? endpoint.split(":")[2] : undefined;
      return service !== undefined && endpoint !== undefined && found !== service
        ? {
            argument: "endpoint",
            found: endpoint,
            limit: `an ARN that begins with arn:aws:${service}:`,
          }
        : undefined;
    },
  ),
  pattern("SNS-02-https", types.subscription, "endpoint", /^https:\/\//, {
    when: (inputs) => equals(inputs, "protocol", "https"),
    limit: "a URL that begins with https://",
    source: `${GUIDE}/sns-http-https-endpoint-as-subscriber.html`,
    fix: "Correct the URL, or the protocol.",
  }),
  refuses("SNS-02-http", types.subscription, "protocol", /^http$/, {
    severity: "warning",
    limit: "https; http sends messages in the clear",
    source: `${GUIDE}/sns-security-best-practices.html`,
    fix: "Use https.",
  }),
  required("SNS-02-redrive", types.subscription, "redrivePolicy", {
    severity: "warning",
    when: (inputs) =>
      ["sqs", "lambda", "firehose", "https"].includes(textAt(inputs, "protocol") ?? ""),
    limit: "a dead-letter queue; without one undeliverable messages are lost",
    source: `${GUIDE}/sns-dead-letter-queues.html`,
    fix: "Set redrivePolicy to the ARN of a standard queue that sns.amazonaws.com may send to.",
  }),
  required("SEC-SNS-encryption", types.topic, "kmsMasterKeyId", {
    severity: "warning",
    limit: "encryption at rest",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html",
    fix: 'Set kmsMasterKeyId to "alias/aws/sns", or to a key of your own where AWS services publish.',
  }),
  oneOf("SEC-SNS-signature", types.topic, "signatureVersion", [2], {
    severity: "info",
    limit: "2, which signs with SHA-256",
    source: `${GUIDE}/sns-verify-signature-of-message.html`,
    fix: "Set signatureVersion to 2.",
  }),
  custom(
    "SEC-SNS-public",
    types.topic,
    {
      limit: "statements that name who may use the topic, or under what condition",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html",
      fix: "Name a principal, or add a condition on aws:SourceArn.",
    },
    (inputs) =>
      openStatements(inputs, "policy").map(({ actions }) => ({
        argument: "policy",
        found: `everyone may ${actions.join(", ")}`,
      })),
  ),
  absent("SNS-02-raw", types.subscription, "rawMessageDelivery", {
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
