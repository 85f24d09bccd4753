/** Topics and subscriptions (Amazon SNS). */
import { because, type Facts, NAME_PREFIX, NO_SUCH_TYPE } from "../type-facts";

export const facts: Facts = {
  // A second create with the same name is answered with the first topic's ARN: nothing is unique.
  "aws:sns/topic:Topic": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:sns:{region}:{account}:{name}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::SNS::Topic",
      names: { TopicName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    outputs: {
      arn: "{topic}:{uuid}",
      id: "{arn}",
    },
    replaces: { spec: "AWS::SNS::Subscription", names: { TopicArn: "topic" } },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    outputs: { id: "{arn}", owner: "{account}" },
    replaces: { also: because(NO_SUCH_TYPE, "arn") },
  },
};
