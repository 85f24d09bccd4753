import { absent, custom, excludes, oneOf, range, required } from "../base/checks";
import { rds } from "../base/types/rds";
import { isKnown, type Inputs, type ResourceRule } from "../base/rule";
import { equals, isAbsent, numberAt, textAt, valueAt } from "../base/values";

const API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference";
const INSTANCE = `${API}/API_CreateDBInstance.html`;
const CLUSTER = `${API}/API_CreateDBCluster.html`;
const SECRETS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html";
const STORAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html";

/** Gigabytes of an instance of PostgreSQL or MySQL. */
export const databaseStorage = { min: 20, max: 65_536, unit: "GB" };
/** How far back one can go; 0 makes no backups. A cluster of Aurora always has them. */
export const databaseBackups = { min: 0, max: 35, unit: "days" };
/** Capacity units of serverless v2, in halves. */
export const auroraMinimum = { min: 0, max: 256, unit: "capacity units", integer: false as const };
export const auroraMaximum = { min: 1, max: 256, unit: "capacity units", integer: false as const };
/** Without connections, before a cluster with a minimum of 0 pauses. */
export const auroraPause = { min: 300, max: 86_400, unit: "seconds" };
/** From so many gigabytes on, gp3 has its speed to choose; below it has 3,000 operations and 125 MB a second. */
export const chosenSpeedFrom = 400;

const i = rds.databaseInstance;
const c = rds.databaseCluster;
const m = rds.clusterInstance;

const isAurora = (inputs: Inputs) => /^aurora/.test(textAt(inputs, "engine") ?? "");
const isOpenSource = (inputs: Inputs) =>
  /^(postgres|mysql|mariadb)$/.test(textAt(inputs, "engine") ?? "");
/** Takes what it does not say from the database that it copies. */
const isReplica = (inputs: Inputs) => !isAbsent(inputs, "replicateSourceDb");
const isUnset = (inputs: Inputs, path: string) =>
  isAbsent(inputs, path) || equals(inputs, path, false);
const SCALING = "serverlessv2ScalingConfiguration";

export const sections = { RDS: "Databases" };

export const resourceRules: readonly ResourceRule[] = [
  ...["allocatedStorage", "iops", "dbClusterInstanceClass"].map((argument) =>
    absent(`RDS-01-${argument}`, c, argument, {
      when: isAurora,
      limit: `no ${argument}: Aurora's storage grows by itself, and instances have a class of their own`,
      source: CLUSTER,
      fix: `Remove ${argument}.`,
    }),
  ),
  custom(
    "RDS-01-engine",
    i,
    {
      limit: "an engine other than Aurora",
      source: INSTANCE,
      fix: "Make an aws.rds.Cluster with aws.rds.ClusterInstances.",
    },
    (inputs) =>
      isAurora(inputs) ? { argument: "engine", found: valueAt(inputs, "engine") } : undefined,
  ),
  custom(
    "RDS-01-key",
    [i, c],
    {
      limit: "storageEncrypted true with kmsKeyId",
      // A restored or copied database is encrypted as its source is.
      when: (inputs) =>
        !isReplica(inputs) &&
        [
          "snapshotIdentifier",
          "restoreToPointInTime",
          "replicationSourceIdentifier",
          "globalClusterIdentifier",
        ].every((path) => isAbsent(inputs, path)),
      source: INSTANCE,
      fix: "Set storageEncrypted to true.",
    },
    (inputs) =>
      isKnown(valueAt(inputs, "kmsKeyId")) && isUnset(inputs, "storageEncrypted")
        ? { argument: "storageEncrypted", found: valueAt(inputs, "storageEncrypted") }
        : undefined,
  ),
  oneOf("RDS-01-interval", [i, m], "monitoringInterval", [0, 1, 5, 10, 15, 30, 60], {
    limit: "0, 1, 5, 10, 15, 30 or 60 seconds",
    source: INSTANCE,
    fix: "Name one of these.",
  }),
  required("RDS-01-monitoring", [i, m], "monitoringRoleArn", {
    when: (inputs) => (numberAt(inputs, "monitoringInterval") ?? 0) > 0,
    limit: "a role with monitoringInterval, by which RDS writes what it measures",
    source: INSTANCE,
    fix: "Set monitoringRoleArn, or monitoringInterval to 0.",
  }),
  ...(
    [
      ["minCapacity", auroraMinimum],
      ["maxCapacity", auroraMaximum],
    ] as const
  ).flatMap(([argument, bounds]) => [
    range(`RDS-02-${argument}`, c, `${SCALING}.${argument}`, bounds, {
      source: CLUSTER,
      fix: `Set ${argument} within the range.`,
    }),
    custom(
      `RDS-02-${argument}-halves`,
      c,
      {
        limit: "steps of 0.5 capacity units",
        source: CLUSTER,
        fix: "Round to a half.",
      },
      (inputs) => {
        const units = numberAt(inputs, `${SCALING}.${argument}`);
        return units !== undefined && !Number.isInteger(units * 2)
          ? { argument: `${SCALING}.${argument}`, found: units }
          : undefined;
      },
    ),
  ]),
  custom(
    "RDS-02-order",
    c,
    {
      limit: "a maxCapacity of minCapacity or more",
      source: CLUSTER,
      fix: "Raise maxCapacity, or lower minCapacity.",
    },
    (inputs) => {
      const least = numberAt(inputs, `${SCALING}.minCapacity`);
      const most = numberAt(inputs, `${SCALING}.maxCapacity`);
      return least !== undefined && most !== undefined && least > most
        ? { argument: `${SCALING}.maxCapacity`, found: most }
        : undefined;
    },
  ),
  range("RDS-02-pause", c, `${SCALING}.secondsUntilAutoPause`, auroraPause, {
    source: CLUSTER,
    fix: "Pause after 5 minutes to a day.",
  }),
  custom(
    "RDS-02-pausing",
    c,
    {
      limit: "none, unless minCapacity is 0",
      source: CLUSTER,
      fix: "Set minCapacity to 0, or remove secondsUntilAutoPause.",
    },
    (inputs) =>
      (numberAt(inputs, `${SCALING}.minCapacity`) ?? 0) > 0 &&
      isKnown(valueAt(inputs, `${SCALING}.secondsUntilAutoPause`))
        ? {
            argument: `${SCALING}.secondsUntilAutoPause`,
            found: valueAt(inputs, `${SCALING}.secondsUntilAutoPause`),
          }
        : undefined,
  ),
  range("RDS-04", i, "allocatedStorage", databaseStorage, {
    when: (inputs) =>
      isOpenSource(inputs) && /^(gp3|io[12])$/.test(textAt(inputs, "storageType") ?? ""),
    source: STORAGE,
    fix: "Begin with 20 GB or more.",
  }),
  custom(
    "RDS-04-growth",
    i,
    {
      limit: "more than allocatedStorage, or 0 for no growth",
      source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
      fix: "Raise maxAllocatedStorage by at least a tenth, or remove it.",
    },
    (inputs) => {
      const [size, most] = [
        numberAt(inputs, "allocatedStorage"),
        numberAt(inputs, "maxAllocatedStorage"),
      ];
      return size !== undefined && most !== undefined && most !== 0 && most <= size
        ? { argument: "maxAllocatedStorage", found: most }
        : undefined;
    },
  ),
  ...(
    [
      ["iops", { min: 12_000, max: 64_000, unit: "operations a second" }],
      ["storageThroughput", { min: 500, max: 4_000, unit: "MB a second" }],
    ] as const
  ).flatMap(([argument, bounds]) => [
    absent(`RDS-05-${argument}`, i, argument, {
      when: (inputs) =>
        isOpenSource(inputs) &&
        equals(inputs, "storageType", "gp3") &&
        (numberAt(inputs, "allocatedStorage") ?? chosenSpeedFrom) < chosenSpeedFrom,
      limit: `no ${argument} with gp3 of less than ${chosenSpeedFrom} GB`,
      source: STORAGE,
      fix: `Remove ${argument}, or begin with ${chosenSpeedFrom} GB.`,
    }),
    range(`RDS-05-${argument}-range`, i, argument, bounds, {
      when: (inputs) =>
        isOpenSource(inputs) &&
        equals(inputs, "storageType", "gp3") &&
        (numberAt(inputs, "allocatedStorage") ?? 0) >= chosenSpeedFrom,
      source: STORAGE,
      fix: `Set ${argument} within the range, or remove it.`,
    }),
  ]),
  required("RDS-05-io", i, "iops", {
    when: (inputs) => /^io[12]$/.test(textAt(inputs, "storageType") ?? "") && !isReplica(inputs),
    limit: "1,000 to 256,000 operations a second with io1 and io2",
    source: STORAGE,
    fix: "Set iops, or storageType to gp3.",
  }),
  range(
    "RDS-05-io-range",
    i,
    "iops",
    { min: 1_000, max: 256_000, unit: "operations a second" },
    {
      when: (inputs) => /^io[12]$/.test(textAt(inputs, "storageType") ?? ""),
      source: STORAGE,
      fix: "Set iops within the range.",
    },
  ),
  range("RDS-06", i, "backupRetentionPeriod", databaseBackups, {
    source: INSTANCE,
    fix: "Keep backups for at most 35 days; AWS Backup keeps them longer.",
  }),
  range(
    "RDS-06-cluster",
    c,
    "backupRetentionPeriod",
    { ...databaseBackups, min: 1 },
    {
      source: CLUSTER,
      fix: "Keep backups for 1 to 35 days.",
    },
  ),
  custom(
    "RDS-07",
    [i, c],
    {
      limit: "a name for the last snapshot, unless skipFinalSnapshot is true",
      when: (inputs) => isUnset(inputs, "skipFinalSnapshot") && !isReplica(inputs),
      source: `${API}/API_DeleteDBInstance.html`,
      severity: "warning",
      fix: "Set finalSnapshotIdentifier: without it the deletion fails.",
    },
    (inputs) =>
      isAbsent(inputs, "finalSnapshotIdentifier")
        ? { argument: "finalSnapshotIdentifier", found: undefined }
        : undefined,
  ),
  custom(
    "RDS-08",
    i,
    {
      limit: "a class with performance insights, such as db.t4g.medium",
      when: (inputs) =>
        equals(inputs, "performanceInsightsEnabled", true) &&
        /^(mysql|mariadb)$/.test(textAt(inputs, "engine") ?? ""),
      source:
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html",
      fix: "Take a larger class, or set performanceInsightsEnabled to false.",
    },
    (inputs) =>
      /^db\.(t2\..+|t3\.(micro|small)|t4g\.(micro|small))$/.test(
        textAt(inputs, "instanceClass") ?? "",
      )
        ? { argument: "instanceClass", found: valueAt(inputs, "instanceClass") }
        : undefined,
  ),
  ...(["password", "passwordWo"] as const).map((argument) =>
    excludes(`RDS-09-${argument}`, i, argument, "manageMasterUserPassword", {
      when: (inputs) => equals(inputs, "manageMasterUserPassword", true),
      source: SECRETS,
      fix: "Keep manageMasterUserPassword: RDS makes the password and rotates it.",
    }),
  ),
  ...(["masterPassword", "masterPasswordWo"] as const).map((argument) =>
    excludes(`RDS-09-${argument}`, c, argument, "manageMasterUserPassword", {
      when: (inputs) => equals(inputs, "manageMasterUserPassword", true),
      source: SECRETS,
      fix: "Keep manageMasterUserPassword: RDS makes the password and rotates it.",
    }),
  ),
  ...(
    [
      ["managed", "manageMasterUserPassword", "no password that RDS manages itself"],
      ["replica", "replicateSourceDb", "no replica: its source is what is updated"],
    ] as const
  ).map(([kind, argument, limit]) =>
    custom(
      `RDS-10-${kind}`,
      i,
      {
        limit: `${limit}, with blueGreenUpdate`,
        when: (inputs) => equals(inputs, "blueGreenUpdate.enabled", true),
        source: SECRETS,
        fix: `Remove ${argument}, or set blueGreenUpdate.enabled to false.`,
      },
      (inputs) =>
        isKnown(valueAt(inputs, argument)) && !equals(inputs, argument, false)
          ? { argument, found: valueAt(inputs, argument) }
          : undefined,
    ),
  ),
  custom(
    "RDS-10-backups",
    i,
    {
      limit: "1 day or more with blueGreenUpdate",
      when: (inputs) => equals(inputs, "blueGreenUpdate.enabled", true),
      source:
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-considerations.html",
      fix: "Set backupRetentionPeriod to 1 or more.",
    },
    (inputs) =>
      numberAt(inputs, "backupRetentionPeriod", 0) === 0
        ? { argument: "backupRetentionPeriod", found: valueAt(inputs, "backupRetentionPeriod") }
        : undefined,
  ),
];
