/** Streams (Amazon Kinesis Data Streams). */
import { because, type Facts, inRegion } from "../type-facts";

export const facts: Facts = {
  "aws:kinesis/stream:Stream": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:kinesis:{region}:{account}:stream/{name}",
      id: "{arn}",
    },
    replaces: { spec: "AWS::Kinesis::Stream" },
    unique: inRegion("ResourceInUseException", "Stream {name} already exists."),
  },
  "aws:kinesis/streamConsumer:StreamConsumer": {
    outputs: {
      name: "{auto}",
      arn: "{streamArn}/consumer/{name}:{digits:10}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::Kinesis::StreamConsumer",
      names: { ConsumerName: "name", StreamARN: "streamArn" },
      inPlace: because("the provider tags a consumer in place", "tags"),
    },
  },
};
