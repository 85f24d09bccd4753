import { types } from "../resource-types";
import type { StackProblem, StackRule } from "../rule";
import { equals, isAbsent, textAt } from "../values";
import { graphOf } from "./graph";

export const edgeStackRules: readonly StackRule[] = [
  {
    id: "CF-01-region",
    severity: "error",
    type: types.distribution,
    limit: "a certificate in us-east-1",
    source:
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
    fix: 'Make the certificate with region: "us-east-1".',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.distribution).flatMap((distribution) =>
        graph
          .candidates(distribution, "viewerCertificate", types.certificate)
          .filter(({ values }) => (textAt(values, "region") ?? "us-east-1") !== "us-east-1")
          .map((certificate) => ({
            urn: distribution.urn,
            argument: "viewerCertificate.acmCertificateArn",
            found: `${certificate.name} in ${textAt(certificate.values, "region") ?? ""}`,
          })),
      );
    },
  },
  {
    id: "DNS-01-apex",
    severity: "error",
    type: types.record,
    limit: "an alias at the zone's own name; DNS allows no CNAME there",
    source:
      "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
    fix: "Use an A record with aliases.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(types.record)
        .filter(({ values }) => equals(values, "type", "CNAME"))
        .flatMap((record): StackProblem[] => {
          const zone = graph.one(record, "zoneId", types.zone);
          const apex = zone === undefined ? undefined : textAt(zone.values, "name");
          const name = textAt(record.values, "name");
          if (name === undefined || apex === undefined) return [];
          const isApex = name === "" || withoutDot(name) === withoutDot(apex);
          return isApex ? [{ urn: record.urn, argument: "type", found: "CNAME" }] : [];
        });
    },
  },
  {
    id: "CF-03-public",
    severity: "warning",
    type: types.bucket,
    limit: "all public access blocked on a bucket that CloudFront serves",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    fix: "Add an aws.s3.BucketPublicAccessBlock with all four switches on.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const blocked = graph
        .ofType(types.bucketPublicAccessBlock)
        .map((block) => graph.one(block, "bucket", types.bucket));
      if (blocked.includes(undefined)) return [];
      return graph
        .ofType(types.distribution)
        .flatMap((distribution) => graph.candidates(distribution, "origins", types.bucket))
        .filter((bucket) => !blocked.includes(bucket) && isAbsent(bucket.values, "website"))
        .map((bucket) => ({ urn: bucket.urn, argument: "publicAccessBlock", found: undefined }));
    },
  },
];

function withoutDot(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
