import { absent, custom, pattern, range, required } from "../base/checks";
import { polledService, pollsBroker, pollsStream } from "./event-source-mapping";
import { lambda } from "../base/types/lambda";
import type { Inputs, ResourceRule } from "../base/rule";
import { equals, isAbsent, isRecord, isSet, listOf, numberAt, valueAt } from "../base/values";

const API = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html";
const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Batches of one shard that are worked on at a time. */
export const parallelizationFactor = { min: 1, max: 10, unit: "batches per shard" };
/** Retries of a failing batch of a stream; -1 is until the records expire. */
export const streamRetries = { min: 0, max: 10_000, unit: "retries", also: [-1] };
/** Age after which records of a stream are given up; -1 is when they expire. */
export const streamRecordAge = { min: 60, max: 604_800, unit: "seconds", also: [-1] };

const m = lambda.eventSourceMapping;
const pollsTable = (inputs: Inputs) => polledService(inputs) === "dynamodb";

export const sections = { STR: "Streams" };

/** Event source mappings of streams (Kinesis, DynamoDB) and of brokers (Amazon MQ). */
export const resourceRules: readonly ResourceRule[] = [
  required("STR-01", m, "startingPosition", {
    when: pollsStream,
    limit: "TRIM_HORIZON or LATEST; a stream must say where to begin",
    source: API,
    fix: "Set startingPosition to TRIM_HORIZON.",
  }),
  custom(
    "STR-01-timestamp",
    m,
    {
      limit: "TRIM_HORIZON or LATEST for a DynamoDB stream",
      when: pollsTable,
      source: API,
      fix: "Use TRIM_HORIZON.",
    },
    (inputs) =>
      equals(inputs, "startingPosition", "AT_TIMESTAMP")
        ? { argument: "startingPosition", found: "AT_TIMESTAMP" }
        : undefined,
  ),
  custom(
    "STR-01-latest",
    m,
    {
      severity: "warning",
      limit: "TRIM_HORIZON; with LATEST records written while the mapping starts are lost",
      when: pollsStream,
      source: `${GUIDE}/services-kinesis-create.html`,
      fix: "Use TRIM_HORIZON.",
    },
    (inputs) =>
      equals(inputs, "startingPosition", "LATEST")
        ? { argument: "startingPosition", found: "LATEST" }
        : undefined,
  ),
  range("STR-02-parallel", m, "parallelizationFactor", parallelizationFactor, {
    source: API,
    fix: "Set a factor from 1 to 10; more needs more shards.",
  }),
  range("STR-02-retries", m, "maximumRetryAttempts", streamRetries, {
    source: API,
    fix: "Set retries within the range, or -1.",
  }),
  range("STR-02-age", m, "maximumRecordAgeInSeconds", streamRecordAge, {
    source: API,
    fix: "Set an age of at least 60 seconds, or -1.",
  }),
  range(
    "STR-02-tumbling",
    m,
    "tumblingWindowInSeconds",
    { min: 0, max: 900, unit: "seconds" },
    { source: API, fix: "Set a window of at most 15 minutes." },
  ),
  custom(
    "STR-02-tumbling-parallel",
    m,
    {
      limit: "parallelizationFactor 1 with a tumbling window",
      source: `${GUIDE}/services-kinesis-windows.html`,
      fix: "Remove parallelizationFactor or tumblingWindowInSeconds.",
    },
    (inputs) => {
      const factor = numberAt(inputs, "parallelizationFactor") ?? 1;
      const window = numberAt(inputs, "tumblingWindowInSeconds") ?? 0;
      return window > 0 && factor > 1
        ? { argument: "parallelizationFactor", found: factor }
        : undefined;
    },
  ),
  custom(
    "STR-03",
    m,
    {
      severity: "warning",
      limit:
        "a bound on retries or on record age; without one a bad record blocks its shard until it expires",
      when: pollsStream,
      source: `${GUIDE}/kinesis-on-failure-destination.html`,
      fix: "Set maximumRetryAttempts or maximumRecordAgeInSeconds.",
    },
    (inputs) =>
      numberAt(inputs, "maximumRetryAttempts", -1) === -1 &&
      numberAt(inputs, "maximumRecordAgeInSeconds", -1) === -1
        ? { argument: "maximumRetryAttempts", found: valueAt(inputs, "maximumRetryAttempts") }
        : undefined,
  ),
  required("STR-03-destination", m, "destinationConfig.onFailure", {
    severity: "warning",
    when: pollsStream,
    limit: "a queue, topic or bucket that keeps what failed",
    source: `${GUIDE}/kinesis-on-failure-destination.html`,
    fix: "Set destinationConfig.onFailure.destinationArn.",
  }),
  required("MQ-01", m, "queues", {
    when: pollsBroker,
    limit: "the name of one queue",
    source: `${GUIDE}/process-messages-with-mq.html`,
    fix: "Set queues.",
  }),
  pattern("MQ-01-queue", m, "queues", /^[^]{1,1000}$/, {
    limit: "a name of 1 to 1,000 characters",
    source: API,
    fix: "Name the queue as the broker does.",
  }),
  custom(
    "MQ-01-secret",
    m,
    {
      limit: "a secret of type BASIC_AUTH with the broker's user and password",
      when: pollsBroker,
      source: `${GUIDE}/process-messages-with-mq.html`,
      fix: 'Add { type: "BASIC_AUTH", uri: secret.arn } to sourceAccessConfigurations.',
    },
    (inputs) => {
      const configurations = valueAt(inputs, "sourceAccessConfigurations");
      if (!isAbsent(inputs, "sourceAccessConfigurations") && !Array.isArray(configurations)) {
        return undefined;
      }
      const decided = listOf(configurations).every(
        (entry) =>
          isRecord(entry) && typeof entry["type"] === "string" && entry["type"] !== "BASIC_AUTH",
      );
      return decided ? { argument: "sourceAccessConfigurations", found: undefined } : undefined;
    },
  ),
  ...["scalingConfig", "destinationConfig", "functionResponseTypes"].map((argument) =>
    absent(`MQ-01-${argument}`, m, argument, {
      when: (inputs) => pollsBroker(inputs) && isSet(inputs, argument),
      limit: `no ${argument} for a broker`,
      source: API,
      fix: `Remove ${argument}.`,
    }),
  ),
];
