/** Pulumi type tokens of the resources of opensearch that rules speak of. */
export const opensearch = {
  searchDomain: "aws:opensearch/domain:Domain",
  searchDomainPolicy: "aws:opensearch/domainPolicy:DomainPolicy",
} as const;
