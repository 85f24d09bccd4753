/** Pulumi type tokens of the resources of kms that rules speak of. */
export const kms = {
  alias: "aws:kms/alias:Alias",
  key: "aws:kms/key:Key",
  keyPolicy: "aws:kms/keyPolicy:KeyPolicy",
} as const;
