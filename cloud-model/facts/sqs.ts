/** Queues (Amazon SQS). */
import { because, type Facts, inRegion, NAME_PREFIX, NO_SUCH_TYPE } from "../type-facts";

export const facts: Facts = {
  "aws:sqs/queue:Queue": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:sqs:{region}:{account}:{name}",
      url: "https://sqs.{region}.amazonaws.com/{account}/{name}",
      id: "{url}",
    },
    replaces: {
      spec: "AWS::SQS::Queue",
      names: { QueueName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    // AWS gives the first queue if all attributes agree, which nobody relies on.
    unique: inRegion(
      "QueueAlreadyExists",
      "A queue already exists with the same name and a different value for an attribute",
    ),
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    outputs: {
      id: "{queueUrl}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "queueUrl") },
  },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {
    outputs: {
      id: "{queueUrl}",
    },
  },
};
