/** Pulumi type tokens of the resources of emr that rules speak of. */
export const emr = {
  cluster: "aws:emr/cluster:Cluster",
  instanceFleet: "aws:emr/instanceFleet:InstanceFleet",
  managedScaling: "aws:emr/managedScalingPolicy:ManagedScalingPolicy",
  publicAccess: "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",
  securityConfiguration: "aws:emr/securityConfiguration:SecurityConfiguration",
  serverlessApplication: "aws:emrserverless/application:Application",
} as const;
