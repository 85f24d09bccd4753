import { cloudfront } from "../base/types/cloudfront";
import { s3 } from "../base/types/s3";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { isAbsent, textAt } from "../base/values";
import { type Graph, graphOf } from "./graph";

/** The one that S3 takes for every bucket: it says what is so anyway. */
const allowed = "bucket-owner-full-control";

const objects = [s3.bucketObject, s3.bucketObjectv2, s3.objectCopy];

export const stackRules: readonly StackRule[] = [
  {
    id: "S3-11",
    severity: "error",
    type: [s3.bucketAcl, ...objects],
    limit: "no ACL in a bucket that has ACLs switched off, as new buckets have",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    fix: "Remove the ACL: what it says is private by default, and a bucket policy says the rest. Or give the bucket an aws.s3.BucketOwnershipControls with objectOwnership BucketOwnerPreferred, which the ACL depends on.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return [s3.bucketAcl, ...objects]
        .flatMap((type) => graph.ofType(type))
        .filter(({ type, values }) => type === s3.bucketAcl || !isAbsent(values, "acl"))
        .filter(({ values }) => textAt(values, "acl") !== allowed)
        .flatMap((resource) => withoutAcls(graph, resource, "bucket"));
    },
  },
  {
    id: "S3-11-logs",
    severity: "error",
    type: cloudfront.distribution,
    limit: "a bucket for logs that takes ACLs: CloudFront writes one",
    source:
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html",
    fix: "Give the bucket an aws.s3.BucketOwnershipControls with objectOwnership BucketOwnerPreferred, or deliver the logs through CloudWatch (aws.cloudwatch.LogDelivery), which needs no ACL.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(cloudfront.distribution)
        .flatMap((distribution) => withoutAcls(graph, distribution, "loggingConfig.bucket"));
    },
  },
];

function withoutAcls(graph: Graph, user: StackResource, argument: string): StackProblem[] {
  const bucket = graph.one(user, argument, s3.bucket);
  const found = bucket && aclsOff(graph, bucket);
  return bucket && found ? [{ urn: user.urn, argument, found: `${bucket.name}, ${found}` }] : [];
}

/** Why a bucket takes no ACLs, where that is known. */
function aclsOff(graph: Graph, bucket: StackResource): string | undefined {
  const all = graph.ofType(s3.bucketOwnership).map((controls) => ({
    controls,
    of: graph.one(controls, "bucket", s3.bucket),
  }));
  const own = all.find(({ of }) => of === bucket);
  if (own) {
    const says = textAt(own.controls.values, "rule.objectOwnership");
    return says === "BucketOwnerEnforced" ? `whose objectOwnership is ${says}` : undefined;
  }
  // Those whose bucket can't be told may be this one's.
  return all.some(({ of }) => of === undefined) ? undefined : "which has no ownership controls";
}
