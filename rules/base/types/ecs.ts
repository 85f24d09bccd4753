/** Pulumi type tokens of the resources of ecs that rules speak of. */
export const ecs = {
  capacityProvider: "aws:ecs/capacityProvider:CapacityProvider",
  clusterCapacityProviders: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  ecsCluster: "aws:ecs/cluster:Cluster",
  ecsService: "aws:ecs/service:Service",
  taskDefinition: "aws:ecs/taskDefinition:TaskDefinition",
} as const;
