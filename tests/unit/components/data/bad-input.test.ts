// What bad input gets: each contradiction is refused by the component with what is allowed and a fix, and found on raw resources.
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Aurora, Bucket, Database, Table, Valkey, Volume } from "../../../../components/data";
import { previewStack } from "../../../../preview/testing";
import { refusal } from "../record";
import { network } from "./network";

interface BadInput {
  /** What the component is asked for, by somebody who goes round the compiler where it would not do. */
  readonly component?: () => unknown;
  /** What it says: the argument, what is allowed, the fix. */
  readonly says?: RegExp;
  /** The same without a component, named `raw`. */
  readonly raw: () => unknown;
  /** The rules that name it. */
  readonly rules: readonly string[];
}

const rawTable = (args: Partial<aws.dynamodb.TableArgs>) =>
  new aws.dynamodb.Table("raw", {
    ...{ hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST" },
    ...args,
  });
const rawDatabase = (args: Partial<aws.rds.InstanceArgs>) =>
  new aws.rds.Instance("raw", {
    ...{ engine: "postgres", engineVersion: "17", instanceClass: "db.t4g.micro" },
    ...{ allocatedStorage: 20, username: "app", manageMasterUserPassword: true },
    ...{ storageEncrypted: true, backupRetentionPeriod: 7, deletionProtection: true },
    ...{ skipFinalSnapshot: false, finalSnapshotIdentifier: "raw-last" },
    ...args,
  });
const rawCluster = (args: Partial<aws.rds.ClusterArgs>) =>
  new aws.rds.Cluster("raw", {
    ...{ engine: "aurora-postgresql", masterUsername: "app", manageMasterUserPassword: true },
    ...{ storageEncrypted: true, backupRetentionPeriod: 7, deletionProtection: true },
    ...{ skipFinalSnapshot: false, finalSnapshotIdentifier: "raw-last" },
    ...args,
  });
const rawCache = (args: Partial<aws.elasticache.ReplicationGroupArgs>) =>
  new aws.elasticache.ReplicationGroup("raw", {
    ...{ description: "raw", engine: "valkey", nodeType: "cache.t4g.micro" },
    ...{ transitEncryptionEnabled: true, atRestEncryptionEnabled: true, snapshotRetentionLimit: 7 },
    ...args,
  });
const everyone = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "es:*", Resource: "*" }],
});

const badInput: Readonly<Record<string, BadInput>> = {
  "Aurora with allocatedStorage": {
    component: () =>
      new Aurora("own", {
        ...{ network, engine: "postgres" },
        transform: { cluster: { allocatedStorage: 20 } },
      }),
    says: /allocatedStorage is 20; allowed: .*Fix: /is,
    raw: () => rawCluster({ allocatedStorage: 20 }),
    rules: ["RDS-01-allocatedStorage"],
  },
  "PAY_PER_REQUEST with throughput on a table": {
    component: () =>
      new Table("own", {
        hashKey: "id",
        transform: { table: { billingMode: "PAY_PER_REQUEST", readCapacity: 5 } },
      }),
    says: /readCapacity is 5; allowed: .*Fix: /is,
    raw: () => rawTable({ readCapacity: 5, writeCapacity: 5 }),
    rules: ["DDB-01-on-demand"],
  },
  "PAY_PER_REQUEST with throughput on an index": {
    component: () =>
      new Table("own", {
        hashKey: "id",
        transform: {
          table: {
            attributes: [
              { name: "id", type: "S" },
              { name: "kind", type: "S" },
            ],
            globalSecondaryIndexes: [
              { name: "kinds", hashKey: "kind", projectionType: "ALL", readCapacity: 5 },
            ],
          },
        },
      }),
    says: /globalSecondaryIndexes.*readCapacity is 5; allowed: .*Fix: /is,
    raw: () =>
      rawTable({
        attributes: [
          { name: "id", type: "S" },
          { name: "kind", type: "S" },
        ],
        globalSecondaryIndexes: [
          { name: "kinds", hashKey: "kind", projectionType: "ALL", readCapacity: 5 },
        ],
      }),
    rules: ["DDB-01-index-on-demand"],
  },
  "a table whose range key is its hash key": {
    component: () => new Table("own", { hashKey: "id", rangeKey: "id" }),
    says: /rangeKey is "id"; allowed: .*Fix: /is,
    raw: () => rawTable({ rangeKey: "id" }),
    rules: ["DDB-01-same"],
  },
  "cluster mode without failover": {
    component: () =>
      new Valkey("own", {
        network,
        shards: 2,
        transform: { replicationGroup: { automaticFailoverEnabled: false } },
      }),
    says: /automaticFailoverEnabled is false; allowed: .*Fix: /is,
    raw: () =>
      rawCache({ clusterMode: "enabled", numNodeGroups: 2, automaticFailoverEnabled: false }),
    rules: ["EC-01-failover"],
  },
  "operations of a disk out of range": {
    component: () => new Volume("own", { zone: "eu-west-1a", size: 200, iops: 2_999 }),
    says: /iops is 2999; allowed: 3,000 to 80,000.*Fix: /is,
    raw: () =>
      new aws.ebs.Volume("raw", {
        ...{ availabilityZone: "eu-west-1a", size: 200, type: "gp3", iops: 80_001 },
        encrypted: true,
      }),
    rules: ["EBS-01"],
  },
  "lifecycle steps in the wrong order": {
    component: () =>
      new Bucket("own", {
        lifecycle: {
          old: {
            transitions: [
              { afterDays: 90, to: "GLACIER" },
              { afterDays: 180, to: "STANDARD_IA" },
            ],
          },
        },
      }),
    says: /transitions.*; allowed: .*Fix: /is,
    raw: () =>
      new aws.s3.BucketLifecycleConfiguration("raw", {
        bucket: "files",
        rules: [
          {
            id: "old",
            status: "Enabled",
            filter: { prefix: "" },
            transitions: [
              { days: 90, storageClass: "GLACIER" },
              { days: 180, storageClass: "STANDARD_IA" },
            ],
          },
        ],
      }),
    rules: ["S3-07-order"],
  },
  "an instance class without its prefix": {
    component: () =>
      new Database("own", { network, engine: "postgres", instanceClass: "t4g.micro" }),
    says: /instanceClass is "t4g.micro"; allowed: .*Fix: /is,
    raw: () => rawDatabase({ instanceClass: "t4g.micro" }),
    rules: ["RDS-03"],
  },
  "a name that is too long": {
    component: () => new Valkey("a-cache-whose-name-is-longer-than-forty-letters", { network }),
    says: /forty-letters"; allowed: at most 32 characters.*Fix: /is,
    raw: () => rawCache({ replicationGroupId: "a-cache-whose-name-is-longer-than-forty-letters" }),
    rules: ["NAME-02"],
  },
  "a search domain that is open to everyone": {
    raw: () =>
      new aws.opensearch.Domain("raw", {
        engineVersion: "OpenSearch_2.19",
        clusterConfig: { instanceType: "t3.small.search" },
        ebsOptions: { ebsEnabled: true, volumeSize: 10 },
        accessPolicies: everyone,
      }),
    rules: ["SEC-OS-open"],
  },
  "a database without a last snapshot": {
    raw: () => rawDatabase({ skipFinalSnapshot: true, finalSnapshotIdentifier: undefined }),
    rules: ["SEC-RDS-snapshot"],
  },
  "a cluster without a last snapshot": {
    raw: () => rawCluster({ skipFinalSnapshot: true, finalSnapshotIdentifier: undefined }),
    rules: ["SEC-RDS-snapshot"],
  },
  "a database without backups": {
    component: () => new Database("own", { network, engine: "postgres", backupRetentionPeriod: 0 }),
    says: /backupRetentionPeriod is 0; allowed: .*Fix: /is,
    raw: () => rawDatabase({ backupRetentionPeriod: 0 }),
    rules: ["SEC-RDS-backups"],
  },
  "a table that can't go back": {
    raw: () => rawTable({ pointInTimeRecovery: { enabled: false } }),
    rules: ["SEC-DDB-recovery"],
  },
};

describe("What bad input gets", function () {
  for (const [what, { component, says, raw, rules }] of Object.entries(badInput)) {
    it(`${what}: ${component ? "refused, and " : ""}found on a raw resource`, async () => {
      if (component && says) {
        assert.match(await refusal(component), says);
      }
      const plan = await previewStack(() => void raw(), { config: { "aws:region": "eu-west-1" } });
      const found = plan.findings
        .filter(({ urn, severity }) => urn.endsWith("::raw") && severity !== "info")
        .map(({ rule }) => rule);
      for (const rule of rules) assert.ok(found.includes(rule), `${rule} in ${found.join(", ")}`);
      for (const { message, fix } of plan.findings) {
        assert.ok(message.length > 0 && fix.length > 0, `${message} ${fix}`);
      }
    });
  }
});
