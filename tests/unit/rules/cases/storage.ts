import type { Inputs } from "../../../../rules";
import { policy, type Cases } from "./case";

const files = (lifecyclePolicies: Record<string, string>[]) => ({
  encrypted: true,
  lifecyclePolicies,
});

const plan = (rule: Inputs) => ({ rules: [{ ruleName: "nightly", ...rule }] });

const moves = (list: string, days: string, ...given: [number, string][]) => ({
  rules: [
    { id: "cool", [list]: given.map(([after, storageClass]) => ({ [days]: after, storageClass })) },
  ],
});

const everyone = policy({ Principal: { AWS: "*" }, Action: "es:*", Resource: "*" });
const inZones = (availabilityZoneCount: number) => ({
  instanceCount: availabilityZoneCount,
  zoneAwarenessEnabled: true,
  zoneAwarenessConfig: { availabilityZoneCount },
});

export const storageCases: Cases = {
  "SEC-EFS-encrypted": { pass: { encrypted: true }, fail: {} },
  "EFS-01": { pass: { throughputMode: "elastic" }, fail: { throughputMode: "fast" } },
  "EFS-02": {
    pass: { throughputMode: "provisioned", provisionedThroughputInMibps: 12.5 },
    fail: { throughputMode: "provisioned", provisionedThroughputInMibps: 4_000 },
  },
  "EFS-02-mode": {
    pass: { throughputMode: "provisioned", provisionedThroughputInMibps: 100 },
    fail: { provisionedThroughputInMibps: 100 },
  },
  "EFS-03-transitionToIa": {
    pass: files([{ transitionToIa: "AFTER_1_DAY" }]),
    fail: files([{ transitionToIa: "AFTER_45_DAYS" }]),
  },
  "EFS-03-transitionToArchive": {
    pass: files([{ transitionToArchive: "AFTER_365_DAYS" }]),
    fail: files([{ transitionToArchive: "90" }]),
  },
  "EFS-03-order": {
    pass: files([{ transitionToArchive: "AFTER_90_DAYS" }, { transitionToIa: "AFTER_30_DAYS" }]),
    fail: files([{ transitionToIa: "AFTER_90_DAYS" }, { transitionToArchive: "AFTER_30_DAYS" }]),
  },
  "EFS-03-separate": {
    pass: files([{ transitionToIa: "AFTER_7_DAYS" }, { transitionToArchive: "AFTER_90_DAYS" }]),
    fail: files([{ transitionToIa: "AFTER_7_DAYS", transitionToArchive: "AFTER_90_DAYS" }]),
  },
  "EFS-04": { pass: { posixUser: { uid: 1000 } }, fail: { posixUser: { uid: -1 } } },
  "EFS-05": { pass: { rootDirectory: { path: "/files" } }, fail: {} },
  "SEC-EBS-encrypted": { pass: { encrypted: true }, fail: { encrypted: false } },
  "EBS-01-type": { pass: { type: "io2" }, fail: { type: "gp4" } },
  "EBS-01-size": { pass: { type: "gp3", size: 65_536 }, fail: { type: "st1", size: 100 } },
  "EBS-01": {
    pass: { type: "gp3", size: 1, iops: 3_000 },
    fail: { type: "io2", size: 4, iops: 4_001 },
  },
  "EBS-01-missing": { pass: { type: "io1", iops: 100 }, fail: { type: "io1" } },
  "EBS-01-throughput": {
    pass: { type: "gp3", throughput: 750 },
    fail: { type: "gp3", throughput: 751 },
  },
  "EBS-01-iops-ignored": {
    pass: { type: "gp2", size: 100 },
    fail: { type: "st1", size: 500, iops: 500 },
  },
  "EBS-01-throughput-ignored": {
    pass: { type: "gp3", throughput: 125 },
    fail: { size: 100, throughput: 125 },
  },
  "BK-01": {
    pass: plan({ lifecycle: { coldStorageAfter: 30, deleteAfter: 120 } }),
    fail: plan({ copyActions: [{ lifecycle: { coldStorageAfter: 30, deleteAfter: 119 } }] }),
  },
  "BK-02": {
    pass: plan({ enableContinuousBackup: true, lifecycle: { deleteAfter: 35 } }),
    fail: plan({ enableContinuousBackup: true, lifecycle: { deleteAfter: 36 } }),
  },
  "BK-03": { pass: { changeableForDays: 3 }, fail: { changeableForDays: 2 } },
  "BK-03-order": {
    pass: { minRetentionDays: 7, maxRetentionDays: 7 },
    fail: { minRetentionDays: 8, maxRetentionDays: 7 },
  },
  "S3-03-noncurrent": {
    pass: moves("noncurrentVersionTransitions", "noncurrentDays", [30, "STANDARD_IA"]),
    fail: moves("noncurrentVersionTransitions", "noncurrentDays", [29, "ONEZONE_IA"]),
  },
  "S3-07-order": {
    pass: moves("transitions", "days", [180, "DEEP_ARCHIVE"], [30, "GLACIER"]),
    fail: moves("transitions", "days", [30, "DEEP_ARCHIVE"], [180, "GLACIER"]),
  },
  "S3-07-infrequent": {
    pass: moves("transitions", "days", [30, "STANDARD_IA"], [60, "GLACIER_IR"]),
    fail: moves("transitions", "days", [30, "STANDARD_IA"], [59, "GLACIER_IR"]),
  },
  "S3-07-minimum": {
    pass: moves("transitions", "days", [1, "GLACIER_IR"], [91, "DEEP_ARCHIVE"]),
    fail: moves("transitions", "days", [1, "GLACIER_IR"], [90, "DEEP_ARCHIVE"]),
  },
  "S3-07-order-noncurrent": {
    pass: moves(
      "noncurrentVersionTransitions",
      "noncurrentDays",
      [180, "DEEP_ARCHIVE"],
      [30, "GLACIER"],
    ),
    fail: moves(
      "noncurrentVersionTransitions",
      "noncurrentDays",
      [30, "DEEP_ARCHIVE"],
      [180, "GLACIER"],
    ),
  },
  "S3-07-infrequent-noncurrent": {
    pass: moves(
      "noncurrentVersionTransitions",
      "noncurrentDays",
      [30, "STANDARD_IA"],
      [60, "GLACIER_IR"],
    ),
    fail: moves(
      "noncurrentVersionTransitions",
      "noncurrentDays",
      [30, "STANDARD_IA"],
      [59, "GLACIER_IR"],
    ),
  },
  "S3-07-minimum-noncurrent": {
    pass: moves(
      "noncurrentVersionTransitions",
      "noncurrentDays",
      [1, "GLACIER_IR"],
      [91, "DEEP_ARCHIVE"],
    ),
    fail: moves(
      "noncurrentVersionTransitions",
      "noncurrentDays",
      [1, "GLACIER_IR"],
      [90, "DEEP_ARCHIVE"],
    ),
  },
  "SEC-OS-open": {
    pass: { accessPolicies: everyone, vpcOptions: { subnetIds: ["subnet-1"] } },
    fail: { accessPolicies: everyone, ebsOptions: { ebsEnabled: true, volumeSize: 10 } },
  },
  "SEC-OS-encryptAtRest": { pass: { encryptAtRest: { enabled: true } }, fail: {} },
  "SEC-OS-nodeToNodeEncryption": {
    pass: { nodeToNodeEncryption: { enabled: true } },
    fail: { nodeToNodeEncryption: { enabled: false } },
  },
  "SEC-OS-domainEndpointOptions": {
    pass: { domainEndpointOptions: { enforceHttps: true } },
    fail: {},
  },
  "OS-02": {
    pass: {
      advancedSecurityOptions: { enabled: true },
      encryptAtRest: { enabled: true },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true },
    },
    fail: { advancedSecurityOptions: { enabled: true }, encryptAtRest: { enabled: true } },
  },
  "OS-03": {
    pass: { vpcOptions: { subnetIds: ["a", "b"] }, clusterConfig: inZones(2) },
    fail: { vpcOptions: { subnetIds: ["a", "b"] }, clusterConfig: { instanceCount: 2 } },
  },
  "OS-04": {
    pass: { clusterConfig: { ...inZones(3), instanceCount: 6 } },
    fail: { clusterConfig: { ...inZones(3), instanceCount: 4 } },
  },
  "OS-05": {
    pass: { clusterConfig: { dedicatedMasterEnabled: true, dedicatedMasterCount: 3 } },
    fail: { clusterConfig: { dedicatedMasterEnabled: true, dedicatedMasterCount: 2 } },
  },
};
