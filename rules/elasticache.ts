import { absent, atMost, custom, excludes, expects, oneOf, range, required } from "./base/checks";
import { elasticache } from "./base/types/elasticache";
import { isKnown, type Inputs, type ResourceRule } from "./base/rule";
import { equals, isAbsent, isSet, numberAt, textAt, valueAt } from "./base/values";

const API =
  "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
const CLUSTER =
  "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html";
const USERS = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html";
const CONTROLS =
  "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html";

/** Copies of a shard beside its primary. */
export const cacheReplicas = { min: 0, max: 5, unit: "replicas" };
/** Shards of a group in cluster mode; more than 90 nodes need a higher quota. */
export const cacheShards = { min: 1, max: 500, unit: "shards" };
/** How long daily snapshots are kept; 0 makes none. */
export const cacheSnapshotRetention = { min: 0, max: 35, unit: "days" };
/** Nodes of a Memcached cluster, a quota that can be raised. */
export const memcachedNodes = { min: 1, max: 60, unit: "nodes" };

const g = elasticache.replicationGroup;
const c = elasticache.cacheCluster;
const s = elasticache.serverlessCache;
const u = elasticache.cacheUser;

/** Copies that a group has, as far as that is known: for one without a primary to fail over from, 0. */
function replicasOf(inputs: Inputs): number | undefined {
  if (!isAbsent(inputs, "replicasPerNodeGroup")) return numberAt(inputs, "replicasPerNodeGroup");
  if (!isAbsent(inputs, "numNodeGroups") || !isAbsent(inputs, "nodeGroupConfigurations")) {
    return undefined;
  }
  const nodes = numberAt(inputs, "numCacheClusters", 1);
  return nodes === undefined ? undefined : nodes - 1;
}

const isSharded = (inputs: Inputs) =>
  (numberAt(inputs, "numNodeGroups") ?? 1) > 1 || equals(inputs, "clusterMode", "enabled");

export const sections = { EC: "Caches" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "EC-01-failover",
    g,
    {
      limit: "automaticFailoverEnabled true in cluster mode",
      when: isSharded,
      source: API,
      fix: "Set automaticFailoverEnabled to true, or have one shard without cluster mode.",
    },
    (inputs) =>
      isAbsent(inputs, "automaticFailoverEnabled") ||
      equals(inputs, "automaticFailoverEnabled", false)
        ? {
            argument: "automaticFailoverEnabled",
            found: valueAt(inputs, "automaticFailoverEnabled"),
          }
        : undefined,
  ),
  required("EC-01-valkey", g, "transitEncryptionEnabled", {
    when: (inputs) => equals(inputs, "engine", "valkey"),
    limit: "true or false for Valkey, which has no default",
    source: API,
    fix: "Set transitEncryptionEnabled to true.",
  }),
  custom(
    "EC-02",
    g,
    {
      limit: "automaticFailoverEnabled with one replica or more",
      when: (inputs) => equals(inputs, "automaticFailoverEnabled", true) && !isSharded(inputs),
      source: API,
      fix: "Set numCacheClusters to 2 or more, or automaticFailoverEnabled to false.",
    },
    (inputs) =>
      replicasOf(inputs) === 0 && isAbsent(inputs, "globalReplicationGroupId")
        ? { argument: "numCacheClusters", found: valueAt(inputs, "numCacheClusters") }
        : undefined,
  ),
  expects("EC-02-zones", g, "automaticFailoverEnabled", true, {
    when: (inputs) => equals(inputs, "multiAzEnabled", true),
    limit: "true with multiAzEnabled",
    source: API,
    fix: "Set automaticFailoverEnabled to true.",
  }),
  ...["numNodeGroups", "replicasPerNodeGroup"].map((argument) =>
    excludes(`EC-03-${argument}`, g, "numCacheClusters", argument, {
      source: API,
      fix: "Count nodes with numCacheClusters, or shards and their replicas in cluster mode.",
    }),
  ),
  range("EC-03-replicas", g, "replicasPerNodeGroup", cacheReplicas, {
    source: API,
    fix: "Have at most 5 replicas a shard; more shards share the reads, too.",
  }),
  range("EC-03-shards", g, "numNodeGroups", cacheShards, {
    source: API,
    fix: "Have at most 500 shards.",
  }),
  range("EC-04", [g, s], "snapshotRetentionLimit", cacheSnapshotRetention, {
    source: API,
    fix: "Keep snapshots for 0 to 35 days.",
  }),
  ...["authToken", "userGroupIds"].map((argument) =>
    custom(
      `EC-05-${argument}`,
      g,
      {
        limit: `transitEncryptionEnabled true with ${argument}`,
        source: API,
        fix: "Set transitEncryptionEnabled to true.",
      },
      (inputs) =>
        isKnown(valueAt(inputs, argument)) &&
        (isAbsent(inputs, "transitEncryptionEnabled") ||
          equals(inputs, "transitEncryptionEnabled", false))
          ? {
              argument: "transitEncryptionEnabled",
              found: valueAt(inputs, "transitEncryptionEnabled"),
            }
          : undefined,
    ),
  ),
  excludes("EC-05", g, "authToken", "userGroupIds", {
    source: API,
    fix: "Give users of a group, or one token for all.",
  }),
  atMost("EC-05-groups", g, "userGroupIds", 1, {
    limit: "one user group",
    source: API,
    fix: "Put all users into one group.",
  }),
  custom(
    "EC-06",
    u,
    {
      limit: "the same text as userId, for a user that signs in by IAM",
      when: (inputs) => equals(inputs, "authenticationMode.type", "iam"),
      source: USERS,
      fix: "Set userName to the value of userId.",
    },
    (inputs) => {
      const [id, name] = [textAt(inputs, "userId"), textAt(inputs, "userName")];
      return id !== undefined && name !== undefined && id !== name
        ? { argument: "userName", found: name }
        : undefined;
    },
  ),
  custom(
    "EC-06-password",
    u,
    {
      limit: "a password or IAM for a user of Valkey",
      when: (inputs) => equals(inputs, "engine", "valkey"),
      source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
      fix: 'Set authenticationMode to { type: "iam" }.',
    },
    (inputs) =>
      equals(inputs, "noPasswordRequired", true) ||
      equals(inputs, "authenticationMode.type", "no-password-required")
        ? { argument: "authenticationMode.type", found: "no-password-required" }
        : undefined,
  ),
  oneOf("EC-06-type", u, "authenticationMode.type", ["iam", "password", "no-password-required"], {
    source: USERS,
    fix: "Name one of these.",
  }),
  range("EC-07", c, "numCacheNodes", memcachedNodes, {
    when: (inputs) => equals(inputs, "engine", "memcached"),
    source: CLUSTER,
    fix: "Have 1 to 60 nodes.",
  }),
  oneOf("EC-07-engine", c, "engine", ["memcached", "redis"], {
    source: CLUSTER,
    fix: "Make a replication group with numCacheClusters 1: Valkey is to be had as that, or serverless.",
  }),
  custom(
    "EC-07-zones",
    c,
    {
      limit: "two nodes or more with azMode cross-az",
      when: (inputs) => equals(inputs, "azMode", "cross-az"),
      source: CLUSTER,
      fix: "Raise numCacheNodes, or set azMode to single-az.",
    },
    (inputs) =>
      numberAt(inputs, "numCacheNodes", 1) === 1
        ? { argument: "numCacheNodes", found: valueAt(inputs, "numCacheNodes") }
        : undefined,
  ),
  custom(
    "EC-07-one",
    c,
    {
      limit: "one node for an engine other than Memcached",
      when: (inputs) => isSet(inputs, "engine") && !equals(inputs, "engine", "memcached"),
      source: CLUSTER,
      fix: "Make a replication group, which has replicas and shards.",
    },
    (inputs) =>
      (numberAt(inputs, "numCacheNodes", 1) ?? 1) > 1
        ? { argument: "numCacheNodes", found: valueAt(inputs, "numCacheNodes") }
        : undefined,
  ),
  absent("EC-07-snapshots", c, "snapshotRetentionLimit", {
    when: (inputs) =>
      equals(inputs, "engine", "memcached") && !equals(inputs, "snapshotRetentionLimit", 0),
    limit: "none with Memcached, which makes no snapshots",
    source: CLUSTER,
    fix: "Remove snapshotRetentionLimit, or take Valkey.",
  }),
  expects("SEC-EC-transit", g, "transitEncryptionEnabled", true, {
    severity: "warning",
    limit: "true, so that nobody on the network reads along",
    source: CONTROLS,
    fix: "Set transitEncryptionEnabled to true; for a standing cache in two steps, first with transitEncryptionMode preferred.",
  }),
  expects("SEC-EC-rest", g, "atRestEncryptionEnabled", true, {
    severity: "warning",
    limit: "true; a standing cache can't be encrypted later",
    // Valkey is always encrypted: the service sets it.
    when: (inputs) =>
      !equals(inputs, "engine", "valkey") || !isAbsent(inputs, "atRestEncryptionEnabled"),
    source: CONTROLS,
    fix: "Set atRestEncryptionEnabled to true.",
  }),
  custom(
    "SEC-EC-access",
    g,
    {
      severity: "warning",
      limit: "a user group or a token; without either, who reaches the cache may do everything",
      source: CONTROLS,
      fix: "Set userGroupIds.",
    },
    (inputs) =>
      isAbsent(inputs, "userGroupIds") &&
      isAbsent(inputs, "authToken") &&
      isAbsent(inputs, "authTokenWo")
        ? { argument: "userGroupIds", found: undefined }
        : undefined,
  ),
  required("SEC-EC-snapshots", g, "snapshotRetentionLimit", {
    severity: "info",
    limit: "1 day or more; 0, on purpose, where the cache may be lost",
    source: CONTROLS,
    fix: "Set snapshotRetentionLimit to 1 or more.",
  }),
];
