/** Policies that CloudFront keeps for everybody. Their ids are the same in every account. */

/**
 * "Use managed cache policies", CloudFront developer guide, by their names there without `Managed-`.
 * `CachingOptimized` keeps what the origin does not speak of for a day, and has no header, cookie or
 * query string in its keys; `CachingDisabled` asks the origin every time; the last two keep what
 * `Cache-Control` says, with the viewer's host, and in one case the query string, in their keys.
 */
export const managedCachePolicies = {
  CachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  CachingOptimizedForUncompressedObjects: "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
  CachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  UseOriginCacheControlHeaders: "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
  "UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
} as const;

/** "Use managed origin request policies", CloudFront developer guide: what of the request the origin sees. */
export const managedOriginRequestPolicies = {
  AllViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  AllViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  "CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
  "CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
  UserAgentRefererHeaders: "acba4595-bd28-49b8-b9fe-13317c0390fa",
} as const;

/** Keys contain no header, cookie or query string; kept for a day where the origin does not say, compressed. */
export const CACHING_OPTIMIZED = managedCachePolicies.CachingOptimized;

/** Every request goes to the origin. */
export const CACHING_DISABLED = managedCachePolicies.CachingDisabled;

/** Passes on everything, the viewer's Host header too, which a load balancer's rules and certificate go by. */
export const ALL_VIEWER = managedOriginRequestPolicies.AllViewer;

/** Passes on everything but the viewer's Host header, which API Gateway and function URLs would refuse as not theirs. */
export const ALL_VIEWER_EXCEPT_HOST_HEADER = managedOriginRequestPolicies.AllViewerExceptHostHeader;

/**
 * "Use managed response headers policies", CloudFront developer guide. Strict-Transport-Security for a
 * year, X-Content-Type-Options, X-Frame-Options: SAMEORIGIN, Referrer-Policy.
 */
export const SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";
