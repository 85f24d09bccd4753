/** Origins, origin groups and cache behaviours in CloudFront's words. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  ALL_VIEWER,
  ALL_VIEWER_EXCEPT_HOST_HEADER,
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  SECURITY_HEADERS,
} from "./managed-policies";
import { isBucket, isFunction, isHttp, isPrivateHost, Way } from "./origin-access";
import { Route } from "./routes";
import { whenMade } from "../base/outputs";

type OriginArgs = aws.types.input.cloudfront.DistributionOrigin;
type OriginGroupArgs = aws.types.input.cloudfront.DistributionOriginGroup;
type BehaviorArgs = aws.types.input.cloudfront.DistributionDefaultCacheBehavior;

/** CloudFront waits this long unless told otherwise; API Gateway's HTTP APIs give up then too. */
const ORIGIN_READ_TIMEOUT_SECONDS = 30;
/** CloudFront's own default for idle connections to an origin. */
const ORIGIN_KEEPALIVE_SECONDS = 5;
const READING = ["GET", "HEAD"];
const ASKING = ["GET", "HEAD", "OPTIONS"];
const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
/** Answers for which the other origin is asked: those that say that this one is out of order. */
const OUT_OF_ORDER = [500, 502, 503, 504];

/** @param way what CloudFront gets to the origin through */
export function originArgs(
  { key, origin, originReadTimeout, headers, originPath }: Route,
  way: Way,
): OriginArgs {
  const sent = { ...headerOf(origin), ...headers };
  const both: OriginArgs = {
    originId: key,
    domainName: domainOf(origin),
    originAccessControlId: way.accessControlId,
    originPath: originPath ?? (isHttp(origin) ? origin.originPath : undefined),
    customHeaders:
      Object.keys(sent).length > 0
        ? Object.keys(sent)
            .sort()
            .map((name) => ({ name, value: sent[name] }))
        : undefined,
  };
  if (isBucket(origin)) {
    return both;
  }
  const timeouts = {
    originReadTimeout: originReadTimeout ?? ORIGIN_READ_TIMEOUT_SECONDS,
    originKeepaliveTimeout: ORIGIN_KEEPALIVE_SECONDS,
  };
  if (way.vpcOriginId) {
    return { ...both, vpcOriginConfig: { vpcOriginId: way.vpcOriginId, ...timeouts } };
  }
  return {
    ...both,
    customOriginConfig: {
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      httpPort: 80, // required by the API, unused with https-only
      httpsPort: 443,
      ...timeouts,
    },
  };
}

/** The group that asks a second origin where the first is out of order; undefined where there is none. */
export function originGroupArgs({ key, fallback }: Route): OriginGroupArgs | undefined {
  return fallback === undefined
    ? undefined
    : {
        originId: groupOf(key),
        failoverCriteria: { statusCodes: OUT_OF_ORDER },
        members: [{ originId: key }, { originId: fallback }],
      };
}

/** @param viewerRequest function that changes the path before the cache is asked */
export function behaviorArgs(
  route: Route,
  viewerRequest: aws.cloudfront.Function | undefined,
): BehaviorArgs {
  const reads = isBucket(route.origin);
  const asked = viewerRequest ?? route.viewerRequest;
  const functions = [
    ...(asked ? [{ eventType: "viewer-request", functionArn: asked.arn }] : []),
    ...(route.viewerResponse
      ? [{ eventType: "viewer-response", functionArn: route.viewerResponse.arn }]
      : []),
  ];
  // CloudFront takes no other methods with an origin group, and fails over for these alone.
  const open = route.fallback === undefined ? ALL_METHODS : ASKING;
  const seen = isPrivateHost(route.origin) ? ALL_VIEWER : ALL_VIEWER_EXCEPT_HOST_HEADER;
  return {
    targetOriginId: route.fallback === undefined ? route.key : groupOf(route.key),
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: reads ? READING : open,
    cachedMethods: READING,
    compress: true,
    cachePolicyId: route.cachePolicyId ?? (reads ? CACHING_OPTIMIZED : CACHING_DISABLED),
    originRequestPolicyId: route.originRequestPolicyId ?? (reads ? undefined : seen),
    responseHeadersPolicyId: route.responseHeadersPolicyId ?? SECURITY_HEADERS,
    functionAssociations: functions.length > 0 ? functions : undefined,
  };
}

/** What the origin asks every request for. */
function headerOf(origin: Route["origin"]): Readonly<Record<string, pulumi.Input<string>>> {
  const asked = isHttp(origin) || isPrivateHost(origin) ? origin.originHeader : undefined;
  return asked ? { [asked.name]: asked.value } : {};
}

function groupOf(key: string): string {
  return `${key}-or-fallback`;
}

function domainOf(origin: Route["origin"]): pulumi.Input<string> {
  if (isFunction(origin)) {
    return whenMade(pulumi.output(origin.url), (url) => new URL(url ?? "").hostname);
  }
  return isPrivateHost(origin) ? origin.dnsName : origin.originDomain;
}
