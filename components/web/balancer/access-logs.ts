/** Permission for load balancers to write their access logs into a bucket. */
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import type { Refuse } from "../../component";
import { LogBucket, PolicyStatement } from "../../contracts";

/** Who writes: application and classic load balancers do so themselves, network ones by CloudWatch's log delivery. */
const writers = {
  application: "logdelivery.elasticloadbalancing.amazonaws.com",
  classic: "logdelivery.elasticloadbalancing.amazonaws.com",
  network: "delivery.logs.amazonaws.com",
} as const;

/**
 * Lets a load balancer write below `<name>/` in the bucket. The load balancer must be made after the
 * bucket's policy (`bucket.ready`): AWS tries to write when logging is switched on
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-access-logs.html,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html).
 *
 * @throws pulumi.RunError where an application or classic load balancer would write into a bucket with a customer's key
 */
export function acceptAccessLogs(
  kind: keyof typeof writers,
  name: string,
  bucket: LogBucket,
  environment: EnvironmentFacts,
  refuse: Refuse,
): void {
  if (kind !== "network" && bucket.keyArn !== undefined) {
    throw refuse(
      "logs",
      "a bucket that is encrypted by a customer's key",
      "a bucket that S3 encrypts by its own key, the only one these logs are written with",
      'make the bucket with purpose: "logs"',
    );
  }
  const { accountId } = environment;
  const label = name.replace(/[^A-Za-z0-9]/g, "");
  const service = writers[kind];
  const fromHere: Record<string, pulumi.Input<string>> = { "aws:SourceAccount": accountId };
  const write: PolicyStatement = {
    Sid: `BalancerLogsOf${label}`,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucket.arn}/${name}/AWSLogs/${accountId}/*`,
    Condition: { StringEquals: fromHere },
  };
  if (kind !== "network") {
    bucket.allow(write);
    return;
  }
  environment.admitToKey("data", service);
  bucket.allow({
    ...write,
    Condition: { StringEquals: { ...fromHere, "s3:x-amz-acl": "bucket-owner-full-control" } },
  });
  bucket.allow({
    Sid: `BalancerLogsCheckOf${label}`,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "s3:GetBucketAcl",
    Resource: bucket.arn,
    Condition: { StringEquals: fromHere },
  });
}
