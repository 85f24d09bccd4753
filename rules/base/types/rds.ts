/** Pulumi type tokens of the resources of rds that rules speak of. */
export const rds = {
  clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  clusterParameterGroup: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  databaseCluster: "aws:rds/cluster:Cluster",
  databaseInstance: "aws:rds/instance:Instance",
  databaseProxy: "aws:rds/proxy:Proxy",
  databaseProxyTarget: "aws:rds/proxyTarget:ProxyTarget",
  parameterGroup: "aws:rds/parameterGroup:ParameterGroup",
  subnetGroup: "aws:rds/subnetGroup:SubnetGroup",
} as const;
