/** Pulumi type tokens of the resources of elasticache that rules speak of. */
export const elasticache = {
  cacheCluster: "aws:elasticache/cluster:Cluster",
  cacheUser: "aws:elasticache/user:User",
  replicationGroup: "aws:elasticache/replicationGroup:ReplicationGroup",
  serverlessCache: "aws:elasticache/serverlessCache:ServerlessCache",
  subnetGroup: "aws:elasticache/subnetGroup:SubnetGroup",
} as const;
