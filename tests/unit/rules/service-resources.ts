/** Functions, queues and what else stack rules relate, as the engine gives them. */
import { unknown, type StackResource } from "../../../rules";
import { acm } from "../../../rules/base/types/acm";
import { apigatewayv2 } from "../../../rules/base/types/apigatewayv2";
import { cloudfront } from "../../../rules/base/types/cloudfront";
import { cloudwatch } from "../../../rules/base/types/cloudwatch";
import { dynamodb } from "../../../rules/base/types/dynamodb";
import { ec2 } from "../../../rules/base/types/ec2";
import { efs } from "../../../rules/base/types/efs";
import { iam } from "../../../rules/base/types/iam";
import { kinesis } from "../../../rules/base/types/kinesis";
import { lambda } from "../../../rules/base/types/lambda";
import { route53 } from "../../../rules/base/types/route53";
import { s3 } from "../../../rules/base/types/s3";
import { sns } from "../../../rules/base/types/sns";
import { sqs } from "../../../rules/base/types/sqs";
import { strata } from "../../../rules/base/types/strata";
import { from, stackOf, type Described } from "./stack";

export type Args = NonNullable<Described["args"]>;
export const make =
  (type: string) =>
  (name: string, args: Args = {}, rest: Partial<Described> = {}) => ({
    type,
    name,
    args,
    ...rest,
  });
export const fn = make(lambda.function);
export const queue = make(sqs.queue);
export const table = make(dynamodb.table);
export const topic = make(sns.topic);
export const bucket = make(s3.bucket);
export const mapping = make(lambda.eventSourceMapping);
export const permission = make(lambda.permission);
export const eventTarget = make(cloudwatch.eventTarget);
export const notification = make(s3.bucketNotification);
export const distribution = make(cloudfront.distribution);

export const polls = (source: string, args: Args = {}, name = "poll") =>
  mapping(name, { eventSourceArn: from(source), functionName: from("fn"), ...args });
export const uploads = (visibility: number, timeout: number, args: Args = {}) =>
  stackOf(
    queue("queue", { visibilityTimeoutSeconds: visibility }),
    fn("fn", { timeout }),
    polls("queue", args),
  );
export const integrated = (type: string, argument: string, timeout: number) =>
  stackOf(fn("fn", { timeout }), { type, name: "api", args: { [argument]: from("fn") } });
export const invokedByTopic = (args: Args, ...more: Described[]) =>
  stackOf(
    fn("fn", args),
    permission("allow", { function: from("fn"), principal: "sns.amazonaws.com" }),
    ...more,
  );
export const writing = (action: string, resource: string) => [
  make(iam.role)("role"),
  make(iam.rolePolicy)("policy", {
    role: from("role"),
    policy: JSON.stringify({
      Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
    }),
  }),
  fn("fn", { role: from("role") }),
];
export const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:queue";
export const TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/table";
export const notified = (args: Args, rest: Partial<Described> = {}) =>
  notification("notify", { bucket: from("bucket"), ...args }, rest);
export const allowsBucket = permission("allow", {
  function: from("fn"),
  principal: "s3.amazonaws.com",
});

export const allows = (principal: string, args: Args = {}) =>
  permission("allow", { function: from("fn"), principal, ...args });
/** A function that an EventBridge rule calls. */
export const scheduled = [
  fn("fn"),
  make(cloudwatch.eventRule)("rule", { scheduleExpression: "rate(1 hour)" }),
  make(cloudwatch.eventTarget)("target", { rule: from("rule"), arn: from("fn") }),
];
/** An API with CORS, and its routes. */
export const crossOrigin = [
  make(apigatewayv2.httpApi)("api", {
    corsConfiguration: { allowOrigins: ["https://www.example.com"] },
  }),
];
export const routed = (routeKey: string, authorizationType: string) =>
  make(apigatewayv2.httpRoute)(routeKey, { apiId: from("api"), routeKey, authorizationType });
/** A bucket whose policy lets everyone read, behind an access block. */
export const openBucket = (block: Args, condition?: object) => [
  bucket("bucket"),
  make(s3.bucketPublicAccessBlock)("block", { bucket: from("bucket"), ...block }),
  make(s3.bucketPolicy)("policy", {
    bucket: from("bucket"),
    policy: JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Condition: condition },
      ],
    }),
  }),
];
/** A record in the zone Z0123456789ABCDEFGHIJ that points to a distribution. */
export const aliased = (name: string, zoneId: string) =>
  stackOf(
    distribution("cdn"),
    make(route53.record)("record", {
      zoneId: "Z0123456789ABCDEFGHIJ",
      name: "www.example.com",
      type: "A",
      aliases: { from: ["cdn"], value: [{ name, zoneId, evaluateTargetHealth: false }] },
    }),
  );

/** A role with tags, made by a provider with default tags. */
export const tagged = (tags: Args) => [
  make("pulumi:providers:aws")("provider", {
    defaultTags: JSON.stringify({ tags: { Stack: "dev", Project: "strata" } }),
  }),
  make(iam.role)("role", { tags: tags as { [key: string]: string } }),
];

export const streamed = make(lambda.functionUrl)("url", {
  functionName: from("fn"),
  invokeMode: "RESPONSE_STREAM",
});
export const broker = mapping("poll", {
  eventSourceArn: "arn:aws:mq:eu-west-1:123456789012:broker:b",
  functionName: from("fn"),
});

export function provisioned(count: number, reserved: number): StackResource[] {
  return stackOf(
    fn("fn", { reservedConcurrentExecutions: reserved }),
    make(lambda.alias)("live", { functionName: from("fn") }),
    make(lambda.provisionedConcurrency)("provisioned", {
      functionName: from("live"),
      provisionedConcurrentExecutions: count,
    }),
  );
}

export function policyOf(name: string): Described {
  return {
    type: "aws:lambda/resourcePolicy:ResourcePolicy",
    name: "whole",
    args: { functionName: from(name) },
  };
}

/** A function in a subnet of one VPC, behind a security group of another or the same. */
export function inVpcs(ofSubnet: string, ofGroup: string): StackResource[] {
  return stackOf(
    make(ec2.vpc)("vpc"),
    make(ec2.vpc)("other"),
    make(ec2.subnet)("subnet", { vpcId: from(ofSubnet) }),
    make(ec2.securityGroup)("group", { vpcId: from(ofGroup) }),
    fn("fn", {
      vpcConfig: {
        from: ["subnet", "group"],
        value: { subnetIds: [unknown], securityGroupIds: [unknown] },
      },
    }),
  );
}

/** A function in some zones, with a file system that has mount targets in some. */
export function mounting(zones: readonly string[], mounted: readonly string[]): StackResource[] {
  return stackOf(
    ...["a", "b", "c"].map((name) => make(ec2.subnet)(name, { availabilityZone: name })),
    make(efs.fileSystem)("files"),
    make(efs.accessPoint)("door", { fileSystemId: from("files") }),
    ...mounted.map((name) =>
      make(efs.mountTarget)(`in-${name}`, { fileSystemId: from("files"), subnetId: from(name) }),
    ),
    fn("fn", {
      fileSystemConfig: from("door", { arn: unknown }),
      vpcConfig: { from: zones, value: { subnetIds: zones.map(() => unknown) } },
    }),
  );
}

export function weighted(routingConfig: Args[string]): StackResource[] {
  return stackOf(
    fn("fn"),
    make(lambda.alias)("live", { functionName: from("fn"), routingConfig }),
    make(lambda.provisionedConcurrency)("provisioned", { qualifier: from("live") }),
  );
}

export function permitted(first: string, second: string): StackResource[] {
  return stackOf(
    fn("fn"),
    permission("first", { function: from("fn"), statementId: first }),
    permission("second", { function: from("fn"), statementId: second }),
  );
}

/** Everything that became of asynchronous calls goes there. */
export function outcomesTo(name: string): Described {
  return make(lambda.eventInvokeConfig)("config", {
    functionName: from("fn"),
    destinationConfig: from(name, { onFailure: { destination: unknown } }),
  });
}

export function bounded(concurrency: number, reserved: number): StackResource[] {
  return stackOf(
    queue("queue"),
    fn("fn", { reservedConcurrentExecutions: reserved }),
    polls("queue", { scalingConfig: { maximumConcurrency: concurrency } }),
  );
}

export function provisionedPollers(maximumPollers: number, reserved: number): StackResource[] {
  return stackOf(
    queue("queue"),
    fn("fn", { reservedConcurrentExecutions: reserved }),
    polls("queue", { provisionedPollerConfig: { maximumPollers } }),
  );
}

/** A rule with as many targets. */
export function targeted(count: number): StackResource[] {
  const targets = Array.from({ length: count }, (_, index) =>
    eventTarget(`target-${index}`, { rule: from("rule"), arn: from("fn") }),
  );
  return stackOf(fn("fn"), make(cloudwatch.eventRule)("rule"), ...targets);
}

export function lettersOfRule(dead: Args): StackResource[] {
  return stackOf(
    queue("dead", dead),
    eventTarget("target", { deadLetterConfig: { from: ["dead"], value: { arn: "arn" } } }),
  );
}

/** A rule that waits for the objects of a bucket with such notifications. */
export function objectsByRule(notifications: Args): StackResource[] {
  const pattern = { source: ["aws.s3"], "detail-type": ["Object Created"] };
  return stackOf(
    bucket("bucket"),
    notified(notifications),
    make(cloudwatch.eventRule)("rule", {
      eventPattern: { from: ["bucket"], value: JSON.stringify(pattern) },
    }),
  );
}

export function redriven(source: Args, dead: Args): StackResource[] {
  return stackOf(queue("dead", dead), queue("queue", { ...source, redrivePolicy: from("dead") }));
}

export function readers(count: number): StackResource[] {
  const mappings = Array.from({ length: count }, (_, index) => polls("table", {}, `poll-${index}`));
  return stackOf(table("table"), fn("fn"), ...mappings);
}

/** Readers of one Kinesis stream, besides one with a consumer of its own. */
export function sharing(count: number): StackResource[] {
  const mappings = Array.from({ length: count }, (_, index) =>
    polls("stream", {}, `poll-${index}`),
  );
  const consumer = make("aws:kinesis/streamConsumer:StreamConsumer");
  return stackOf(
    make(kinesis.kinesisStream)("stream"),
    consumer("own", { streamArn: from("stream") }),
    fn("fn"),
    ...mappings,
    polls("own", {}, "poll-own"),
  );
}

export function sharded(shardCount: number, parallelizationFactor: number): StackResource[] {
  return stackOf(
    make(kinesis.kinesisStream)("stream", { shardCount }),
    fn("fn", { reservedConcurrentExecutions: 10 }),
    polls("stream", { parallelizationFactor }),
  );
}

export function subscribed(protocol: string): StackResource[] {
  return stackOf(
    topic("topic", { fifoTopic: true }),
    make(sns.subscription)("subscription", { topic: from("topic"), protocol }),
  );
}

export function filtered(count: number): StackResource[] {
  const filters = Array.from({ length: count }, (_, index) =>
    make(cloudwatch.logSubscription)(`filter-${index}`, { logGroup: from("group") }),
  );
  return stackOf(make(cloudwatch.logGroup)("group"), ...filters);
}

export function certified(region: string): StackResource[] {
  return stackOf(
    make(acm.certificate)("certificate", { region }),
    distribution("cdn", { viewerCertificate: from("certificate") }),
  );
}

export function recorded(name: string): StackResource[] {
  return stackOf(
    make(route53.zone)("zone", { name: "example.com" }),
    make(route53.record)("record", { zoneId: from("zone"), type: "CNAME", name }),
  );
}

/** A route without authorization, below an environment. */
export function openRoute(environment: { production?: boolean }): StackResource[] {
  return stackOf(
    { type: strata.environment, name: "environment", args: environment },
    {
      type: apigatewayv2.httpRoute,
      name: "open",
      parent: "environment",
      args: { routeKey: "GET /photos", authorizationType: "NONE" },
    },
  );
}

/** A certificate that is validated in a zone of the stack, which another zone delegates or none. */
export function validatedIn(zone: "delegated" | "new"): StackResource[] {
  const delegation = { type: "NS", zoneId: "Z1", records: from("zone") };
  return stackOf(
    make(route53.zone)("zone", { name: "example.com" }),
    make(route53.record)("proof", { zoneId: from("zone"), type: "CNAME" }),
    make(acm.certificateValidation)("validation", { validationRecordFqdns: from("proof") }),
    ...(zone === "delegated" ? [make(route53.record)("delegation", delegation)] : []),
  );
}

/** A function that reads the lines of `group`, and writes to the group of this name. */
export function listening(writesTo: string): StackResource[] {
  return stackOf(
    make(cloudwatch.logGroup)("group"),
    make(cloudwatch.logGroup)("other"),
    fn("fn", { loggingConfig: from(writesTo) }),
    permission("allow", { function: from("fn"), principal: "logs.amazonaws.com" }),
    make(cloudwatch.logSubscription)("filter", {
      logGroup: from("group"),
      destinationArn: from("fn"),
    }),
  );
}
