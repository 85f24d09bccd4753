/** Stacks with search domains and copied buckets, for the rules that look at several resources. */
import { unknown, type Plain, type StackResource } from "../../../rules";
import { opensearch } from "../../../rules/base/types/opensearch";
import { s3 } from "../../../rules/base/types/s3";
import { from, stackOf } from "./stack";
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

export const storageStackCases: { readonly [rule: string]: StackCase } = {
  "SEC-OS-open-policy": {
    pass: openPolicy({ vpcOptions: { subnetIds: ["subnet-1"] } }),
    fail: openPolicy({}),
    blamed: "policy",
  },
  "S3-09": { pass: copied("Enabled"), fail: copied("none"), blamed: "replication" },
};
