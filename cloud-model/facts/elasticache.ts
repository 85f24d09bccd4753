/** Caches (Amazon ElastiCache). */
import { whenDowngraded } from "../replacing-changes";
import type { Shape } from "../shapes";
import { because, type Facts, FORCES_NEW, inRegion, ignoringCase } from "../type-facts";
import type { Value } from "../wire-values";

export const facts: Facts = {
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    outputs: {
      replicationGroupId: "{auto}",
      arn: "arn:aws:elasticache:{region}:{account}:replicationgroup:{replicationGroupId}",
      primaryEndpointAddress: "master.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
      readerEndpointAddress: "replica.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
      configurationEndpointAddress:
        "clustercfg.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
      id: "{replicationGroupId}",
    },
    replaces: {
      spec: "AWS::ElastiCache::ReplicationGroup",
      names: {
        CacheSubnetGroupName: "subnetGroupName",
        PreferredCacheClusterAZs: "preferredCacheClusterAzs",
      },
      inPlace: {
        engine: "Redis OSS is upgraded to Valkey in place",
        replicasPerNodeGroup: "Increase- and DecreaseReplicaCount change it",
        preferredCacheClusterAzs: "the provider's schema has no ForceNew",
      },
      sometimes: {
        engine: {
          when: "where it does not go from redis to valkey",
          replaces: ({ before, after }) => !(before === "redis" && after === "valkey"),
        },
        engineVersion: whenDowngraded,
      },
    },
    unique: ignoringCase(
      inRegion("ReplicationGroupAlreadyExists", "Replication group {name} already exists.", [
        "replicationGroupId",
      ]),
    ),
  },
  "aws:elasticache/serverlessCache:ServerlessCache": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:elasticache:{region}:{account}:serverlesscache:{name}",
      endpoints: serverlessEndpoint,
      readerEndpoints: serverlessEndpoint,
      id: "{name}",
    },
    replaces: {
      spec: "AWS::ElastiCache::ServerlessCache",
      names: { SnapshotArnsToRestore: "snapshotArnsToRestores", ServerlessCacheName: "name" },
    },
  },
  "aws:elasticache/cluster:Cluster": {
    outputs: {
      clusterId: "{auto}",
      arn: "arn:aws:elasticache:{region}:{account}:cluster:{clusterId}",
      clusterAddress: "{clusterId}.{base36:6}.cfg.cache.amazonaws.com",
      configurationEndpoint: "{clusterAddress}:{port}",
      id: "{clusterId}",
    },
    replaces: {
      spec: "AWS::ElastiCache::CacheCluster",
      names: { CacheSubnetGroupName: "subnetGroupName", ClusterName: "clusterId" },
      sometimes: {
        engineVersion: whenDowngraded,
        nodeType: {
          when: "a cluster of Memcached",
          replaces: ({ inputs }) => inputs.engine === "memcached",
        },
      },
      also: because(
        FORCES_NEW,
        "availabilityZone",
        "replicationGroupId",
        "transitEncryptionEnabled",
        "outpostMode",
        "preferredOutpostArn",
      ),
    },
    unique: ignoringCase(
      inRegion("CacheClusterAlreadyExists", "Cache cluster already exists.", ["clusterId"]),
    ),
  },
  "aws:elasticache/user:User": {
    outputs: { arn: "arn:aws:elasticache:{region}:{account}:user:{userId}", id: "{userId}" },
    replaces: {
      spec: "AWS::ElastiCache::User",
      inPlace: { engine: "ModifyUser changes it" },
    },
    unique: ignoringCase(
      inRegion("UserAlreadyExists", "User {userId} already exists.", ["userId"]),
    ),
  },
  "aws:elasticache/userGroup:UserGroup": {
    outputs: {
      arn: "arn:aws:elasticache:{region}:{account}:usergroup:{userGroupId}",
      id: "{userGroupId}",
    },
    replaces: {
      spec: "AWS::ElastiCache::UserGroup",
      inPlace: { engine: "ModifyUserGroup changes it" },
    },
    unique: ignoringCase(
      inRegion("UserGroupAlreadyExists", "User group {userGroupId} already exists.", [
        "userGroupId",
      ]),
    ),
  },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:elasticache:{region}:{account}:parametergroup:{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::ElastiCache::ParameterGroup",
      names: { CacheParameterGroupFamily: "family" },
      also: because(FORCES_NEW, "name", "description"),
    },
    unique: ignoringCase(
      inRegion("CacheParameterGroupAlreadyExists", "Cache parameter group {name} already exists."),
    ),
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:elasticache:{region}:{account}:subnetgroup:{name}",
      id: "{name}",
    },
    replaces: { spec: "AWS::ElastiCache::SubnetGroup", names: { CacheSubnetGroupName: "name" } },
    unique: ignoringCase(
      inRegion("CacheSubnetGroupAlreadyExists", "Cache subnet group {name} already exists."),
    ),
  },
};

/** One address; the reader's has the next port. */
function serverlessEndpoint(shape: Shape): Value {
  const address = `${shape.text("name")}-${shape.digits("endpoint", 6)}.serverless.cache.amazonaws.com`;
  return [{ address: shape.remember(address, "endpoints[0].address"), port: 6379 }];
}
