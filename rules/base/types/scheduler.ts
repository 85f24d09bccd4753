/** Pulumi type tokens of the resources of scheduler that rules speak of. */
export const scheduler = {
  schedule: "aws:scheduler/schedule:Schedule",
} as const;
