/** Pulumi type tokens of the resources of acm that rules speak of. */
export const acm = {
  certificate: "aws:acm/certificate:Certificate",
  certificateValidation: "aws:acm/certificateValidation:CertificateValidation",
} as const;
