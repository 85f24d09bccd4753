import { many, type Cases } from "./case";

const keys = { hashKey: "userId", rangeKey: "photoId" };
const attribute = (name: string) => ({ name, type: "S" });
const capacities = (count: number) => ({ readCapacity: count, writeCapacity: count });
const rule = (part: object) => ({ rules: [{ id: "a", status: "Enabled", ...part }] });

export const dataCases: Cases = {
  "S3-01": { pass: { bucket: "photos-1" }, fail: { bucket: "Photos" } },
  "SEC-S3-acl": { pass: { acl: "private" }, fail: { acl: "public-read" } },
  "SEC-S3-blockPublicAcls": { pass: { blockPublicAcls: true }, fail: {} },
  "SEC-S3-blockPublicPolicy": {
    pass: { blockPublicPolicy: true },
    fail: { blockPublicPolicy: false },
  },
  "SEC-S3-ignorePublicAcls": { pass: { ignorePublicAcls: true }, fail: {} },
  "SEC-S3-restrictPublicBuckets": { pass: { restrictPublicBuckets: true }, fail: {} },
  "SEC-S3-ownership": {
    pass: { rule: { objectOwnership: "BucketOwnerEnforced" } },
    fail: { rule: { objectOwnership: "ObjectWriter" } },
  },
  "S3-02": {
    pass: rule({ transitions: [{ days: 1, storageClass: "GLACIER" }] }),
    fail: rule({ transitions: [{ days: 1, storageClass: "COLD" }] }),
  },
  "S3-02-noncurrent": {
    pass: rule({ noncurrentVersionTransitions: [{ storageClass: "GLACIER_IR" }] }),
    fail: rule({ noncurrentVersionTransitions: [{ storageClass: "STANDARD" }] }),
  },
  "S3-03": {
    pass: rule({ transitions: [{ days: 30, storageClass: "STANDARD_IA" }] }),
    fail: rule({ transitions: [{ days: 29, storageClass: "STANDARD_IA" }] }),
  },
  "S3-04": {
    pass: rule({ transitions: [{ days: 30, storageClass: "GLACIER" }], expiration: { days: 31 } }),
    fail: rule({ transitions: [{ days: 30, storageClass: "GLACIER" }], expiration: { days: 30 } }),
  },
  "S3-05": {
    pass: rule({ abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }),
    fail: rule({ abortIncompleteMultipartUpload: { daysAfterInitiation: 0 } }),
  },
  "TAG-01": {
    pass: { tags: { Team: "R+D / Fotos für Zürich" } },
    fail: { tags: { Team: "R&D (Photos)" } },
  },
  "TAG-01-defaults": {
    pass: { defaultTags: JSON.stringify({ tags: { CostCentre: "photos" } }) },
    fail: { defaultTags: JSON.stringify({ tags: { CostCentre: "R&D (Photos)" } }) },
  },
  "S3-06": {
    pass: { corsRules: [{ allowedOrigins: ["https://*.example.com", "http://localhost:3000"] }] },
    fail: { corsRules: [{ allowedOrigins: ["https://www.example.com/"] }] },
  },
  "S3-06-bucket": {
    pass: { corsRules: [{ allowedOrigins: ["*"] }] },
    fail: { corsRules: [{ allowedOrigins: ["www.example.com"] }] },
  },
  "RDS-03": {
    pass: { instanceClass: "db.t4g.micro" },
    fail: { instanceClass: "t4g.micro" },
  },
  "RDS-03-dbClusterInstanceClass": {
    pass: { dbClusterInstanceClass: "db.m6gd.large" },
    fail: { dbClusterInstanceClass: "m6gd.large" },
  },
  "EC-01": { pass: { nodeType: "cache.t4g.micro" }, fail: { nodeType: "t4g.micro" } },
  "DAX-01": { pass: { nodeType: "dax.t3.small" }, fail: { nodeType: "t3.small" } },
  "MQ-02": { pass: { hostInstanceType: "mq.t3.micro" }, fail: { hostInstanceType: "t3.micro" } },
  "OS-01": {
    pass: { clusterConfig: { instanceType: "t3.small.search" } },
    fail: { clusterConfig: { instanceType: "t3.small" } },
  },
  "OS-01-dedicatedMasterType": {
    pass: { clusterConfig: { dedicatedMasterType: "m6g.large.search" } },
    fail: { clusterConfig: { dedicatedMasterType: "m6g.large.elasticsearch" } },
  },
  "OS-01-warmType": {
    pass: { clusterConfig: { warmType: "ultrawarm1.medium.search" } },
    fail: { clusterConfig: { warmType: "ultrawarm1.medium" } },
  },
  "EC2-01": { pass: { instanceType: "u-6tb1.metal" }, fail: { instanceType: "db.t4g.micro" } },
  "DDB-01": {
    pass: { ...keys, attributes: [attribute("userId"), attribute("photoId")] },
    fail: { ...keys, attributes: [attribute("userId"), attribute("title")] },
  },
  "DDB-01-same": {
    pass: { ...keys, attributes: [attribute("userId"), attribute("photoId")] },
    fail: { hashKey: "userId", rangeKey: "userId", attributes: [attribute("userId")] },
  },
  "DDB-01-type": {
    pass: { attributes: [attribute("userId")] },
    fail: { attributes: [{ name: "userId", type: "String" }] },
  },
  "DDB-01-billing": {
    pass: { billingMode: "PAY_PER_REQUEST" },
    fail: { billingMode: "ON_DEMAND" },
  },
  "DDB-01-on-demand": {
    pass: { billingMode: "PROVISIONED", readCapacity: 1 },
    fail: { billingMode: "PAY_PER_REQUEST", readCapacity: 1 },
  },
  "DDB-01-readCapacity": { pass: { billingMode: "PAY_PER_REQUEST" }, fail: { writeCapacity: 1 } },
  "DDB-01-writeCapacity": { pass: { writeCapacity: 1 }, fail: { readCapacity: 1 } },
  "DDB-01-index": {
    pass: { ...capacities(1), globalSecondaryIndexes: [{ name: "a", ...capacities(1) }] },
    fail: { ...capacities(1), globalSecondaryIndexes: [{ name: "a", readCapacity: 1 }] },
  },
  "DDB-01-index-on-demand": {
    pass: { billingMode: "PAY_PER_REQUEST", globalSecondaryIndexes: [{ name: "a" }] },
    fail: {
      billingMode: "PAY_PER_REQUEST",
      globalSecondaryIndexes: [{ name: "a", ...capacities(1) }],
    },
  },
  "DDB-02": { pass: { name: "abc" }, fail: { name: "ab" } },
  "DDB-03-global": {
    pass: { globalSecondaryIndexes: many(20) },
    fail: { globalSecondaryIndexes: many(21) },
  },
  "DDB-03-local": {
    pass: { localSecondaryIndexes: many(5) },
    fail: { localSecondaryIndexes: many(6) },
  },
  "DDB-03-range": {
    pass: { localSecondaryIndexes: many(1), rangeKey: "photoId" },
    fail: { localSecondaryIndexes: many(1) },
  },
  "DDB-04": { pass: { streamViewType: "KEYS_ONLY" }, fail: { streamViewType: "KEYS" } },
  "DDB-04-view": {
    pass: { streamEnabled: true, streamViewType: "KEYS_ONLY" },
    fail: { streamEnabled: true },
  },
  "DDB-05": {
    pass: { ttl: { enabled: true, attributeName: "expires" } },
    fail: { ttl: { enabled: true } },
  },
  "SEC-DDB-recovery": { pass: { pointInTimeRecovery: { enabled: true } }, fail: {} },
  "SEC-DDB-deletion": { pass: { deletionProtectionEnabled: true }, fail: {} },
};
