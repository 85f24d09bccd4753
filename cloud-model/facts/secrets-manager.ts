/** Secrets (AWS Secrets Manager). */
import { because, type Facts, inRegion, NAME_PREFIX } from "../type-facts";

export const facts: Facts = {
  "aws:secretsmanager/secret:Secret": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{base36:6}",
      id: "{arn}",
    },
    replaces: { spec: "AWS::SecretsManager::Secret", also: because(NAME_PREFIX, "namePrefix") },
    unique: inRegion(
      "ResourceExistsException",
      "The operation failed because the secret {name} already exists.",
    ),
  },
};
