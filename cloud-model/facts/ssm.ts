/** Parameters (AWS Systems Manager). */
import { type Facts, inRegion } from "../type-facts";

export const facts: Facts = {
  "aws:ssm/parameter:Parameter": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:ssm:{region}:{account}:parameter/{name}",
      id: "{name}",
    },
    replaces: { spec: "AWS::SSM::Parameter" },
    unique: inRegion(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    ),
  },
};
