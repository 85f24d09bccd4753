/** Applications and deployment groups (AWS CodeDeploy). */
import { type Facts, inRegion } from "../type-facts";

export const facts: Facts = {
  "aws:codedeploy/application:Application": {
    outputs: {
      name: "{auto}",
      applicationId: "{uuid}",
      arn: "arn:aws:codedeploy:{region}:{account}:application:{name}",
      id: "{applicationId}:{name}",
    },
    replaces: {
      spec: "AWS::CodeDeploy::Application",
      names: { ApplicationName: "name" },
      inPlace: { name: "UpdateApplication gives it another name" },
    },
    unique: inRegion("ApplicationAlreadyExistsException", "Application {name} already exists"),
  },
  "aws:codedeploy/deploymentGroup:DeploymentGroup": {
    outputs: {
      deploymentGroupId: "{uuid}",
      arn: "arn:aws:codedeploy:{region}:{account}:deploymentgroup:{appName}/{deploymentGroupName}",
      id: "{deploymentGroupId}",
    },
    replaces: {
      spec: "AWS::CodeDeploy::DeploymentGroup",
      names: { ApplicationName: "appName" },
      inPlace: {
        appName: "the provider's schema has no ForceNew: it updates, and AWS refuses",
        deploymentGroupName: "UpdateDeploymentGroup gives it another name",
      },
    },
    unique: inRegion(
      "DeploymentGroupAlreadyExistsException",
      "Deployment group {name} already exists",
      ["appName", "deploymentGroupName"],
    ),
  },
  "aws:codedeploy/deploymentConfig:DeploymentConfig": {
    outputs: {
      deploymentConfigName: "{auto}",
      deploymentConfigId: "{uuid}",
      arn: "arn:aws:codedeploy:{region}:{account}:deploymentconfig:{deploymentConfigName}",
      id: "{deploymentConfigName}",
    },
    replaces: {
      spec: "AWS::CodeDeploy::DeploymentConfig",
      names: { DeploymentConfigName: "deploymentConfigName" },
    },
    unique: inRegion(
      "DeploymentConfigAlreadyExistsException",
      "A deployment configuration with the name {name} already exists",
      ["deploymentConfigName"],
    ),
  },
};
