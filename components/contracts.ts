/**
 * All that components of different layers know of each other. A layer imports this file and never
 * another layer's; only `index.ts` and the features know the classes.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** One statement of a policy document, in AWS's own words. */
export type PolicyStatement = aws.iam.PolicyStatement;

/** Permission to use one thing in one way: `table.read()`, `queue.send()`, `cache.connect()`. */
export interface Access {
  /** Goes into the role of whoever uses the thing. ARNs are exact. */
  readonly statements: readonly PolicyStatement[];
  /** Set where the thing is reached through the VPC. */
  readonly connection?: Connection;
}

/** How a port is reached. */
export type PortProtocol = "tcp" | "udp";

/** A way through the network to one port. */
export interface Connection {
  readonly to: Connectable;
  readonly port: number;
  /** Absent: `tcp`. */
  readonly protocol?: PortProtocol;
}

/** What stands in the VPC behind a security group. */
export interface Connectable {
  /** Short name for the rules' own names, such as `sessions`. */
  readonly connectionName: string;
  /** The port whose rules are named after the thing alone; those of others have their port in the name. Needed where it is reached on several. */
  readonly mainPort?: number;
  readonly securityGroupId: pulumi.Output<string>;
}

/** A function, or its alias where traffic is shifted by releases. */
export interface Invocable {
  /** The function's logical name. */
  readonly logicalName: string;
  /** ARN to invoke: the alias where there is one. */
  readonly arn: pulumi.Output<string>;
  /** ARN in the form that API Gateway wants. */
  readonly invokeArn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  /** Set where `arn` is an alias. */
  readonly qualifier?: pulumi.Output<string>;
  /** The group that it writes its logs to: it may not be called for those. */
  readonly logGroupName?: pulumi.Output<string>;
  /** Longest time in seconds that a caller waits for it, where it is known while the program runs. */
  readonly timeoutSeconds?: number;
  /** What must stand before anything may call the function, such as its role's policy. */
  readonly ready: readonly pulumi.Resource[];
}

/** What makes a function run: `on: queue.messages()`. Types the function's event and answer. */
export interface Trigger<Event, Result> {
  /** What the function's role needs to read from the source, for sources that Lambda polls. */
  readonly access?: Access;
  /** ARN of the source, where it is one thing: outcomes of the function may not be sent there. */
  readonly sourceArn?: pulumi.Output<string>;
  /** The source where its own resource names the function and so is made after it, as a user pool's does: the function may neither capture its outputs nor have access to it. Absent: it is not. */
  readonly madeAfter?: pulumi.Resource & { readonly logicalName: string };
  /** Joins source and function. Called once, after both stand. */
  connect(target: Invocable): void;
  /** Never called; carries the types. */
  readonly handles?: (event: Event) => Result;
}

/** What a bucket can tell about new and removed objects. */
export interface NotificationTarget {
  readonly logicalName: string;
  readonly notificationKind: "queue" | "topic";
  readonly arn: pulumi.Output<string>;
  /** True for FIFO queues and topics, which S3 does not notify. */
  readonly fifo?: boolean;
  /** Lets `service` send on behalf of `source`; `account` where the source's ARN does not name it. Returns what must stand before the first message. */
  acceptFrom(
    service: string,
    source: pulumi.Input<string>,
    account?: pulumi.Input<string>,
  ): pulumi.Resource;
  /** What must stand before a message reaches anybody, once the program has been composed: a topic's subscriptions. Absent: nothing. */
  subscribers?(): readonly pulumi.Resource[];
}

/** A bucket that tells topics and queues of its objects. */
export interface ObjectSource {
  readonly logicalName: string;
  /** Tells one target. `id` names the notification within the bucket. */
  notify(
    id: string,
    target: NotificationTarget,
    args: { events?: string[]; prefix?: string; suffix?: string },
  ): void;
}

/** Messages that failed for good, and where they get another chance. */
export interface FailedMessages {
  /** URL of the queue that holds them. */
  readonly url: pulumi.Output<string>;
  /** URL of the queue that they go back to. Absent: `functionArn` is called with them. */
  readonly backToUrl?: pulumi.Output<string>;
  /** ARN of the function that failed at them. */
  readonly functionArn?: pulumi.Output<string>;
  /** What whoever brings them back needs. */
  readonly access: readonly Access[];
}

/** Where the outcome of an asynchronous call can be sent, or a message that failed for good. */
export interface Destination {
  readonly destinationKind: "queue" | "topic" | "bus" | "function" | "bucket";
  readonly arn: pulumi.Output<string>;
  /** True for FIFO queues and topics, which Lambda does not send to. */
  readonly fifo?: boolean;
  /** What the sender's role needs. */
  deliver(): Access;
}

/** A queue whose messages a service takes and deletes itself. */
export interface MessageSource {
  readonly logicalName: string;
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Longest time in seconds that a consumer may take for one batch. */
  readonly consumerTimeout: number;
  /** Receives and deletes messages. */
  receive(): Access;
}

/** A secret that AWS itself reads when it starts a container. */
export interface ReadableSecret {
  readonly arn: pulumi.Output<string>;
  /** Reads the current value. */
  read(): Access;
}

/** A file system in the VPC that functions and containers can mount. */
export interface MountableFileSystem {
  readonly accessPointArn: pulumi.Output<string>;
  /** For what names file system and access point apart, as container definitions do. */
  readonly fileSystemId?: pulumi.Output<string>;
  readonly accessPointId?: pulumi.Output<string>;
  /** Reads and writes below the access point, through its mount targets. */
  mount(): Access;
  /** The mount targets, which must stand before anything mounts. */
  readonly ready: readonly pulumi.Resource[];
}

/** A relational database in the VPC, as what brings its schema up to date sees it. */
export interface SqlDatabase extends Connectable {
  readonly engine: "postgres" | "mysql";
  /** Address that takes writes, with no proxy in between. */
  readonly directHost: pulumi.Output<string>;
  readonly port: number;
  /** Name of the database that was made in it, where it is known. */
  readonly databaseName?: string;
  /** ARN of the secret with the administrator's `username` and `password`, where it is known. */
  readonly administratorSecretArn?: pulumi.Output<string>;
  /** Connects, and reads the administrator's password. */
  administer(): Access;
  /** What must stand before anybody can connect. */
  readonly ready: readonly pulumi.Resource[];
}

/** What a load balancer can send requests to: which kind its target group takes. */
export const targetTypes = ["instance", "ip", "lambda"] as const;
export type TargetType = (typeof targetTypes)[number];

/**
 * A place behind a load balancer, which a service or fleet takes: `alb.targets("web", { port: 8080 })`.
 * The load balancer has made group and rule; who takes it registers there and lets the traffic in.
 */
export interface Target {
  readonly targetGroupArn: pulumi.Output<string>;
  readonly targetType: TargetType;
  /** Port that the targets listen on; none for functions. */
  readonly port?: number;
  /** By what the traffic comes. Absent: TCP alone. */
  readonly protocols?: readonly PortProtocol[];
  /** Port that is asked for its health, always by TCP. Absent: that of the traffic. */
  readonly healthPort?: number;
  /** Whose traffic to let in: the load balancer's security group. Absent: the load balancer has none. */
  readonly from?: Connectable;
  /** Label of `ALBRequestCountPerTarget`, for scaling on requests. Absent where there is no such metric. */
  readonly requestCountLabel?: pulumi.Output<string>;
  /** What must stand before targets register: a group that no listener uses is refused by ECS. */
  readonly ready: readonly pulumi.Resource[];
  /** Set where traffic can be shifted to a second group by ECS itself. */
  readonly alternate?: AlternateTarget;
}

/** What ECS needs to shift traffic between two groups (`deploymentConfiguration.strategy`). */
export interface AlternateTarget {
  readonly targetGroupArn: pulumi.Output<string>;
  /** The rule whose weights ECS changes; ours ignores them from then on. */
  readonly productionListenerRule: pulumi.Output<string>;
  /** The rule of the test listener, where there is one. */
  readonly testListenerRule?: pulumi.Output<string>;
}

/** A bucket that AWS services write logs to. */
export interface LogBucket {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** The customer's key that encrypts it, where there is one: not every service can write with it. */
  readonly keyArn?: pulumi.Output<string>;
  /** Adds to the bucket's policy. */
  allow(statement: PolicyStatement): void;
  /** What must stand before a service tries to write: the policy. */
  readonly ready: readonly pulumi.Resource[];
}

/** A header that a CDN adds to every request and its origins ask for, so that nobody goes round the CDN. */
export interface OriginHeader {
  /** Name of the header, such as `X-Origin-Secret`. */
  readonly name: string;
  /** What the CDN sends; secret. */
  readonly value: pulumi.Output<string>;
  /** What the origins take: `value`, and the one before it, so that a new value loses no request. */
  readonly values: readonly pulumi.Output<string>[];
}

/** A web access control list: what filters requests before they reach a load balancer, an API or a CDN. */
export interface WebAcl {
  readonly arn: pulumi.Output<string>;
  /** `CLOUDFRONT` for distributions, `REGIONAL` for all else in its region. */
  readonly scope: "CLOUDFRONT" | "REGIONAL";
  /** What it wants every request to have; a CDN before what it filters adds it. Absent: nothing. */
  readonly originHeader?: OriginHeader;
}

/** A load balancer or another host in the VPC that a CDN or an API reaches without the internet. */
export interface PrivateHost extends Connectable {
  /** ARN of the load balancer. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the listener that takes the requests. */
  readonly listenerArn: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly protocol: "HTTP" | "HTTPS";
  /** What it wants every request to have; a CDN adds it. Absent: nothing. */
  readonly originHeader?: OriginHeader;
}

/** One thing that can be seen going wrong, as CloudWatch is asked for it. */
export interface AlarmDefinition {
  /** Suffix of the alarm's name: `errors`, `oldest-message`. */
  readonly name: string;
  /** What it means and what to do, for whoever is woken by it. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: "Sum" | "Average" | "Maximum" | "Minimum" | `p${number}`;
  readonly threshold: number;
  /** Default: `GreaterThanThreshold`. */
  readonly comparison?:
    | "GreaterThanThreshold"
    | "GreaterThanOrEqualToThreshold"
    | "LessThanThreshold"
    | "LessThanOrEqualToThreshold";
  /** Seconds that one value covers. Default: 300. */
  readonly period?: number;
  /** Values in a row that must be beyond the threshold. Default: 1. */
  readonly evaluationPeriods?: number;
  /** What no data means. Default: `notBreaching`. */
  readonly missingData?: "notBreaching" | "breaching" | "ignore" | "missing";
  /** Region of the metric, where it is not the environment's. */
  readonly region?: string;
}

/** Something that has parts, and may be one itself. */
export interface Whole {
  readonly partOf?: Whole;
}

/** Something that can be watched: its component states what counts as trouble. */
export interface Alarmed {
  readonly logicalName: string;
  /** Its layer's name, such as `data`. */
  readonly layer: string;
  /** What it is a part of: the topic whose dead letters it keeps, the component that made it. Absent: it stands alone. */
  readonly partOf?: Whole;
  /** True where it has made its alarms itself. Absent: false. */
  readonly announcesItself?: boolean;
  /** What goes wrong with it, with thresholds that suit most. */
  alarmDefinitions(): readonly AlarmDefinition[];
}

/** A stream of records that Lambda polls: Kinesis, or the changes of a table. */
export interface StreamSource {
  readonly logicalName: string;
  readonly streamArn: pulumi.Output<string>;
  /** What the reader's role needs. */
  read(): Access;
}

/** Something that a workflow does in one state: calls a function, sends a message, runs a job. */
export interface WorkflowTask {
  /**
   * The integration, such as `sqs:sendMessage` or `ecs:runTask.sync`: what stands behind
   * `arn:aws:states:::` in the state's `Resource`.
   */
  readonly integration: string;
  /** The state's `Arguments` (JSONata) beside those of the definition. Default: none. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** The state's `Output` where the definition says none. Default: all that the task answers. */
  readonly output?: unknown;
  /** The state's retries where the definition says none, for errors that pass. Default: none. */
  readonly retry?: readonly WorkflowRetry[];
  /** What the workflow's role needs for it, the event rights of a `.sync` task included. */
  readonly access: readonly Access[];
}

/** When a state is tried again. */
export interface WorkflowRetry {
  /** Names of errors, such as `Lambda.TooManyRequestsException`; `States.ALL` only alone and last. */
  readonly errorEquals: readonly string[];
  /** Seconds before the first retry. Default: 1. */
  readonly intervalSeconds?: number;
  /** Retries. Default: 3. Limit: 0 to 99,999,999. */
  readonly maxAttempts?: number;
  /** What the interval is multiplied by each time, at least 1. Default: 2. */
  readonly backoffRate?: number;
  /** Longest interval in seconds. Default: no bound. */
  readonly maxDelaySeconds?: number;
  /** `FULL` spreads the retries at random. Default: `NONE`. */
  readonly jitterStrategy?: "FULL" | "NONE";
}

/** A certificate of AWS Certificate Manager, usable once it is validated. */
export interface Certificate {
  readonly arn: pulumi.Output<string>;
  /** Names it is valid for, the main one first; `*.example.com` stands for one label. */
  readonly domainNames: readonly string[];
}

/** What a Route 53 alias record can point to. */
export interface AliasTarget {
  readonly aliasName: pulumi.Output<string>;
  readonly aliasZoneId: pulumi.Output<string>;
  /** The only host names it answers to, where it refuses all others. Absent: it answers to any. */
  readonly hostNames?: readonly string[];
  /** False where Route 53 cannot judge its health, as with CloudFront. Absent: true. */
  readonly reportsHealth?: boolean;
}

/** A bucket that CloudFront may read, through origin access control. */
export interface StaticOrigin {
  readonly originKind: "bucket";
  /** Host name of the bucket in its region. */
  readonly originDomain: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Adds to the bucket's policy. */
  allow(statement: PolicyStatement): void;
}

/** Anything that answers HTTPS, such as an API. */
export interface HttpOrigin {
  readonly originKind: "http";
  /** Host name without scheme. */
  readonly originDomain: pulumi.Input<string>;
  /** Put before every path, such as `/live`. Absent: nothing. */
  readonly originPath?: pulumi.Output<string>;
  /** What it wants every request to have; a CDN adds it. Absent: nothing. */
  readonly originHeader?: OriginHeader;
}

/** A function with an address of its own, which CloudFront calls with signed requests. */
export interface FunctionOrigin extends Invocable {
  /** Its address; absent where it has none. */
  readonly url?: pulumi.Output<string>;
}

export type Origin = StaticOrigin | HttpOrigin | FunctionOrigin | PrivateHost;

/** How traffic leaves the private subnets; `none` where it does not. */
export interface Egress {
  readonly mode: string;
  /** The addresses that a partner sees, for an allow-list. Empty with mode `none`. */
  readonly publicIps: pulumi.Output<string[]>;
}

/** A fixed public address, which one thing at a time can wear. */
export interface FixedAddress {
  readonly allocationId: pulumi.Input<string>;
  /**
   * The address for one wearer, told by something that changes with it: whatever wore it before lets go
   * first. Absent where the address does not see to that.
   */
  handTo?(wearer: pulumi.Input<string>): {
    /** For an argument that replaces the wearer. */
    readonly allocationId: pulumi.Output<string>;
    /** What the wearer waits for. */
    readonly dependsOn: pulumi.CustomResourceOptions["dependsOn"];
  };
}

/** The VPC as everything inside it sees it. */
export interface VirtualNetwork extends Connectable {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: string;
  /** Names of the zones in use, in the order of the isolated and private subnets: one of each a zone. */
  readonly zones: readonly string[];
  /** Subnets with a way out, where `egress` has one. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets without a way out of the VPC. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** Subnets that are reached from the internet, for load balancers: one of each zone, in the order of `zones`, where each has one. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Services with an interface endpoint, such as `secretsmanager`; behind `securityGroupId`. */
  readonly interfaceEndpoints: readonly string[];
  /** Prefix lists of S3 and DynamoDB, for rules towards their gateway endpoints. */
  readonly prefixListIds: Readonly<Record<"s3" | "dynamodb", pulumi.Output<string>>>;
  readonly egress: Egress;
}
