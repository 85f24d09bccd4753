/** What a bucket is for, and what one for logs has that others have not. */
import * as pulumi from "@pulumi/pulumi";
import { PolicyStatement } from "../../contracts";
import { EnvironmentFacts } from "../../base/environment-facts";
import { LifecycleRule } from "./lifecycle";

/** `logs` for what AWS services write of their own accord; `data` for all else. */
export const bucketPurposes = ["data", "logs"] as const;
export type BucketPurpose = (typeof bucketPurposes)[number];

/** Days in which a log that was deleted or overwritten can be brought back. */
const REPLACED_LOG_DAYS = 30;

/** Logs are kept as long as the environment says. */
export function logLifecycle({
  logRetentionDays,
}: EnvironmentFacts): Record<string, LifecycleRule> {
  return {
    logs: { expireAfterDays: logRetentionDays, expireNoncurrentAfterDays: REPLACED_LOG_DAYS },
  };
}

/**
 * Lets AWS services write the logs of this account, and no other's: the account stands in the key or
 * in a condition. Sources: "Enable access logs" of each load balancer's guide, "Logs sent to Amazon S3"
 * (CloudWatch Logs user guide), "Enabling Amazon S3 server access logging" (S3 user guide).
 *
 * - `logdelivery.elasticloadbalancing.amazonaws.com`: application and classic load balancers;
 * - `delivery.logs.amazonaws.com`: network load balancers, CloudFront, flow logs, WAF. Its key carries
 *   `AWSLogs/<account>/` as well, after a prefix where there is one;
 * - `logging.s3.amazonaws.com`: the access logs of buckets.
 */
export function logDeliveryStatements(
  bucketArn: pulumi.Output<string>,
  account: pulumi.Output<string>,
): PolicyStatement[] {
  const keys = pulumi.interpolate`${bucketArn}/*AWSLogs/${account}/*`;
  const ofAccount = { "aws:SourceAccount": account };
  const delivery = { Service: "delivery.logs.amazonaws.com" };
  return [
    {
      Sid: "LoadBalancerLogs",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: keys,
    },
    {
      Sid: "DeliveredLogs",
      Effect: "Allow",
      Principal: delivery,
      Action: "s3:PutObject",
      Resource: keys,
      Condition: {
        StringEquals: { ...ofAccount, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
    {
      Sid: "DeliveryLooksAtOwner",
      Effect: "Allow",
      Principal: delivery,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: { StringEquals: ofAccount },
    },
    {
      Sid: "BucketAccessLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/*`,
      Condition: { StringEquals: ofAccount },
    },
  ];
}
