/** Pulumi type tokens of the resources of sfn that rules speak of. */
export const sfn = {
  stateMachine: "aws:sfn/stateMachine:StateMachine",
} as const;
