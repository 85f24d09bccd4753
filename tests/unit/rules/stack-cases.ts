import type { StackResource } from "../../../rules";
import { types } from "../../../rules/resource-types";
import {
  allowsBucket,
  bounded,
  broker,
  bucket,
  certified,
  distribution,
  filtered,
  fn,
  integrated,
  invokedByTopic,
  inVpcs,
  make,
  mounting,
  notification,
  notified,
  outcomesTo,
  permitted,
  policyOf,
  polls,
  provisioned,
  queue,
  QUEUE,
  readers,
  recorded,
  redriven,
  sharded,
  streamed,
  subscribed,
  table,
  TABLE,
  topic,
  uploads,
  weighted,
  writing,
} from "./service-resources";
import { from, stackOf } from "./stack";

/** A stack that keeps the rule, one that breaks it, and the resource that is to blame. */
export interface StackCase {
  readonly pass: StackResource[];
  readonly fail: StackResource[];
  readonly blamed: string;
}

export const serviceStackCases: { readonly [rule: string]: StackCase } = {
  "LAM-11-vpc": {
    pass: inVpcs("vpc", "vpc"),
    fail: inVpcs("vpc", "other"),
    blamed: "fn",
  },
  "LAM-12-zones": {
    pass: mounting(["a", "b"], ["a", "b", "c"]),
    fail: mounting(["a", "b"], ["a"]),
    blamed: "fn",
  },
  "LAM-14-weights": {
    pass: weighted(undefined),
    fail: weighted({ additionalVersionWeights: { "2": 0.1 } }),
    blamed: "provisioned",
  },
  "LAM-15": {
    pass: provisioned(10, 10),
    fail: provisioned(11, 10),
    blamed: "provisioned",
  },
  "LAM-16": {
    pass: stackOf(fn("a", { reservedConcurrentExecutions: 900 })),
    fail: stackOf(
      fn("a", { reservedConcurrentExecutions: 400 }),
      fn("b", { reservedConcurrentExecutions: 501 }),
    ),
    blamed: "b",
  },
  "LAM-19": {
    pass: invokedByTopic(
      {},
      make(types.eventInvokeConfig)("config", {
        functionName: from("fn"),
        destinationConfig: { onFailure: { destination: QUEUE } },
      }),
    ),
    fail: invokedByTopic({}),
    blamed: "fn",
  },
  "LAM-20-loop": {
    pass: stackOf(queue("queue"), queue("other"), fn("fn"), polls("queue"), outcomesTo("other")),
    fail: stackOf(queue("queue"), queue("other"), fn("fn"), polls("queue"), outcomesTo("queue")),
    blamed: "config",
  },
  "LAM-24-stream": {
    pass: stackOf(fn("fn"), streamed),
    fail: stackOf(fn("fn", { vpcConfig: { subnetIds: ["a", "b"] } }), streamed),
    blamed: "url",
  },
  "LAM-25-unique": {
    pass: permitted("one", "other"),
    fail: permitted("one", "one"),
    blamed: "second",
  },
  "LAM-26": {
    pass: stackOf(fn("fn"), fn("other"), allowsBucket, policyOf("other")),
    fail: stackOf(fn("fn"), allowsBucket, policyOf("fn")),
    blamed: "allow",
  },
  "LAM-27": {
    pass: stackOf(
      queue("queue", { arn: QUEUE }),
      ...writing("sqs:SendMessage", `${QUEUE}-other`),
      polls("queue"),
    ),
    fail: stackOf(queue("queue", { arn: QUEUE }), ...writing("sqs:Send*", QUEUE), polls("queue")),
    blamed: "fn",
  },
  "LAM-27-table": {
    pass: stackOf(
      table("table", { arn: TABLE }),
      ...writing("dynamodb:GetItem", TABLE),
      polls("table"),
    ),
    fail: stackOf(
      table("table", { arn: TABLE }),
      ...writing("dynamodb:PutItem", TABLE),
      polls("table"),
    ),
    blamed: "fn",
  },
  "LAM-28": {
    pass: integrated(types.targetGroupAttachment, "targetId", 60),
    fail: integrated(types.targetGroupAttachment, "targetId", 61),
    blamed: "fn",
  },
  "LAM-31": {
    pass: stackOf(fn("fn"), broker),
    fail: stackOf(fn("fn", { tracingConfig: { mode: "Active" } }), broker),
    blamed: "poll",
  },
  "API-02": {
    pass: integrated(types.httpIntegration, "integrationUri", 30),
    fail: integrated(types.httpIntegration, "integrationUri", 31),
    blamed: "fn",
  },
  "COG-01": {
    pass: integrated(types.userPool, "lambdaConfig", 5),
    fail: integrated(types.userPool, "lambdaConfig", 6),
    blamed: "fn",
  },
  "SQS-01": { pass: uploads(60, 60), fail: uploads(59, 60), blamed: "queue" },
  "SQS-02": {
    pass: uploads(365, 60, { maximumBatchingWindowInSeconds: 5 }),
    fail: uploads(364, 60, { maximumBatchingWindowInSeconds: 5 }),
    blamed: "queue",
  },
  "SQS-04-reserved": {
    pass: bounded(10, 10),
    fail: bounded(11, 10),
    blamed: "poll",
  },
  "SQS-07": {
    pass: stackOf(queue("queue", { redrivePolicy: "{}" }), fn("fn"), polls("queue")),
    fail: uploads(30, 3),
    blamed: "queue",
  },
  "SQS-07-type": {
    pass: redriven({ fifoQueue: true }, { fifoQueue: true }),
    fail: redriven({ fifoQueue: true }, {}),
    blamed: "queue",
  },
  "SQS-07-retention": {
    pass: redriven({ messageRetentionSeconds: 600 }, { messageRetentionSeconds: 600 }),
    fail: redriven({ messageRetentionSeconds: 600 }, { messageRetentionSeconds: 599 }),
    blamed: "dead",
  },
  "STR-04": { pass: readers(2), fail: readers(3), blamed: "poll-2" },
  "STR-05": { pass: sharded(2, 5), fail: sharded(2, 6), blamed: "poll" },
  "STR-06": {
    pass: stackOf(table("table", { streamEnabled: true }), fn("fn"), polls("table")),
    fail: stackOf(table("table"), fn("fn"), polls("table")),
    blamed: "table",
  },
  "S3N-01": {
    pass: stackOf(bucket("bucket"), notified({})),
    fail: stackOf(
      bucket("bucket"),
      notified({}),
      notification("again", { bucket: from("bucket") }),
    ),
    blamed: "again",
  },
  "S3N-03": {
    pass: stackOf(
      bucket("bucket"),
      fn("fn"),
      allowsBucket,
      notified({ lambdaFunctions: from("fn") }, { dependsOn: ["allow"] }),
    ),
    fail: stackOf(
      bucket("bucket"),
      fn("fn"),
      allowsBucket,
      notified({ lambdaFunctions: from("fn") }),
    ),
    blamed: "notify",
  },
  "S3N-04": {
    pass: stackOf(
      bucket("bucket"),
      topic("topic", { kmsMasterKeyId: "alias/own" }),
      notified({ topics: from("topic") }),
    ),
    fail: stackOf(
      bucket("bucket"),
      topic("topic", { kmsMasterKeyId: "alias/aws/sns" }),
      notified({ topics: from("topic") }),
    ),
    blamed: "topic",
  },
  "SNS-01-stack": {
    pass: subscribed("sqs"),
    fail: subscribed("lambda"),
    blamed: "subscription",
  },
  "LOG-01": { pass: filtered(2), fail: filtered(3), blamed: "filter-2" },
  "CF-01-region": {
    pass: certified("us-east-1"),
    fail: certified("eu-west-1"),
    blamed: "cdn",
  },
  "CF-03-public": {
    pass: stackOf(
      bucket("site"),
      make(types.bucketPublicAccessBlock)("block", { bucket: from("site") }),
      distribution("cdn", { origins: from("site") }),
    ),
    fail: stackOf(bucket("site"), distribution("cdn", { origins: from("site") })),
    blamed: "site",
  },
  "DNS-01-apex": {
    pass: recorded("www.example.com"),
    fail: recorded("example.com"),
    blamed: "record",
  },
};
