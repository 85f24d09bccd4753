/** Rules for messages of devices (AWS IoT). */
import { type Facts, inRegion } from "../type-facts";

export const facts: Facts = {
  "aws:iot/topicRule:TopicRule": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:iot:{region}:{account}:rule/{name}",
      id: "{name}",
    },
    replaces: { spec: "AWS::IoT::TopicRule", names: { RuleName: "name" } },
    unique: inRegion("ResourceAlreadyExistsException", "Rule {name} already exists"),
  },
};
