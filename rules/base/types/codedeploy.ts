/** Pulumi type tokens of the resources of codedeploy that rules speak of. */
export const codedeploy = {
  application: "aws:codedeploy/application:Application",
  deploymentConfig: "aws:codedeploy/deploymentConfig:DeploymentConfig",
  deploymentGroup: "aws:codedeploy/deploymentGroup:DeploymentGroup",
} as const;
