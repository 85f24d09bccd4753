/** What crawlers get behind the load balancer: the way to the site, which CloudFront serves them at no container's cost. */
import type { ALBResult } from "aws-lambda";

/**
 * The handler. Answers 308 to everything.
 *
 * @param needs `site`: where to, such as `https://www.example.com/`.
 */
export function turnAway({ site }: { site: string }) {
  return async (): Promise<ALBResult> => ({
    statusCode: 308,
    headers: { location: site, "x-robots-tag": "noindex", "cache-control": "max-age=86400" },
    body: "",
    isBase64Encoded: false,
  });
}
