/** What RDS refuses when a database is made: engines, names, users, logs. */
import { custom, oneOf, pattern, refuses } from "../base/checks";
import { rds } from "../base/types/rds";
import type { Inputs, ResourceRule } from "../base/rule";
import { equals, isAbsent, isRecord, textAt, valueAt, valuesAt } from "../base/values";

const API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference";
const INSTANCE = `${API}/API_CreateDBInstance.html`;
const CLUSTER = `${API}/API_CreateDBCluster.html`;
const GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest";

const i = rds.databaseInstance;
const c = rds.databaseCluster;

/** Where a database is made from another one: it has what that one has. */
const sources = [
  ...["replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "s3Import"],
  ...["replicationSourceIdentifier", "globalClusterIdentifier"],
];
const isNew = (inputs: Inputs) => sources.every((path) => isAbsent(inputs, path));
const isPostgres = (inputs: Inputs) =>
  /^(aurora-)?postgres(ql)?$/.test(textAt(inputs, "engine") ?? "");
const isMysql = (inputs: Inputs) =>
  /^(aurora-mysql|mysql|mariadb)$/.test(textAt(inputs, "engine") ?? "");

/**
 * Parameters that PostgreSQL reads when it starts, whatever its version ("postmaster" in pg_settings), and those of
 * RDS that are static.
 */
const startParameters = [
  ...["max_connections", "shared_buffers", "shared_preload_libraries", "wal_buffers"],
  ...["max_wal_senders", "max_replication_slots", "max_worker_processes"],
  ...["max_prepared_transactions", "max_locks_per_transaction", "track_activity_query_size"],
  ...["huge_pages", "rds.logical_replication"],
];

const databases = [
  { type: i, user: "username", name: "dbName", password: "password", source: INSTANCE },
  {
    type: c,
    user: "masterUsername",
    name: "databaseName",
    password: "masterPassword",
    source: CLUSTER,
  },
];

export const resourceRules: readonly ResourceRule[] = [
  pattern(
    "RDS-13",
    i,
    "engine",
    /^(postgres|mysql|mariadb|aurora-(mysql|postgresql)|(custom-)?(oracle|sqlserver)-[a-z0-9-]+|db2-[a-z]+|neptune|docdb)$/,
    {
      limit: "postgres, mysql, mariadb, or an edition of Oracle, SQL Server or Db2",
      source: INSTANCE,
      fix: "Write the engine as RDS does: PostgreSQL is postgres.",
    },
  ),
  oneOf(
    "RDS-13-cluster",
    c,
    "engine",
    ["aurora-mysql", "aurora-postgresql", "mysql", "postgres", "neptune", "docdb"],
    {
      source: CLUSTER,
      fix: "Use aurora-postgresql or aurora-mysql; the engine aurora was MySQL 5.6, which is gone.",
    },
  ),
  refuses("RDS-13-mode", c, "engineMode", /^(serverless|parallelquery|multimaster)$/, {
    limit: "provisioned, with serverlessv2ScalingConfiguration for capacity on demand",
    source: `${GUIDE}/AuroraUserGuide/aurora-serverless.html`,
    fix: "Remove engineMode: serverless v1 ended in March 2025, and v2 is a provisioned cluster with db.serverless instances.",
  }),
  ...databases.flatMap(({ type, user, name, password, source }) => [
    custom(
      `RDS-13-${name}`,
      type,
      {
        limit: "letters, digits and underscores, beginning with a letter",
        source,
        fix: "Take hyphens out of the database's name.",
        when: (inputs) => isPostgres(inputs) || isMysql(inputs),
      },
      (inputs) => {
        const found = textAt(inputs, name);
        return found !== undefined && !/^[A-Za-z_]\w*$/.test(found)
          ? { argument: name, found }
          : undefined;
      },
    ),
    custom(
      `RDS-13-${user}`,
      type,
      {
        limit:
          "a name that the engine does not keep for itself: letters, digits and underscores, not rdsadmin, nor admin with PostgreSQL",
        source,
        fix: "Choose another name.",
        when: (inputs) => isPostgres(inputs) || isMysql(inputs),
      },
      (inputs) => {
        const found = textAt(inputs, user);
        if (found === undefined) return undefined;
        const kept = isPostgres(inputs) ? ["admin", "rdsadmin"] : ["rdsadmin"];
        const isGood = /^[A-Za-z_]\w*$/.test(found) && !kept.includes(found.toLowerCase());
        return isGood ? undefined : { argument: user, found };
      },
    ),
    custom(
      `RDS-13-new-${type === i ? "instance" : "cluster"}`,
      type,
      {
        limit: "a user with a password in a database that is made from no other",
        source,
        fix: "Set manageMasterUserPassword to true, and the user's name.",
        when: (inputs) =>
          isNew(inputs) && !/^(neptune|docdb)$/.test(textAt(inputs, "engine") ?? "neptune"),
      },
      (inputs) => {
        const given = [password, `${password}Wo`, "manageMasterUserPassword"];
        const isBare = given.every((path) => isAbsent(inputs, path) || equals(inputs, path, false));
        const missing = [...(isAbsent(inputs, user) ? [user] : []), ...(isBare ? [password] : [])];
        // An instance of a cluster has the cluster's.
        if (missing.length === 0 || !isAbsent(inputs, "clusterIdentifier")) return undefined;
        return { argument: missing[0] ?? user, found: undefined };
      },
    ),
  ]),
  custom(
    "RDS-13-logs",
    [i, c],
    {
      limit:
        "logs that the engine writes: postgresql with PostgreSQL, audit, error, general and slowquery with MySQL",
      source: `${GUIDE}/UserGuide/USER_LogAccess.html`,
      fix: "Name the engine's own logs.",
    },
    (inputs) => {
      const foreign = isPostgres(inputs)
        ? ["audit", "error", "general", "slowquery"]
        : isMysql(inputs)
          ? ["postgresql", "upgrade"]
          : [];
      return valuesAt(inputs, "enabledCloudwatchLogsExports.*").flatMap(({ path, value }) =>
        typeof value === "string" && foreign.includes(value)
          ? [{ argument: path, found: value }]
          : [],
      );
    },
  ),
  custom(
    "RDS-13-class",
    rds.clusterInstance,
    {
      limit: "a class that Aurora has, such as db.t4g.medium or db.serverless",
      source: `${GUIDE}/AuroraUserGuide/Concepts.DBInstanceClass.Support.html`,
      fix: "Aurora's smallest classes are db.t4g.medium and db.serverless.",
      when: (inputs) => /^aurora/.test(textAt(inputs, "engine") ?? ""),
    },
    (inputs) => {
      const found = textAt(inputs, "instanceClass") ?? "";
      const tooSmall = isPostgres(inputs) ? /^db\.t\w+\.(micro|small)$/ : /^db\.t\w+\.micro$/;
      return tooSmall.test(found) ? { argument: "instanceClass", found } : undefined;
    },
  ),
  custom(
    "RDS-13-insights",
    [i, rds.clusterInstance, c],
    {
      limit: "7 days, 731, or a multiple of 31 up to 713",
      source: INSTANCE,
      fix: "Set 7, which costs nothing, or 31 days and more in months of 31.",
    },
    (inputs) => {
      const found = valueAt(inputs, "performanceInsightsRetentionPeriod");
      const isGood =
        typeof found !== "number" ||
        [0, 7, 731].includes(found) ||
        (found % 31 === 0 && found <= 713);
      return isGood ? undefined : { argument: "performanceInsightsRetentionPeriod", found };
    },
  ),
  custom(
    "RDS-13-static",
    [rds.parameterGroup, rds.clusterParameterGroup],
    {
      limit: "applyMethod pending-reboot for what the engine reads when it starts",
      source: `${GUIDE}/UserGuide/USER_WorkingWithParamGroups.html`,
      fix: 'Set applyMethod to "pending-reboot": the provider\'s default, immediate, is refused.',
      when: (inputs) => /^(aurora-)?postgres/.test(textAt(inputs, "family") ?? ""),
    },
    (inputs) =>
      valuesAt(inputs, "parameters.*").flatMap(({ path, value }) => {
        if (!isRecord(value) || typeof value.name !== "string") return [];
        const { name, applyMethod } = value;
        const isAtOnce = applyMethod === undefined || applyMethod === "immediate";
        return startParameters.includes(name) && isAtOnce
          ? [{ argument: `${path}.applyMethod`, found: `${name} at once` }]
          : [];
      }),
  ),
];
