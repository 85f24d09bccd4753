/** Pulumi type tokens of the resources of sqs that rules speak of. */
export const sqs = {
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
} as const;
