/** Pulumi type tokens of the resources of ses that rules speak of. */
export const ses = {
  receiptRule: "aws:ses/receiptRule:ReceiptRule",
} as const;
