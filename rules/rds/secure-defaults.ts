/** Secure defaults of relational databases. */
import { custom, required } from "../base/checks";
import { rds } from "../base/types/rds";
import type { Inputs, ResourceRule } from "../base/rule";
import { equals, isAbsent, numberAt, valueAt } from "../base/values";

const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html";

const i = rds.databaseInstance;
const c = rds.databaseCluster;
const m = rds.clusterInstance;

/** Takes what it does not say from the database that it copies. */
const isReplica = (inputs: Inputs) => !isAbsent(inputs, "replicateSourceDb");
const isUnset = (inputs: Inputs, path: string) =>
  isAbsent(inputs, path) || equals(inputs, path, false);

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "SEC-RDS-public",
    [i, m],
    {
      severity: "warning",
      limit: "false, so that nobody outside the VPC reaches the database",
      source: CONTROLS,
      fix: "Set publiclyAccessible to false, and connect from inside the VPC.",
    },
    (inputs) =>
      equals(inputs, "publiclyAccessible", true)
        ? { argument: "publiclyAccessible", found: true }
        : undefined,
  ),
  custom(
    "SEC-RDS-encryption",
    [i, c],
    {
      severity: "warning",
      limit: "true; a standing database can't be encrypted later",
      when: (inputs) =>
        !isReplica(inputs) &&
        isAbsent(inputs, "snapshotIdentifier") &&
        isAbsent(inputs, "restoreToPointInTime"),
      source: CONTROLS,
      fix: "Set storageEncrypted to true.",
    },
    (inputs) =>
      isUnset(inputs, "storageEncrypted")
        ? { argument: "storageEncrypted", found: valueAt(inputs, "storageEncrypted") }
        : undefined,
  ),
  custom(
    "SEC-RDS-backups",
    i,
    {
      severity: "warning",
      limit: "1 day or more: without backups nothing can be restored",
      when: (inputs) => !isReplica(inputs),
      source: CONTROLS,
      fix: "Set backupRetentionPeriod to 7 or more.",
    },
    (inputs) =>
      numberAt(inputs, "backupRetentionPeriod", 0) === 0
        ? { argument: "backupRetentionPeriod", found: valueAt(inputs, "backupRetentionPeriod") }
        : undefined,
  ),
  custom(
    "SEC-RDS-snapshot",
    [i, c],
    {
      severity: "warning",
      limit: "false, so that a deleted database leaves a snapshot",
      when: (inputs) => !isReplica(inputs),
      source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
      fix: "Set skipFinalSnapshot to false and finalSnapshotIdentifier to a name.",
    },
    (inputs) =>
      equals(inputs, "skipFinalSnapshot", true)
        ? { argument: "skipFinalSnapshot", found: true }
        : undefined,
  ),
  required("SEC-RDS-deletion", [i, c], "deletionProtection", {
    severity: "info",
    limit: "true; false, on purpose, where the database may be lost",
    source: CONTROLS,
    fix: "Set deletionProtection to true.",
  }),
  custom(
    "SEC-RDS-tls",
    rds.databaseProxy,
    {
      severity: "warning",
      limit: "true, so that clients send nothing in the clear",
      source: CONTROLS,
      fix: "Set requireTls to true.",
    },
    (inputs) =>
      isUnset(inputs, "requireTls")
        ? { argument: "requireTls", found: valueAt(inputs, "requireTls") }
        : undefined,
  ),
];
