/** Pulumi type tokens of the resources of rds that rules speak of. */
export const rds = {
  clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  databaseCluster: "aws:rds/cluster:Cluster",
  databaseInstance: "aws:rds/instance:Instance",
  databaseProxy: "aws:rds/proxy:Proxy",
  databaseProxyTarget: "aws:rds/proxyTarget:ProxyTarget",
} as const;
