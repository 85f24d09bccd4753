import type { Inputs } from "../../../../rules";
import { type Cases } from "./case";

const aurora = { engine: "aurora-postgresql" };
const scaling = (part: Inputs) => ({ serverlessv2ScalingConfiguration: part });
const gp3 = (allocatedStorage: number) => ({
  ...{ engine: "postgres", storageType: "gp3", allocatedStorage },
});
const io2 = { engine: "postgres", storageType: "io2" };
const blueGreen = { blueGreenUpdate: { enabled: true } };
const insights = { engine: "mysql", performanceInsightsEnabled: true };

/** Relational databases (Amazon RDS and Aurora). */
export const databaseCases: Cases = {
  "RDS-01-allocatedStorage": {
    pass: { engine: "postgres", allocatedStorage: 100 },
    fail: { ...aurora, allocatedStorage: 100 },
  },
  "RDS-01-iops": { pass: aurora, fail: { ...aurora, iops: 3000 } },
  "RDS-01-dbClusterInstanceClass": {
    pass: aurora,
    fail: { ...aurora, dbClusterInstanceClass: "db.r8g.large" },
  },
  "RDS-01-engine": { pass: { engine: "mysql" }, fail: { engine: "aurora-mysql" } },
  "RDS-01-key": {
    pass: { kmsKeyId: "key", storageEncrypted: true },
    fail: { kmsKeyId: "key", storageEncrypted: false },
  },
  "RDS-01-interval": { pass: { monitoringInterval: 60 }, fail: { monitoringInterval: 45 } },
  "RDS-01-monitoring": { pass: { monitoringInterval: 0 }, fail: { monitoringInterval: 60 } },
  "RDS-02-minCapacity": { pass: scaling({ minCapacity: 0 }), fail: scaling({ minCapacity: 257 }) },
  "RDS-02-maxCapacity": {
    pass: scaling({ maxCapacity: 256 }),
    fail: scaling({ maxCapacity: 0.5 }),
  },
  "RDS-02-minCapacity-halves": {
    pass: scaling({ minCapacity: 1.5 }),
    fail: scaling({ minCapacity: 1.2 }),
  },
  "RDS-02-maxCapacity-halves": {
    pass: scaling({ maxCapacity: 1.5 }),
    fail: scaling({ maxCapacity: 1.2 }),
  },
  "RDS-02-order": {
    pass: scaling({ minCapacity: 2, maxCapacity: 2 }),
    fail: scaling({ minCapacity: 3, maxCapacity: 2 }),
  },
  "RDS-02-pause": {
    pass: scaling({ secondsUntilAutoPause: 300 }),
    fail: scaling({ secondsUntilAutoPause: 299 }),
  },
  "RDS-02-pausing": {
    pass: scaling({ minCapacity: 0, secondsUntilAutoPause: 300 }),
    fail: scaling({ minCapacity: 0.5, secondsUntilAutoPause: 300 }),
  },
  "RDS-04": { pass: gp3(20), fail: gp3(10) },
  "RDS-04-growth": {
    pass: { allocatedStorage: 20, maxAllocatedStorage: 100 },
    fail: { allocatedStorage: 100, maxAllocatedStorage: 100 },
  },
  "RDS-05-iops": { pass: { ...gp3(400), iops: 12_000 }, fail: { ...gp3(399), iops: 12_000 } },
  "RDS-05-iops-range": {
    pass: { ...gp3(400), iops: 64_000 },
    fail: { ...gp3(400), iops: 3_000 },
  },
  "RDS-05-storageThroughput": {
    pass: { ...gp3(400), storageThroughput: 500 },
    fail: { ...gp3(20), storageThroughput: 500 },
  },
  "RDS-05-storageThroughput-range": {
    pass: { ...gp3(400), storageThroughput: 4_000 },
    fail: { ...gp3(400), storageThroughput: 4_001 },
  },
  "RDS-05-io": { pass: { ...io2, iops: 1_000 }, fail: io2 },
  "RDS-05-io-range": { pass: { ...io2, iops: 256_000 }, fail: { ...io2, iops: 999 } },
  "RDS-06": { pass: { backupRetentionPeriod: 35 }, fail: { backupRetentionPeriod: 36 } },
  "RDS-06-cluster": { pass: { backupRetentionPeriod: 1 }, fail: { backupRetentionPeriod: 0 } },
  "RDS-07": { pass: { finalSnapshotIdentifier: "orders-final" }, fail: {} },
  "RDS-08": {
    pass: { ...insights, instanceClass: "db.t4g.medium" },
    fail: { ...insights, instanceClass: "db.t4g.small" },
  },
  "RDS-09-password": {
    pass: { password: "a", manageMasterUserPassword: false },
    fail: { password: "a", manageMasterUserPassword: true },
  },
  "RDS-09-passwordWo": {
    pass: { passwordWo: "a" },
    fail: { passwordWo: "a", manageMasterUserPassword: true },
  },
  "RDS-09-masterPassword": {
    pass: { masterPassword: "a" },
    fail: { masterPassword: "a", manageMasterUserPassword: true },
  },
  "RDS-09-masterPasswordWo": {
    pass: { masterPasswordWo: "a" },
    fail: { masterPasswordWo: "a", manageMasterUserPassword: true },
  },
  "RDS-10-managed": {
    pass: { ...blueGreen, manageMasterUserPassword: false },
    fail: { ...blueGreen, manageMasterUserPassword: true },
  },
  "RDS-10-replica": { pass: blueGreen, fail: { ...blueGreen, replicateSourceDb: "orders" } },
  "RDS-10-backups": { pass: { ...blueGreen, backupRetentionPeriod: 1 }, fail: blueGreen },
  "SEC-RDS-public": { pass: { publiclyAccessible: false }, fail: { publiclyAccessible: true } },
  "SEC-RDS-encryption": { pass: { snapshotIdentifier: "orders" }, fail: {} },
  "SEC-RDS-backups": {
    pass: { replicateSourceDb: "orders", backupRetentionPeriod: 0 },
    fail: { backupRetentionPeriod: 0 },
  },
  "SEC-RDS-snapshot": { pass: { skipFinalSnapshot: false }, fail: { skipFinalSnapshot: true } },
  "SEC-RDS-deletion": { pass: { deletionProtection: true }, fail: {} },
  "SEC-RDS-tls": { pass: { requireTls: true }, fail: {} },
};
