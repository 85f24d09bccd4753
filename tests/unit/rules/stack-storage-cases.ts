/** Stacks with search domains and copied buckets, for the rules that look at several resources. */
import { unknown, type Plain, type StackResource } from "../../../rules";
import { cloudfront } from "../../../rules/base/types/cloudfront";
import { opensearch } from "../../../rules/base/types/opensearch";
import { s3 } from "../../../rules/base/types/s3";
import { from, stackOf, type Described } from "./stack";
import type { StackCase } from "./stack-cases";

function openPolicy(domain: { readonly [argument: string]: Plain }): StackResource[] {
  const statement = { Effect: "Allow", Principal: "*", Action: "es:ESHttp*", Resource: "*" };
  return stackOf(
    { type: opensearch.searchDomain, name: "photos", args: domain },
    {
      ...{ type: opensearch.searchDomainPolicy, name: "policy" },
      args: {
        domainName: from("photos"),
        accessPolicies: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      },
    },
  );
}

function copied(target: "Enabled" | "Suspended" | "none"): StackResource[] {
  const versioned = (bucket: string, status: string) => ({
    ...{ type: s3.bucketVersioning, name: `${bucket}-versions` },
    args: { bucket: from(bucket), versioningConfiguration: { status } },
  });
  return stackOf(
    { type: s3.bucket, name: "originals", args: {} },
    { type: s3.bucket, name: "copies", args: {} },
    versioned("originals", "Enabled"),
    ...(target === "none" ? [] : [versioned("copies", target)]),
    {
      ...{ type: s3.bucketReplication, name: "replication" },
      args: {
        bucket: from("originals"),
        rules: from("copies", [{ destination: { bucket: unknown } }]),
      },
    },
  );
}

/** A bucket with these ownership controls, and whoever writes an ACL in it. */
function withAcl(
  objectOwnership: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "none",
  user: Omit<Described, "name">,
): StackResource[] {
  return stackOf(
    { type: s3.bucket, name: "files", args: {} },
    ...(objectOwnership === "none"
      ? []
      : [
          {
            ...{ type: s3.bucketOwnership, name: "ownership" },
            args: { bucket: from("files"), rule: { objectOwnership } },
          },
        ]),
    { ...user, name: "user" },
  );
}

const acl = { type: s3.bucketAcl, args: { bucket: from("files"), acl: "private" } };
const logs = {
  type: cloudfront.distribution,
  args: { loggingConfig: from("files", { bucket: unknown }) },
};

export const storageStackCases: { readonly [rule: string]: StackCase } = {
  "SEC-OS-open-policy": {
    pass: openPolicy({ vpcOptions: { subnetIds: ["subnet-1"] } }),
    fail: openPolicy({}),
    blamed: "policy",
  },
  "S3-11": {
    pass: withAcl("BucketOwnerPreferred", acl),
    fail: withAcl("none", acl),
    blamed: "user",
  },
  "S3-11-logs": {
    pass: withAcl("BucketOwnerPreferred", logs),
    fail: withAcl("BucketOwnerEnforced", logs),
    blamed: "user",
  },
  "S3-09": { pass: copied("Enabled"), fail: copied("none"), blamed: "replication" },
};
