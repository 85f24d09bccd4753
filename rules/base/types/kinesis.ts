/** Pulumi type tokens of the resources of kinesis that rules speak of. */
export const kinesis = {
  kinesisStream: "aws:kinesis/stream:Stream",
} as const;
