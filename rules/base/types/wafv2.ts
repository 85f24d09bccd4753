/** Pulumi type tokens of the resources of wafv2 that rules speak of. */
export const wafv2 = {
  ipSet: "aws:wafv2/ipSet:IpSet",
  webAcl: "aws:wafv2/webAcl:WebAcl",
  webAclAssociation: "aws:wafv2/webAclAssociation:WebAclAssociation",
  webAclLogging: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
} as const;
