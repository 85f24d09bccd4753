/** Pulumi type tokens of the resources of route53 that rules speak of. */
export const route53 = {
  healthCheck: "aws:route53/healthCheck:HealthCheck",
  keySigningKey: "aws:route53/keySigningKey:KeySigningKey",
  queryLog: "aws:route53/queryLog:QueryLog",
  record: "aws:route53/record:Record",
  zone: "aws:route53/zone:Zone",
} as const;
