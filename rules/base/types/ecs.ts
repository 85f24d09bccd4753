/** Pulumi type tokens of the resources of ecs that rules speak of. */
export const ecs = {
  capacityProvider: "aws:ecs/capacityProvider:CapacityProvider",
  ecsCluster: "aws:ecs/cluster:Cluster",
  ecsService: "aws:ecs/service:Service",
  taskDefinition: "aws:ecs/taskDefinition:TaskDefinition",
} as const;
