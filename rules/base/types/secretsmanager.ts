/** Pulumi type tokens of the resources of secretsmanager that rules speak of. */
export const secretsmanager = {
  secret: "aws:secretsmanager/secret:Secret",
  secretRotation: "aws:secretsmanager/secretRotation:SecretRotation",
} as const;
