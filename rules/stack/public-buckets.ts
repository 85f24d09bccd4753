import { publicStatements } from "../base/policy-document";
import { s3 } from "../base/types/s3";
import type { StackProblem, StackRule } from "../base/rule";
import { equals } from "../base/values";
import { graphOf } from "./graph";

export const stackRules: readonly StackRule[] = [
  {
    id: "S3-07",
    severity: "error",
    type: s3.bucketPolicy,
    limit: "statements that name who may use the bucket, or from where",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    fix: "Name a principal, or serve the bucket through CloudFront with an origin access control.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const blocks = graph
        .ofType(s3.bucketPublicAccessBlock)
        .map((block) => ({ block, bucket: graph.one(block, "bucket", s3.bucket) }));
      return graph.ofType(s3.bucketPolicy).flatMap((policy): StackProblem[] => {
        const [open] = publicStatements(policy.values, "policy");
        const bucket = graph.one(policy, "bucket", s3.bucket);
        if (open === undefined || bucket === undefined) return [];
        const found = `everyone may ${open.actions.join(", ")}`;
        const block = blocks.find((entry) => entry.bucket === bucket)?.block;
        if (block === undefined) {
          // A block whose bucket can't be told may open this one.
          if (blocks.some((entry) => entry.bucket === undefined)) return [];
          const limit = "no public statement: S3 blocks public policies of every new bucket";
          return [{ urn: policy.urn, argument: "policy", found, limit }];
        }
        const refusing = ["blockPublicPolicy", "restrictPublicBuckets"].find((each) =>
          equals(block.values, each, true),
        );
        const what =
          refusing === "blockPublicPolicy" ? "refuses it" : "keeps everyone but the account out";
        return refusing === undefined
          ? []
          : [
              {
                ...{ urn: policy.urn, argument: "policy", found },
                limit: `no public statement: ${refusing} of ${block.name} ${what}`,
              },
            ];
      });
    },
  },
];
