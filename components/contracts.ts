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

/** A way through the network to one port. */
export interface Connection {
  readonly to: Connectable;
  /** TCP port. */
  readonly port: number;
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
  /** Longest run in seconds, where it is known while the program runs. */
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
  /** Joins source and function. Called once, after both stand. */
  connect(target: Invocable): void;
  /** Never called; carries the types. */
  readonly handles?: (event: Event) => Result;
}

/** What a bucket can tell about new and removed objects. */
export interface NotificationTarget {
  readonly notificationKind: "queue" | "topic";
  readonly arn: pulumi.Output<string>;
  /** Lets `service` send on behalf of `source`. Returns what must stand before the first message. */
  acceptFrom(
    service: string,
    source: pulumi.Input<string>,
    account: pulumi.Input<string>,
  ): pulumi.Resource;
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

/** A file system in the VPC that functions and containers can mount. */
export interface MountableFileSystem {
  readonly accessPointArn: pulumi.Output<string>;
  /** Reads and writes below the access point, through its mount targets. */
  mount(): Access;
  /** The mount targets, which must stand before anything mounts. */
  readonly ready: readonly pulumi.Resource[];
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
  readonly originDomain: pulumi.Output<string>;
}

export type Origin = StaticOrigin | HttpOrigin;

/** How traffic leaves the private subnets; `none` where it does not. */
export interface Egress {
  readonly mode: string;
  /** The addresses that a partner sees, for an allow-list. Empty with mode `none`. */
  readonly publicIps: pulumi.Output<string[]>;
}

/** The VPC as everything inside it sees it. */
export interface VirtualNetwork extends Connectable {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: string;
  /** Subnets with a way out, where `egress` has one. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets without a way out of the VPC. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** Subnets that are reached from the internet, for load balancers. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Services with an interface endpoint, such as `secretsmanager`; behind `securityGroupId`. */
  readonly interfaceEndpoints: readonly string[];
  /** Prefix lists of S3 and DynamoDB, for rules towards their gateway endpoints. */
  readonly prefixListIds: Readonly<Record<"s3" | "dynamodb", pulumi.Output<string>>>;
  readonly egress: Egress;
}
