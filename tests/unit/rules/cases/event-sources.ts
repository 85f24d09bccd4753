import { many, policy, type Cases } from "./case";

const queue = { eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:uploads" };
const fifo = { eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:uploads.fifo" };
const stream = { eventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks" };
const table = { eventSourceArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/1" };
const broker = { eventSourceArn: "arn:aws:mq:eu-west-1:123456789012:broker:b" };
const filters = (pattern: string, count = 1) => ({
  filterCriteria: { filters: Array.from({ length: count }, () => ({ pattern })) },
});
const open = policy({ Principal: "*", Action: "sqs:SendMessage", Resource: "*" });
const narrow = policy({
  Principal: "*",
  Action: "sqs:SendMessage",
  Resource: "*",
  Condition: { ArnEquals: { "aws:SourceArn": "arn" } },
});
const redrive = (maxReceiveCount: number) => ({
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: "arn", maxReceiveCount }),
});

export const eventSourceCases: Cases = {
  "KIN-01": { pass: { retentionPeriod: 8_760 }, fail: { retentionPeriod: 12 } },
  "KIN-01-size": { pass: { maxRecordSizeInKib: 10_240 }, fail: { maxRecordSizeInKib: 10_241 } },
  "KIN-02-mode": {
    pass: { streamModeDetails: { streamMode: "ON_DEMAND" } },
    fail: { streamModeDetails: { streamMode: "on-demand" } },
  },
  "KIN-02": {
    pass: { streamModeDetails: { streamMode: "PROVISIONED" }, shardCount: 1 },
    fail: { streamModeDetails: { streamMode: "ON_DEMAND" }, shardCount: 1 },
  },
  "KIN-02-shards": {
    pass: { streamModeDetails: { streamMode: "ON_DEMAND" } },
    fail: { retentionPeriod: 24 },
  },
  "KIN-03": {
    pass: { encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" },
    fail: { encryptionType: "KMS" },
  },
  "SEC-KIN-encryption": { pass: { encryptionType: "KMS" }, fail: { encryptionType: "NONE" } },
  "EVB-03": {
    pass: { scheduleExpression: "cron(0 9 * * ? *)" },
    fail: { scheduleExpression: "cron(0 9 * * * *)" },
  },
  "EVB-03-scheduler": {
    pass: { scheduleExpression: "at(2027-01-31T09:00:00)" },
    fail: { scheduleExpression: "at(2027-01-31)" },
  },
  "EVB-03-scaling": {
    pass: { schedule: "rate(5 minutes)" },
    fail: { schedule: "rate(5 minute)" },
  },
  "EVB-03-backup": {
    pass: { rules: [{ schedule: "cron(0 5 ? * * *)" }] },
    fail: { rules: [{ schedule: "cron(0 5 * * *)" }] },
  },
  "EVB-03-glue": {
    pass: { schedule: "cron(15 12 * * ? *)" },
    fail: { schedule: "rate(1 hour)" },
  },
  "SQS-03": { pass: { batchSize: 10_000 }, fail: { batchSize: 10_001 } },
  "SQS-03-window": {
    pass: { maximumBatchingWindowInSeconds: 300 },
    fail: { maximumBatchingWindowInSeconds: 301 },
  },
  "SQS-03-large": {
    pass: { ...queue, batchSize: 11, maximumBatchingWindowInSeconds: 1 },
    fail: { ...queue, batchSize: 11 },
  },
  "SQS-03-fifo": { pass: { ...fifo, batchSize: 10 }, fail: { ...fifo, batchSize: 11 } },
  "SQS-03-fifo-window": {
    pass: { ...queue, maximumBatchingWindowInSeconds: 1 },
    fail: { ...fifo, maximumBatchingWindowInSeconds: 1 },
  },
  "SQS-04": {
    pass: { scalingConfig: { maximumConcurrency: 2 } },
    fail: { scalingConfig: { maximumConcurrency: 1 } },
  },
  "SQS-04-pollers": {
    pass: { scalingConfig: { maximumConcurrency: 2 } },
    fail: { scalingConfig: { maximumConcurrency: 2 }, provisionedPollerConfig: {} },
  },
  "SQS-05-minimum": {
    pass: { provisionedPollerConfig: { minimumPollers: 200 } },
    fail: { provisionedPollerConfig: { minimumPollers: 201 } },
  },
  "SQS-05-maximum": {
    pass: { provisionedPollerConfig: { maximumPollers: 2_000 } },
    fail: { provisionedPollerConfig: { maximumPollers: 2_001 } },
  },
  "SQS-05-order": {
    pass: { provisionedPollerConfig: { minimumPollers: 5, maximumPollers: 5 } },
    fail: { provisionedPollerConfig: { minimumPollers: 6, maximumPollers: 5 } },
  },
  "SQS-06": {
    pass: { ...stream, startingPosition: "LATEST" },
    fail: { ...queue, startingPosition: "LATEST" },
  },
  "SQS-09": {
    pass: { ...queue, functionResponseTypes: ["ReportBatchItemFailures"] },
    fail: queue,
  },
  "SQS-10": { pass: filters("{}", 5), fail: filters("{}", 6) },
  "SQS-10-length": {
    pass: filters(JSON.stringify({ a: "x".repeat(4_088) })),
    fail: filters(JSON.stringify({ a: "x".repeat(4_089) })),
  },
  "SQS-10-json": { pass: filters('{"body":{}}'), fail: filters("body = 1") },
  "SQS-10-deletes": { pass: { ...stream, ...filters("{}") }, fail: { ...queue, ...filters("{}") } },
  "STR-01": { pass: { ...stream, startingPosition: "TRIM_HORIZON" }, fail: stream },
  "STR-01-timestamp": {
    pass: { ...stream, startingPosition: "AT_TIMESTAMP" },
    fail: { ...table, startingPosition: "AT_TIMESTAMP" },
  },
  "STR-01-latest": {
    pass: { ...stream, startingPosition: "TRIM_HORIZON" },
    fail: { ...stream, startingPosition: "LATEST" },
  },
  "STR-02-parallel": { pass: { parallelizationFactor: 10 }, fail: { parallelizationFactor: 11 } },
  "STR-02-retries": { pass: { maximumRetryAttempts: -1 }, fail: { maximumRetryAttempts: -2 } },
  "STR-02-age": {
    pass: { maximumRecordAgeInSeconds: 60 },
    fail: { maximumRecordAgeInSeconds: 59 },
  },
  "STR-02-tumbling": {
    pass: { tumblingWindowInSeconds: 900 },
    fail: { tumblingWindowInSeconds: 901 },
  },
  "STR-02-tumbling-parallel": {
    pass: { tumblingWindowInSeconds: 60, parallelizationFactor: 1 },
    fail: { tumblingWindowInSeconds: 60, parallelizationFactor: 2 },
  },
  "STR-03": { pass: { ...stream, maximumRetryAttempts: 3 }, fail: stream },
  "STR-03-destination": {
    pass: { ...stream, destinationConfig: { onFailure: { destinationArn: "arn" } } },
    fail: stream,
  },
  "MQ-01": { pass: { ...broker, queues: "orders" }, fail: broker },
  "MQ-01-secret": {
    pass: { ...broker, sourceAccessConfigurations: [{ type: "BASIC_AUTH", uri: "arn" }] },
    fail: { ...broker, sourceAccessConfigurations: [{ type: "VIRTUAL_HOST", uri: "/" }] },
  },
  "MQ-01-scalingConfig": {
    pass: { ...queue, scalingConfig: { maximumConcurrency: 2 } },
    fail: { ...broker, scalingConfig: { maximumConcurrency: 2 } },
  },
  "MQ-01-destinationConfig": {
    pass: { ...stream, destinationConfig: {} },
    fail: { ...broker, destinationConfig: {} },
  },
  "SQS-07-json": { pass: redrive(5), fail: { redrivePolicy: "{}" } },
  "SQS-07-count": { pass: redrive(1), fail: redrive(0) },
  "SQS-07-few": { pass: redrive(5), fail: redrive(4) },
  "SQS-08-visibility": {
    pass: { visibilityTimeoutSeconds: 43_200 },
    fail: { visibilityTimeoutSeconds: 43_201 },
  },
  "SQS-08-delay": { pass: { delaySeconds: 900 }, fail: { delaySeconds: 901 } },
  "SQS-08-wait": { pass: { receiveWaitTimeSeconds: 20 }, fail: { receiveWaitTimeSeconds: 21 } },
  "SQS-08-long-polling": { pass: { receiveWaitTimeSeconds: 1 }, fail: {} },
  "SQS-08-retention": {
    pass: { messageRetentionSeconds: 60 },
    fail: { messageRetentionSeconds: 59 },
  },
  "SQS-08-size": { pass: { maxMessageSize: 1_048_576 }, fail: { maxMessageSize: 1_048_577 } },
  "SQS-08-key-reuse": {
    pass: { kmsDataKeyReusePeriodSeconds: 60 },
    fail: { kmsDataKeyReusePeriodSeconds: 59 },
  },
  "SQS-08-name": { pass: { name: "x".repeat(80) }, fail: { name: "x".repeat(81) } },
  "SQS-08-fifo-name": {
    pass: { fifoQueue: true, name: "a.fifo" },
    fail: { fifoQueue: true, name: "a" },
  },
  "SQS-08-standard-name": {
    pass: { fifoQueue: true, name: "a.fifo" },
    fail: { fifoQueue: false, name: "a.fifo" },
  },
  "SQS-08-contentBasedDeduplication": {
    pass: { fifoQueue: true, contentBasedDeduplication: true },
    fail: { contentBasedDeduplication: true },
  },
  "SQS-08-deduplicationScope": {
    pass: { fifoQueue: true, deduplicationScope: "queue" },
    fail: { deduplicationScope: "queue" },
  },
  "SQS-08-fifoThroughputLimit": {
    pass: { fifoQueue: true, fifoThroughputLimit: "perQueue" },
    fail: { fifoThroughputLimit: "perQueue" },
  },
  "SQS-08-encryption": {
    pass: { sqsManagedSseEnabled: true },
    fail: { sqsManagedSseEnabled: true, kmsMasterKeyId: "alias/a" },
  },
  "SEC-SQS-encryption": {
    pass: { sqsManagedSseEnabled: false, kmsMasterKeyId: "alias/a" },
    fail: { sqsManagedSseEnabled: false },
  },
  "SEC-SQS-public": { pass: { policy: narrow }, fail: { policy: open } },
  "SNS-01-name": { pass: { name: "x".repeat(256) }, fail: { name: "x".repeat(257) } },
  "SNS-01-fifo-name": {
    pass: { fifoTopic: true, name: "a.fifo" },
    fail: { fifoTopic: true, name: "a" },
  },
  "SNS-01-standard-name": {
    pass: { fifoTopic: true, name: "a.fifo" },
    fail: { name: "a.fifo" },
  },
  "SNS-01-deduplication": {
    pass: { fifoTopic: true, contentBasedDeduplication: true },
    fail: { contentBasedDeduplication: true },
  },
  "SNS-01-throughput": {
    pass: { fifoTopic: true, fifoThroughputScope: "MessageGroup" },
    fail: { fifoThroughputScope: "MessageGroup" },
  },
  "SNS-01-archive": {
    pass: { fifoTopic: true, archivePolicy: '{"MessageRetentionPeriod":"30"}' },
    fail: { archivePolicy: '{"MessageRetentionPeriod":"30"}' },
  },
  "SNS-01": {
    pass: { topic: "arn:aws:sns:eu-west-1:1:t.fifo", protocol: "sqs" },
    fail: { topic: "arn:aws:sns:eu-west-1:1:t.fifo", protocol: "lambda" },
  },
  "SNS-02": {
    pass: { protocol: "sqs", endpoint: "arn:aws:sqs:eu-west-1:1:q" },
    fail: { protocol: "lambda", endpoint: "arn:aws:sqs:eu-west-1:1:q" },
  },
  "SQS-10-values": {
    pass: filters('{"body":{"kind":["photo",{"prefix":"p"}]}}'),
    fail: filters('{"body":{"kind":"photo"}}'),
  },
  "SNS-05": {
    pass: { filterPolicy: '{"a":{"b":[1]}}', filterPolicyScope: "MessageBody" },
    fail: { filterPolicy: '{"a":{"b":[1]}}' },
  },
  "EVB-04": {
    pass: { eventPattern: '{"source":["aws.s3"],"detail":{"$or":[{"a":[1]},{"b":[null]}]}}' },
    fail: { eventPattern: '{"source":"aws.s3"}' },
  },
  "SNS-02-https": {
    pass: { protocol: "https", endpoint: "https://example.com" },
    fail: { protocol: "https", endpoint: "http://example.com" },
  },
  "SNS-02-http": { pass: { protocol: "https" }, fail: { protocol: "http" } },
  "SNS-02-redrive": {
    pass: { protocol: "sqs", redrivePolicy: "{}" },
    fail: { protocol: "sqs" },
  },
  "SNS-02-raw": {
    pass: { protocol: "sqs", rawMessageDelivery: true },
    fail: { protocol: "lambda", rawMessageDelivery: true },
  },
  "SEC-SNS-encryption": { pass: { kmsMasterKeyId: "alias/aws/sns" }, fail: {} },
  "SEC-SNS-signature": { pass: { signatureVersion: 2 }, fail: { signatureVersion: 1 } },
  "SEC-SNS-public": { pass: { policy: narrow }, fail: { policy: open } },
  "S3N-02": {
    pass: {
      lambdaFunctions: [{ events: ["s3:ObjectCreated:*"], filterPrefix: "in/" }],
      queues: [{ events: ["s3:ObjectCreated:Put"], filterPrefix: "out/" }],
    },
    fail: {
      lambdaFunctions: [{ events: ["s3:ObjectCreated:*"], filterPrefix: "in/" }],
      queues: [{ events: ["s3:ObjectCreated:Put"], filterPrefix: "in/raw/" }],
    },
  },
  "S3N-03-queues": {
    pass: { queues: [{ queueArn: queue.eventSourceArn }] },
    fail: { queues: [{ queueArn: fifo.eventSourceArn }] },
  },
  "S3N-03-topics": {
    pass: { topics: [{ topicArn: "arn:aws:sns:eu-west-1:1:t" }] },
    fail: { topics: [{ topicArn: "arn:aws:sns:eu-west-1:1:t.fifo" }] },
  },
  "S3N-05-lambdaFunctions": {
    pass: { lambdaFunctions: [{ events: ["s3:ObjectCreated:*"] }] },
    fail: { lambdaFunctions: [{ events: ["ObjectCreated"] }] },
  },
  "S3N-05-queues": {
    pass: { queues: [{ events: ["s3:ObjectRemoved:Delete"] }] },
    fail: { queues: [{ events: ["s3:*"] }] },
  },
  "S3N-05-topics": {
    pass: { topics: [{ events: ["s3:ReducedRedundancyLostObject"] }] },
    fail: { topics: [{ events: many(1) }] },
  },
};
