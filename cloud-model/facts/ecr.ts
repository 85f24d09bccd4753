/** Repositories of images (Amazon ECR). */
import { type Facts, inRegion } from "../type-facts";

export const facts: Facts = {
  "aws:ecr/repository:Repository": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:ecr:{region}:{account}:repository/{name}",
      repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::ECR::Repository",
      names: { EncryptionConfiguration: "encryptionConfigurations", RepositoryName: "name" },
    },
    unique: inRegion(
      "RepositoryAlreadyExistsException",
      "The repository with name '{name}' already exists in the registry",
    ),
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    outputs: { id: "{repository}" },
  },
};
