import type { StackResource } from "../../../rules";
import { apigatewayv2 } from "../../../rules/base/types/apigatewayv2";
import { cognito } from "../../../rules/base/types/cognito";
import { lambda } from "../../../rules/base/types/lambda";
import { lb } from "../../../rules/base/types/lb";
import { s3 } from "../../../rules/base/types/s3";
import {
  aliased,
  allows,
  allowsBucket,
  bounded,
  broker,
  bucket,
  certified,
  crossOrigin,
  eventTarget,
  lettersOfRule,
  objectsByRule,
  provisionedPollers,
  targeted,
  distribution,
  filtered,
  fn,
  integrated,
  invokedByTopic,
  inVpcs,
  listening,
  make,
  mounting,
  notified,
  openRoute,
  openBucket,
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
  routed,
  scheduled,
  sharded,
  sharing,
  streamed,
  subscribed,
  table,
  tagged,
  TABLE,
  topic,
  uploads,
  validatedIn,
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
  "DNS-06": {
    pass: validatedIn("delegated"),
    fail: validatedIn("new"),
    blamed: "zone",
  },
  "SEC-API-authorization": {
    pass: openRoute({ production: false }),
    fail: openRoute({ production: true }),
    blamed: "open",
  },
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
      make(lambda.eventInvokeConfig)("config", {
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
    pass: integrated(lb.targetGroupAttachment, "targetId", 60),
    fail: integrated(lb.targetGroupAttachment, "targetId", 61),
    blamed: "fn",
  },
  "LAM-31": {
    pass: stackOf(fn("fn"), broker),
    fail: stackOf(fn("fn", { tracingConfig: { mode: "Active" } }), broker),
    blamed: "poll",
  },
  "API-02": {
    pass: integrated(apigatewayv2.httpIntegration, "integrationUri", 30),
    fail: integrated(apigatewayv2.httpIntegration, "integrationUri", 31),
    blamed: "fn",
  },
  "COG-01": {
    pass: integrated(cognito.userPool, "lambdaConfig", 5),
    fail: integrated(cognito.userPool, "lambdaConfig", 6),
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
  "SQS-05-reserved": {
    pass: provisionedPollers(2, 20),
    fail: provisionedPollers(3, 20),
    blamed: "poll",
  },
  "EVB-01-targets": { pass: targeted(5), fail: targeted(6), blamed: "target-5" },
  "EVB-01-letters": {
    pass: lettersOfRule({}),
    fail: lettersOfRule({ fifoQueue: true }),
    blamed: "target",
  },
  "EVB-02": {
    pass: objectsByRule({ eventbridge: true }),
    fail: objectsByRule({ eventbridge: false }),
    blamed: "rule",
  },
  "SNS-03": {
    pass: stackOf(topic("topic"), eventTarget("target", { arn: from("topic"), inputPath: "$.id" })),
    fail: stackOf(topic("topic"), eventTarget("target", { arn: from("topic") })),
    blamed: "target",
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
  "LOG-03": { pass: listening("other"), fail: listening("group"), blamed: "filter" },
  "STR-04": { pass: readers(2), fail: readers(3), blamed: "poll-2" },
  "STR-04-shared": { pass: sharing(2), fail: sharing(3), blamed: "poll-2" },
  "STR-05": { pass: sharded(2, 5), fail: sharded(2, 6), blamed: "poll" },
  "STR-06": {
    pass: stackOf(table("table", { streamEnabled: true }), fn("fn"), polls("table")),
    fail: stackOf(table("table"), fn("fn"), polls("table")),
    blamed: "table",
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
      make(s3.bucketPublicAccessBlock)("block", { bucket: from("site") }),
      distribution("cdn", { origins: from("site") }),
    ),
    fail: stackOf(bucket("site"), distribution("cdn", { origins: from("site") })),
    blamed: "site",
  },
  "TAG-02": {
    pass: stackOf(...tagged({ Stack: "dev", Owner: "a" })),
    fail: stackOf(...tagged({ stack: "dev" })),
    blamed: "role",
  },
  "LAM-25-missing": {
    pass: stackOf(...scheduled, allows("events.amazonaws.com", { sourceArn: from("rule") })),
    fail: stackOf(...scheduled, allows("sns.amazonaws.com")),
    blamed: "target",
  },
  "API-12": {
    pass: stackOf(...crossOrigin, routed("GET /photos", "JWT")),
    fail: stackOf(...crossOrigin, routed("ANY /photos", "JWT")),
    blamed: "ANY /photos",
  },
  "S3-07": {
    pass: stackOf(...openBucket({ blockPublicPolicy: false, restrictPublicBuckets: false })),
    fail: stackOf(...openBucket({ blockPublicPolicy: true })),
    blamed: "policy",
  },
  "DNS-05": {
    pass: aliased("d1.cloudfront.net", "Z2FDTNDATAQYW2"),
    fail: aliased("d1.cloudfront.net", "Z0123456789ABCDEFGHIJ"),
    blamed: "record",
  },
  "DNS-01-apex": {
    pass: recorded("www.example.com"),
    fail: recorded("example.com"),
    blamed: "record",
  },
};
