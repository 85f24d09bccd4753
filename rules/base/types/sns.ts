/** Pulumi type tokens of the resources of sns that rules speak of. */
export const sns = {
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  topic: "aws:sns/topic:Topic",
  topicPolicy: "aws:sns/topicPolicy:TopicPolicy",
} as const;
