/** Pulumi type tokens of the resources of iot that rules speak of. */
export const iot = {
  iotRule: "aws:iot/topicRule:TopicRule",
} as const;
