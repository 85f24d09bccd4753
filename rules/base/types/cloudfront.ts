/** Pulumi type tokens of the resources of cloudfront that rules speak of. */
export const cloudfront = {
  cachePolicy: "aws:cloudfront/cachePolicy:CachePolicy",
  cloudFrontFunction: "aws:cloudfront/function:Function",
  distribution: "aws:cloudfront/distribution:Distribution",
  originAccessControl: "aws:cloudfront/originAccessControl:OriginAccessControl",
  originRequestPolicy: "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
  responseHeadersPolicy: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  vpcOrigin: "aws:cloudfront/vpcOrigin:VpcOrigin",
} as const;
