/** Pulumi type tokens of the resources of redshiftserverless that rules speak of. */
export const redshift = {
  namespace: "aws:redshiftserverless/namespace:Namespace",
  usageLimit: "aws:redshiftserverless/usageLimit:UsageLimit",
  workgroup: "aws:redshiftserverless/workgroup:Workgroup",
} as const;
