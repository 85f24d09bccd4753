/** Policies that CloudFront keeps for everybody. Their ids are the same in every account. */

/**
 * "Use managed cache policies", CloudFront developer guide. Keys contain no header, cookie or query
 * string; kept for a day where the origin does not say, compressed.
 */
export const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/** "Use managed cache policies", CloudFront developer guide. Every request goes to the origin. */
export const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/**
 * "Use managed origin request policies", CloudFront developer guide. Passes on everything but the
 * viewer's Host header, which API Gateway and function URLs would refuse as not theirs.
 */
export const ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/**
 * "Use managed response headers policies", CloudFront developer guide. Strict-Transport-Security for a
 * year, X-Content-Type-Options, X-Frame-Options: SAMEORIGIN, Referrer-Policy.
 */
export const SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";
