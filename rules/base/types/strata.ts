/** Pulumi type tokens of the resources of this program that rules speak of. */
export const strata = {
  environment: "strata:index:Environment",
  /** How the tokens of all components begin. */
  prefix: "strata:",
} as const;
