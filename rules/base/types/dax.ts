/** Pulumi type tokens of the resources of dax that rules speak of. */
export const dax = {
  daxCluster: "aws:dax/cluster:Cluster",
  parameterGroup: "aws:dax/parameterGroup:ParameterGroup",
} as const;
