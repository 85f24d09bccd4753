/** The record of a VPC's traffic. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { logGroupArgs } from "../base/log-groups";
import { assumedBy, policyDocument } from "../base/policy-document";

/** Where flow logs can go. */
export const flowLogDestinations = ["cloudwatch", "s3", "none"] as const;
export type FlowLogDestination = (typeof flowLogDestinations)[number];

const BUCKET_ARN = /^arn:aws[a-z-]*:s3:::[a-z0-9]/;

export interface FlowLogsArgs {
  /** `cloudwatch` (searchable), `s3` (cheaper, for a bucket of yours) or `none`. Default: `cloudwatch`. */
  destination?: FlowLogDestination;
  /** ARN of the bucket, with a prefix where wanted, for destination `s3`. Its policy must admit `delivery.logs.amazonaws.com`; its lifecycle says how long logs are kept. */
  bucketArn?: pulumi.Input<string>;
  /** Which traffic is recorded: `ALL`, `ACCEPT` or `REJECT`. Default: `ALL`. */
  trafficType?: "ALL" | "ACCEPT" | "REJECT";
  /** Days that logs are kept in CloudWatch. Default: what the environment says. One of the values CloudWatch Logs allows (rule LAM-30). */
  retentionInDays?: number;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    flowLog: aws.ec2.FlowLogArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
  }>;
}

/**
 * Records the traffic of a VPC, in CloudWatch Logs or in a bucket.
 *
 * Creates: 1 flow log; with CloudWatch also 1 log group, 1 role and its policy. Costs nothing when
 * idle; in eu-west-1 at list price $0.57 for a GB that CloudWatch takes and $0.03 a month to keep it.
 *
 * @example
 * new FlowLogs("flow-logs", { vpcId: network.vpcId, trafficType: "REJECT" });
 */
export class FlowLogs extends Component {
  /** The log group, with destination `cloudwatch`. */
  readonly logGroupName?: pulumi.Output<string>;

  constructor(
    name: string,
    args: FlowLogsArgs & { vpcId: pulumi.Input<string> },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:network:FlowLogs", name, args, opts);
    const { destination = "cloudwatch" } = args;
    if ((destination === "s3") !== (args.bucketArn !== undefined)) {
      throw this.refuse(
        "bucketArn",
        args.bucketArn === undefined ? undefined : "set",
        `an ARN with destination "s3" and only there; destination is "${destination}"`,
        `set destination "s3" and bucketArn together`,
      );
    }
    if (typeof args.bucketArn === "string" && !BUCKET_ARN.test(args.bucketArn)) {
      throw this.refuse(
        "bucketArn",
        args.bucketArn,
        "the ARN of a bucket, such as arn:aws:s3:::flow-logs, with a prefix where wanted",
        "take the arn of the bucket, not its name",
      );
    }
    const group = destination === "cloudwatch" ? this.makeLogGroup(args) : undefined;
    if (destination !== "none") {
      this.child(aws.ec2.FlowLog, main, {
        vpcId: args.vpcId,
        trafficType: args.trafficType ?? "ALL",
        maxAggregationInterval: 60, // seconds; the other choice, 600, hides short bursts
        ...(group
          ? this.deliveredTo(group)
          : { logDestinationType: "s3", logDestination: args.bucketArn }),
        tags: { Name: name },
      });
    }
    this.logGroupName = group?.name;
  }

  private makeLogGroup({ retentionInDays }: FlowLogsArgs): aws.cloudwatch.LogGroup {
    return this.child(aws.cloudwatch.LogGroup, main, {
      ...logGroupArgs(this.environment),
      ...(retentionInDays === undefined ? {} : { retentionInDays }),
    });
  }

  private deliveredTo(group: aws.cloudwatch.LogGroup): Partial<aws.ec2.FlowLogArgs> {
    const role = this.child(aws.iam.Role, main, {
      assumeRolePolicy: assumedBy("vpc-flow-logs.amazonaws.com"),
    });
    this.child(
      aws.iam.RolePolicy,
      main,
      {
        role: role.id,
        policy: policyDocument([
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            Resource: pulumi.interpolate`${group.arn}:*`,
          },
        ]),
      },
      { key: "policy" },
    );
    return {
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
    };
  }
}
