/** Pulumi type tokens of the resources of dynamodb that rules speak of. */
export const dynamodb = {
  table: "aws:dynamodb/table:Table",
} as const;
