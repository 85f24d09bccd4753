/** Functions, queues and what else stack rules relate, as the engine gives them. */
import { unknown, type StackResource } from "../../../rules";
import { types } from "../../../rules/resource-types";
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
export const fn = make(types.function);
export const queue = make(types.queue);
export const table = make(types.table);
export const topic = make(types.topic);
export const bucket = make(types.bucket);
export const mapping = make(types.eventSourceMapping);
export const permission = make(types.permission);
export const notification = make(types.bucketNotification);
export const distribution = make(types.distribution);

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
  make(types.role)("role"),
  make(types.rolePolicy)("policy", {
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

export const streamed = make(types.functionUrl)("url", {
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
    make(types.alias)("live", { functionName: from("fn") }),
    make(types.provisionedConcurrency)("provisioned", {
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
    make(types.vpc)("vpc"),
    make(types.vpc)("other"),
    make(types.subnet)("subnet", { vpcId: from(ofSubnet) }),
    make(types.securityGroup)("group", { vpcId: from(ofGroup) }),
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
    ...["a", "b", "c"].map((name) => make(types.subnet)(name, { availabilityZone: name })),
    make(types.fileSystem)("files"),
    make(types.accessPoint)("door", { fileSystemId: from("files") }),
    ...mounted.map((name) =>
      make(types.mountTarget)(`in-${name}`, { fileSystemId: from("files"), subnetId: from(name) }),
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
    make(types.alias)("live", { functionName: from("fn"), routingConfig }),
    make(types.provisionedConcurrency)("provisioned", { qualifier: from("live") }),
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
  return make(types.eventInvokeConfig)("config", {
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

export function redriven(source: Args, dead: Args): StackResource[] {
  return stackOf(queue("dead", dead), queue("queue", { ...source, redrivePolicy: from("dead") }));
}

export function readers(count: number): StackResource[] {
  const mappings = Array.from({ length: count }, (_, index) => polls("table", {}, `poll-${index}`));
  return stackOf(table("table"), fn("fn"), ...mappings);
}

export function sharded(shardCount: number, parallelizationFactor: number): StackResource[] {
  return stackOf(
    make(types.kinesisStream)("stream", { shardCount }),
    fn("fn", { reservedConcurrentExecutions: 10 }),
    polls("stream", { parallelizationFactor }),
  );
}

export function subscribed(protocol: string): StackResource[] {
  return stackOf(
    topic("topic", { fifoTopic: true }),
    make(types.subscription)("subscription", { topic: from("topic"), protocol }),
  );
}

export function filtered(count: number): StackResource[] {
  const filters = Array.from({ length: count }, (_, index) =>
    make(types.logSubscription)(`filter-${index}`, { logGroup: from("group") }),
  );
  return stackOf(make(types.logGroup)("group"), ...filters);
}

export function certified(region: string): StackResource[] {
  return stackOf(
    make(types.certificate)("certificate", { region }),
    distribution("cdn", { viewerCertificate: from("certificate") }),
  );
}

export function recorded(name: string): StackResource[] {
  return stackOf(
    make(types.zone)("zone", { name: "example.com" }),
    make(types.record)("record", { zoneId: from("zone"), type: "CNAME", name }),
  );
}
