import { s3 } from "../base/types/s3";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { listOf, textAt, valueAt } from "../base/values";
import { type Graph, graphOf } from "./graph";

/** Places of a replication's buckets: whose objects are copied, and where to. */
const endsOf = ({ values }: StackResource) => [
  { path: "bucket", what: "copied" },
  ...listOf(valueAt(values, "rules")).map((_, rule) => ({
    path: `rules.${rule}.destination.bucket`,
    what: "copied to",
  })),
];

export const stackRules: readonly StackRule[] = [
  {
    id: "S3-09",
    severity: "error",
    type: s3.bucketReplication,
    limit: "buckets that are versioned, on both sides",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
    fix: 'Give each of the two an aws.s3.BucketVersioning with status "Enabled", and let the replication depend on both.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(s3.bucketReplication).flatMap((replication): StackProblem[] =>
        endsOf(replication).flatMap(({ path, what }) => {
          const bucket = graph.one(replication, path, s3.bucket);
          const found = bucket && withoutVersions(graph, bucket);
          return bucket === undefined || found === undefined
            ? []
            : [
                {
                  urn: replication.urn,
                  argument: path,
                  found: `${bucket.name}, ${what}, ${found}`,
                },
              ];
        }),
      );
    },
  },
];

/** Why a bucket has no versions, where that is known. */
function withoutVersions(graph: Graph, bucket: StackResource): string | undefined {
  const all = graph.ofType(s3.bucketVersioning).map((versioning) => ({
    versioning,
    of: graph.one(versioning, "bucket", s3.bucket),
  }));
  const own = all.find(({ of }) => of === bucket);
  if (own) {
    const status = textAt(own.versioning.values, "versioningConfiguration.status");
    return status === undefined || status === "Enabled" ? undefined : `whose status is ${status}`;
  }
  // One whose bucket can't be told may be this one's.
  return all.some(({ of }) => of === undefined) ? undefined : "which has no versioning";
}
