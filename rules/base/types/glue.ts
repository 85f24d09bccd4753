/** Pulumi type tokens of the resources of glue that rules speak of. */
export const glue = {
  glueTrigger: "aws:glue/trigger:Trigger",
} as const;
