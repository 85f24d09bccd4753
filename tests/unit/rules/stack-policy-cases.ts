/** Roles, what they allow, and who takes them. */
import { cloudwatch } from "../../../rules/base/types/cloudwatch";
import { iam } from "../../../rules/base/types/iam";
import { kms } from "../../../rules/base/types/kms";
import { s3 } from "../../../rules/base/types/s3";
import { sns } from "../../../rules/base/types/sns";
import { sqs } from "../../../rules/base/types/sqs";
import type { StackResource } from "../../../rules";
import { bucket, fn, make, table, TABLE, type Args } from "./service-resources";
import { from, stackOf, type Described } from "./stack";
import type { StackCase } from "./stack-cases";

export const BUCKET = "arn:aws:s3:::photos";

export const role = (service: string, args: Args = {}) =>
  make(iam.role)("role", { assumeRolePolicy: trust(service), ...args });
export const trust = (service: string) =>
  document({ Principal: { Service: service }, Action: "sts:AssumeRole" });
export const document = (...statements: object[]) =>
  JSON.stringify({ Statement: statements.map((each) => ({ Effect: "Allow", ...each })) });
export const grants = (...statements: object[]) =>
  make(iam.rolePolicy)("grants", { role: from("role"), policy: document(...statements) });
export const managed = (name: string, ...statements: object[]) =>
  make(iam.managedPolicy)(name, { policy: document(...statements) });

/** A function that captured the names of a table and of a bucket, and what its role may do. */
export function capturing(...permissions: Described[]): StackResource[] {
  return stackOf(
    table("table", { name: "table-1", arn: TABLE }),
    bucket("bucket", { bucket: "photos", id: "photos", arn: BUCKET }),
    role("lambda.amazonaws.com"),
    ...permissions,
    fn("fn", {
      role: from("role"),
      environment: {
        from: ["table", "bucket"],
        value: { variables: { STRATA_TABLE: '"table-1"', STRATA_ALL: '{"in":["photos"]}' } },
      },
    }),
  );
}

const everything = { Action: "*", Resource: "*" };
const reads = { Action: "dynamodb:GetItem", Resource: TABLE };
const writes = { Action: "s3:PutObject", Resource: `${BUCKET}/in/*` };

/** A rule that sends to a queue and to a topic, whose policies let in whom they say. */
const sent = (service: string) => {
  const letsIn = (Action: string) => document({ Principal: { Service: service }, Action });
  return stackOf(
    make(sqs.queue)("queue"),
    make(sqs.queuePolicy)("queue-policy", {
      queueUrl: from("queue"),
      policy: letsIn("sqs:SendMessage"),
    }),
    make(sns.topic)("topic"),
    make(sns.topicPolicy)("topic-policy", { arn: from("topic"), policy: letsIn("sns:Publish") }),
    make(cloudwatch.eventTarget)("to-queue", { arn: from("queue") }),
    make(cloudwatch.eventTarget)("to-topic", { arn: from("topic") }),
  );
};

/** Something that sends to a queue, whose key lets a service in. */
const encrypted = (service: string, sender: Described) =>
  stackOf(
    make(kms.key)("key", {
      policy: document({
        Principal: { Service: service },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      }),
    }),
    make(sqs.queue)("queue", { kmsMasterKeyId: from("key") }),
    sender,
  );
const subscribedQueue = make(sns.subscription)("sender", {
  protocol: "sqs",
  endpoint: from("queue"),
});

export const policyStackCases: { readonly [rule: string]: StackCase } = {
  "SQS-11": {
    pass: sent("events.amazonaws.com"),
    fail: sent("s3.amazonaws.com"),
    blamed: "to-queue",
  },
  "SNS-05": {
    pass: sent("events.amazonaws.com"),
    fail: sent("s3.amazonaws.com"),
    blamed: "to-topic",
  },
  "S3N-04-key": {
    pass: encrypted(
      "s3.amazonaws.com",
      make(s3.bucketNotification)("sender", { queues: from("queue") }),
    ),
    fail: encrypted(
      "sns.amazonaws.com",
      make(s3.bucketNotification)("sender", { queues: from("queue") }),
    ),
    blamed: "sender",
  },
  "SNS-04": {
    pass: encrypted("sns.amazonaws.com", subscribedQueue),
    fail: encrypted("s3.amazonaws.com", subscribedQueue),
    blamed: "sender",
  },
  "EVB-04": {
    pass: encrypted(
      "events.amazonaws.com",
      make(cloudwatch.eventTarget)("sender", { arn: from("queue") }),
    ),
    fail: encrypted(
      "s3.amazonaws.com",
      make(cloudwatch.eventTarget)("sender", { arn: from("queue") }),
    ),
    blamed: "sender",
  },
  "IAM-02-managed": {
    pass: stackOf(
      managed("boundary", everything),
      role("lambda.amazonaws.com", { permissionsBoundary: from("boundary") }),
    ),
    fail: stackOf(managed("all", everything)),
    blamed: "all",
  },
  "IAM-08": {
    pass: stackOf(role("lambda.amazonaws.com"), fn("fn", { role: from("role") })),
    fail: stackOf(role("ecs-tasks.amazonaws.com"), fn("fn", { role: from("role") })),
    blamed: "fn",
  },
  "IAM-09": {
    pass: capturing(grants(reads, writes)),
    fail: capturing(grants(reads, { Action: "xray:PutTraceSegments", Resource: "*" })),
    blamed: "fn",
  },
  "LAM-30-create": {
    pass: stackOf(
      role("apigateway.amazonaws.com"),
      grants({ Action: "logs:CreateLogGroup", Resource: "*" }),
      make("aws:apigateway/account:Account")("account", { cloudwatchRoleArn: from("role") }),
    ),
    fail: stackOf(
      role("lambda.amazonaws.com"),
      grants({ Action: "logs:Create*", Resource: "*" }),
      fn("fn", { role: from("role") }),
    ),
    blamed: "grants",
  },
  "SEC-PLAIN-secret": {
    pass: withSecret("description"),
    fail: withSecret("environment.variables.PASSWORD"),
    blamed: "fn",
  },
};

function withSecret(path: string): StackResource[] {
  return stackOf(fn("fn")).map((resource) => ({ ...resource, secrets: [path] }));
}
