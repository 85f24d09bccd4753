/** Pulumi type tokens of the resources of mq that rules speak of. */
export const mq = {
  broker: "aws:mq/broker:Broker",
} as const;
