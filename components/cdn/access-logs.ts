/** Access logs of a distribution. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { StaticOrigin } from "../contracts";

/** Logs of global services are delivered from this region (CloudFront developer guide, standard logging v2). */
const LOG_REGION = "us-east-1";

/** A bucket that logs can be written to. */
export type LogBucket = Pick<StaticOrigin, "arn" | "allow">;

export interface AccessLogsArgs {
  distributionArn: pulumi.Input<string>;
  bucket: LogBucket;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    source: aws.cloudwatch.LogDeliverySourceArgs;
    destination: aws.cloudwatch.LogDeliveryDestinationArgs;
    delivery: aws.cloudwatch.LogDeliveryArgs;
  }>;
}

/**
 * Writes a line of JSON a request to `AWSLogs/<account>/CloudFront/` in a bucket, by standard logging
 * version 2: the older kind needs access control lists, which our buckets have turned off.
 *
 * Creates: delivery source, destination and delivery, in us-east-1; a statement in the bucket's policy.
 * Costs what the bucket stores.
 *
 * @example
 * new AccessLogs("cdn-logs", { distributionArn: distribution.arn, bucket: data.buckets.logs });
 */
export class AccessLogs extends Component {
  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:cdn:AccessLogs", name, args, opts);
    const { bucket } = args;
    const source = this.child(aws.cloudwatch.LogDeliverySource, "source", {
      logType: "ACCESS_LOGS",
      resourceArn: args.distributionArn,
      region: LOG_REGION,
    });
    const destination = this.child(aws.cloudwatch.LogDeliveryDestination, "destination", {
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: bucket.arn },
      region: LOG_REGION,
    });
    const { accountId } = this.environment;
    this.environment.admitToKey("data", "delivery.logs.amazonaws.com");
    bucket.allow({
      Sid: `AccessLogsOf${name.replace(/[^A-Za-z0-9]/g, "")}`,
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucket.arn}/AWSLogs/${accountId}/CloudFront/*`,
      Condition: {
        StringEquals: {
          "aws:SourceAccount": accountId,
          "s3:x-amz-acl": "bucket-owner-full-control",
        },
        ArnLike: { "aws:SourceArn": source.arn },
      },
    });
    this.child(
      aws.cloudwatch.LogDelivery,
      main,
      {
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.arn,
        region: LOG_REGION,
      },
      { key: "delivery" },
    );
  }
}
