/** Pulumi type tokens of the resources of cognito that rules speak of. */
export const cognito = {
  userPool: "aws:cognito/userPool:UserPool",
  userPoolClient: "aws:cognito/userPoolClient:UserPoolClient",
  userPoolDomain: "aws:cognito/userPoolDomain:UserPoolDomain",
} as const;
