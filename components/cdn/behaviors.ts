/** Origins and cache behaviours in CloudFront's words. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  ALL_VIEWER_EXCEPT_HOST_HEADER,
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  SECURITY_HEADERS,
} from "./managed-policies";
import { Route } from "./routes";

type OriginArgs = aws.types.input.cloudfront.DistributionOrigin;
type BehaviorArgs = aws.types.input.cloudfront.DistributionDefaultCacheBehavior;

/** CloudFront waits this long unless told otherwise; API Gateway's HTTP APIs give up then too. */
const ORIGIN_READ_TIMEOUT_SECONDS = 30;
/** CloudFront's own default for idle connections to an origin. */
const ORIGIN_KEEPALIVE_SECONDS = 5;
const READING = ["GET", "HEAD"];
const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** @param accessControlId lets CloudFront sign its requests to buckets */
export function originArgs(
  { key, origin, originReadTimeout }: Route,
  accessControlId: pulumi.Input<string> | undefined,
): OriginArgs {
  const both = { originId: key, domainName: origin.originDomain };
  if (origin.originKind === "bucket") {
    return { ...both, originAccessControlId: accessControlId };
  }
  return {
    ...both,
    customOriginConfig: {
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      httpPort: 80, // required by the API, unused with https-only
      httpsPort: 443,
      originReadTimeout: originReadTimeout ?? ORIGIN_READ_TIMEOUT_SECONDS,
      originKeepaliveTimeout: ORIGIN_KEEPALIVE_SECONDS,
    },
  };
}

/** @param viewerRequest function that changes the path before the cache is asked */
export function behaviorArgs(
  route: Route,
  viewerRequest: aws.cloudfront.Function | undefined,
): BehaviorArgs {
  const isBucket = route.origin.originKind === "bucket";
  return {
    targetOriginId: route.key,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: isBucket ? READING : ALL_METHODS,
    cachedMethods: READING,
    compress: true,
    cachePolicyId: route.cachePolicyId ?? (isBucket ? CACHING_OPTIMIZED : CACHING_DISABLED),
    originRequestPolicyId:
      route.originRequestPolicyId ?? (isBucket ? undefined : ALL_VIEWER_EXCEPT_HOST_HEADER),
    responseHeadersPolicyId: route.responseHeadersPolicyId ?? SECURITY_HEADERS,
    functionAssociations: viewerRequest
      ? [{ eventType: "viewer-request", functionArn: viewerRequest.arn }]
      : undefined,
  };
}
