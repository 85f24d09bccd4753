import { absent, atMost, custom, excludes, pattern, range } from "../base/checks";
import { lambda } from "../base/types/lambda";
import type { Inputs, ResourceRule } from "../base/rule";
import { isAbsent, isRecord, jsonAt, listOf, numberAt, textAt, valueAt } from "../base/values";

const API = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html";
const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Records handed to one invocation. AWS's default is 10 for queues and 100 for streams. */
export const batchSize = { min: 1, max: 10_000, unit: "records" };
/** The largest batch of a FIFO queue, and of a standard queue without a batching window. */
export const queueBatchSizeWithoutWindow = 10;
/** How long Lambda gathers records for a batch. */
export const batchingWindow = { min: 0, max: 300, unit: "seconds" };
/** How many invocations one queue may cause at a time. */
export const queueConcurrency = { min: 2, max: 1_000, unit: "invocations" };

/** What an event source mapping polls, as far as its ARN is known. */
export function polledService(inputs: Inputs): string | undefined {
  return textAt(inputs, "eventSourceArn")?.split(":")[2];
}

const m = lambda.eventSourceMapping;
export const pollsQueue = (inputs: Inputs) => polledService(inputs) === "sqs";
const pollsFifoQueue = (inputs: Inputs) =>
  pollsQueue(inputs) && (textAt(inputs, "eventSourceArn") ?? "").endsWith(".fifo");
export const pollsStream = (inputs: Inputs) =>
  ["kinesis", "dynamodb"].includes(polledService(inputs) ?? "");
export const pollsBroker = (inputs: Inputs) => polledService(inputs) === "mq";

/** Event source mappings of queues, and what holds for all of them. */
export const resourceRules: readonly ResourceRule[] = [
  range("SQS-03", m, "batchSize", batchSize, {
    source: API,
    fix: "Set a batch size within the range.",
  }),
  range("SQS-03-window", m, "maximumBatchingWindowInSeconds", batchingWindow, {
    source: API,
    fix: "Set a batching window of at most five minutes.",
  }),
  custom(
    "SQS-03-large",
    m,
    {
      limit: `at most ${queueBatchSizeWithoutWindow} messages without a batching window`,
      when: (inputs) => pollsQueue(inputs) && !pollsFifoQueue(inputs),
      source: `${GUIDE}/services-sqs-configure.html`,
      fix: "Set maximumBatchingWindowInSeconds to 1 or more, or lower batchSize.",
    },
    (inputs) => {
      const size = numberAt(inputs, "batchSize") ?? 0;
      return size > queueBatchSizeWithoutWindow &&
        numberAt(inputs, "maximumBatchingWindowInSeconds", 0) === 0
        ? { argument: "batchSize", found: size }
        : undefined;
    },
  ),
  range(
    "SQS-03-fifo",
    m,
    "batchSize",
    { min: 1, max: queueBatchSizeWithoutWindow, unit: "messages of a FIFO queue" },
    {
      when: pollsFifoQueue,
      source: `${GUIDE}/services-sqs-configure.html`,
      fix: "Set batchSize to at most 10.",
    },
  ),
  range(
    "SQS-03-fifo-window",
    m,
    "maximumBatchingWindowInSeconds",
    { min: 0, max: 0 },
    {
      when: pollsFifoQueue,
      limit: "no batching window for a FIFO queue",
      source: `${GUIDE}/services-sqs-configure.html`,
      fix: "Remove maximumBatchingWindowInSeconds.",
    },
  ),
  range("SQS-04", m, "scalingConfig.maximumConcurrency", queueConcurrency, {
    source: API,
    fix: "Set a concurrency within the range, or leave it out.",
  }),
  excludes("SQS-04-pollers", m, "scalingConfig", "provisionedPollerConfig", {
    source: `${GUIDE}/services-sqs-scaling.html`,
    fix: "Keep one of the two: pollers already bound the concurrency.",
  }),
  range(
    "SQS-05-minimum",
    m,
    "provisionedPollerConfig.minimumPollers",
    { min: 1, max: 200, unit: "pollers" },
    { source: API, fix: "Set 2 to 200 for a queue, 1 to 200 for Kafka." },
  ),
  range(
    "SQS-05-maximum",
    m,
    "provisionedPollerConfig.maximumPollers",
    { min: 1, max: 2_000, unit: "pollers" },
    { source: API, fix: "Set 2 to 2,000 for a queue, 1 to 2,000 for Kafka." },
  ),
  custom(
    "SQS-05-order",
    m,
    {
      limit: "a minimum no larger than the maximum",
      source: API,
      fix: "Raise maximumPollers or lower minimumPollers.",
    },
    (inputs) => {
      const min = numberAt(inputs, "provisionedPollerConfig.minimumPollers");
      const max = numberAt(inputs, "provisionedPollerConfig.maximumPollers");
      return min !== undefined && max !== undefined && min > max
        ? { argument: "provisionedPollerConfig.minimumPollers", found: min }
        : undefined;
    },
  ),
  absent("SQS-06", m, "startingPosition", {
    when: (inputs) => pollsQueue(inputs) || pollsBroker(inputs),
    limit: "no starting position; a queue has none",
    source: API,
    fix: "Remove startingPosition.",
  }),
  custom(
    "SQS-09",
    m,
    {
      severity: "warning",
      limit: '["ReportBatchItemFailures"], so that one bad record does not repeat the whole batch',
      when: (inputs) => pollsQueue(inputs) || pollsStream(inputs),
      source: `${GUIDE}/services-sqs-errorhandling.html`,
      fix: "Set functionResponseTypes and return batchItemFailures from the handler.",
    },
    (inputs) =>
      numberAt(inputs, "batchSize", batchSize.max) !== 1 &&
      isAbsent(inputs, "functionResponseTypes")
        ? { argument: "functionResponseTypes", found: undefined }
        : undefined,
  ),
  atMost("SQS-10", m, "filterCriteria.filters", 5, {
    limit: "at most 5 filters, or 10 after a quota increase",
    source: `${GUIDE}/invocation-eventfiltering.html`,
    fix: "Merge filters: within one, values of a list are alternatives.",
  }),
  pattern("SQS-10-length", m, "filterCriteria.filters.*.pattern", /^[^]{0,4096}$/, {
    limit: "a pattern of at most 4,096 characters",
    source: API,
    fix: "Shorten the pattern; filter the rest in the handler.",
  }),
  custom(
    "SQS-10-json",
    m,
    {
      limit: 'a JSON object, such as {"body":{"kind":["photo"]}}',
      source: `${GUIDE}/invocation-eventfiltering.html`,
      fix: "Make the pattern with JSON.stringify.",
    },
    (inputs) =>
      listOf(valueAt(inputs, "filterCriteria.filters")).flatMap((filter, index) =>
        isRecord(filter) &&
        typeof filter["pattern"] === "string" &&
        !isRecord(jsonAt(filter, "pattern"))
          ? [{ argument: `filterCriteria.filters[${index}].pattern`, found: filter["pattern"] }]
          : [],
      ),
  ),
  custom(
    "SQS-10-deletes",
    m,
    {
      severity: "info",
      limit: "filters whose other messages nobody needs: Lambda deletes them from the queue",
      when: pollsQueue,
      source: `${GUIDE}/with-sqs-filtering.html`,
      fix: "Filter at the topic's subscription where another consumer needs the messages.",
    },
    (inputs) => {
      const filters = listOf(valueAt(inputs, "filterCriteria.filters"));
      return filters.length > 0
        ? { argument: "filterCriteria.filters", found: filters.length }
        : undefined;
    },
  ),
];
