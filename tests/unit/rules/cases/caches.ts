import { many, type Cases } from "./case";

const iam = { authenticationMode: { type: "iam" } };

/** Caches (Amazon ElastiCache). */
export const cacheCases: Cases = {
  "DAX-02-name": { pass: { clusterName: "photos" }, fail: { clusterName: "photos--cache" } },
  "DAX-02-length": {
    pass: { clusterName: "twenty-letters-at-ma" },
    fail: { clusterName: "twenty-letters-at-mos" },
  },
  "DAX-02-endpoint": {
    pass: { clusterEndpointEncryptionType: "TLS" },
    fail: { clusterEndpointEncryptionType: "SSL" },
  },
  "DAX-03": { pass: { replicationFactor: 11 }, fail: { replicationFactor: 12 } },
  "DAX-03-zones": {
    pass: { replicationFactor: 2, availabilityZones: many(2) },
    fail: { replicationFactor: 3, availabilityZones: many(2) },
  },
  "DAX-04-parameter": {
    pass: { parameters: [{ name: "record-ttl-millis", value: "1000" }] },
    fail: { parameters: [{ name: "record-ttl", value: "1000" }] },
  },
  "DAX-04-time": {
    pass: { parameters: [{ name: "query-ttl-millis", value: "0" }] },
    fail: { parameters: [{ name: "query-ttl-millis", value: "5m" }] },
  },
  "SEC-DAX-rest": { pass: { serverSideEncryption: { enabled: true } }, fail: {} },
  "SEC-DAX-transit": { pass: { clusterEndpointEncryptionType: "TLS" }, fail: {} },
  "EC-01-failover": {
    pass: { numNodeGroups: 2, automaticFailoverEnabled: true },
    fail: { clusterMode: "enabled", automaticFailoverEnabled: false },
  },
  "EC-01-valkey": {
    pass: { engine: "valkey", transitEncryptionEnabled: true },
    fail: { engine: "valkey" },
  },
  "EC-02": {
    pass: { automaticFailoverEnabled: true, numCacheClusters: 2 },
    fail: { automaticFailoverEnabled: true, numCacheClusters: 1 },
  },
  "EC-02-zones": {
    pass: { multiAzEnabled: true, automaticFailoverEnabled: true },
    fail: { multiAzEnabled: true, automaticFailoverEnabled: false },
  },
  "EC-03-numNodeGroups": {
    pass: { numNodeGroups: 2 },
    fail: { numNodeGroups: 2, numCacheClusters: 2 },
  },
  "EC-03-replicasPerNodeGroup": {
    pass: { replicasPerNodeGroup: 1 },
    fail: { replicasPerNodeGroup: 1, numCacheClusters: 2 },
  },
  "EC-03-replicas": { pass: { replicasPerNodeGroup: 5 }, fail: { replicasPerNodeGroup: 6 } },
  "EC-03-shards": { pass: { numNodeGroups: 500 }, fail: { numNodeGroups: 501 } },
  "EC-04": { pass: { snapshotRetentionLimit: 35 }, fail: { snapshotRetentionLimit: 36 } },
  "EC-05-authToken": {
    pass: { authToken: "0123456789abcdef", transitEncryptionEnabled: true },
    fail: { authToken: "0123456789abcdef" },
  },
  "EC-05-userGroupIds": {
    pass: { userGroupIds: ["app"], transitEncryptionEnabled: true },
    fail: { userGroupIds: ["app"], transitEncryptionEnabled: false },
  },
  "EC-05": {
    pass: { userGroupIds: ["app"] },
    fail: { userGroupIds: ["app"], authToken: "0123456789abcdef" },
  },
  "EC-05-groups": { pass: { userGroupIds: many(1) }, fail: { userGroupIds: many(2) } },
  "EC-06": {
    pass: { ...iam, userId: "app", userName: "app" },
    fail: { ...iam, userId: "app", userName: "application" },
  },
  "EC-06-password": {
    pass: { ...iam, engine: "valkey" },
    fail: { noPasswordRequired: true, engine: "valkey" },
  },
  "EC-06-type": { pass: iam, fail: { authenticationMode: { type: "role" } } },
  "EC-07": {
    pass: { engine: "memcached", numCacheNodes: 60 },
    fail: { engine: "memcached", numCacheNodes: 61 },
  },
  "EC-07-zones": {
    pass: { azMode: "cross-az", numCacheNodes: 2 },
    fail: { azMode: "cross-az", numCacheNodes: 1 },
  },
  "EC-07-engine": { pass: { engine: "redis" }, fail: { engine: "valkey" } },
  "EC-07-one": {
    pass: { engine: "redis", numCacheNodes: 1 },
    fail: { engine: "redis", numCacheNodes: 2 },
  },
  "EC-07-snapshots": {
    pass: { engine: "memcached", snapshotRetentionLimit: 0 },
    fail: { engine: "memcached", snapshotRetentionLimit: 1 },
  },
  "SEC-EC-transit": { pass: { transitEncryptionEnabled: true }, fail: {} },
  "SEC-EC-rest": { pass: { atRestEncryptionEnabled: true }, fail: { engine: "redis" } },
  "SEC-EC-access": { pass: { userGroupIds: ["app"] }, fail: {} },
  "SEC-EC-snapshots": { pass: { snapshotRetentionLimit: 1 }, fail: {} },
};
