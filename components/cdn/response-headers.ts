/** What a distribution tells browsers to refuse. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Sources by directive, such as `{ "img-src": ["data:", "https://photos.example.com"] }`. */
export type ContentSecurityPolicy = Readonly<Record<string, readonly pulumi.Input<string>[]>>;

/** HSTS for a year, as in CloudFront's own SecurityHeadersPolicy. */
const YEAR_SECONDS = 31_536_000;

const OWN = "'self'";

/**
 * Nothing but what comes from the page's own host, no inline code, no frame around the page (W3C
 * Content Security Policy Level 3; `default-src` does not stand in for the last three).
 */
const strictest: ContentSecurityPolicy = {
  "default-src": ["'none'"],
  "connect-src": [OWN],
  "font-src": [OWN],
  "img-src": [OWN],
  "manifest-src": [OWN],
  "script-src": [OWN],
  "style-src": [OWN],
  "base-uri": ["'none'"],
  "form-action": [OWN],
  "frame-ancestors": ["'none'"],
};

/**
 * The policy as the header has it: the strictest one and what is allowed besides, in one order.
 *
 * `{ "img-src": ["data:"] }` makes `base-uri 'none'; ... img-src 'self' data:; ...` of it.
 */
function contentSecurityPolicy(besides: ContentSecurityPolicy): pulumi.Output<string> {
  const directives = [...new Set([...Object.keys(strictest), ...Object.keys(besides)])].sort();
  const lines = directives.map((directive) => {
    const added = besides[directive] ?? [];
    const ours = strictest[directive] ?? [];
    // 'none' beside another source has no meaning.
    const sources = added.length > 0 ? ours.filter((source) => source !== "'none'") : ours;
    return pulumi
      .all([...sources, ...added])
      .apply((list) => [directive, ...new Set(list)].join(" "));
  });
  return pulumi.all(lines).apply((list) => list.join("; "));
}

/** SecurityHeadersPolicy, which CloudFront keeps for everybody, with a content security policy and no frames. */
export function responseHeaders(
  besides: ContentSecurityPolicy,
  comment: string,
): aws.cloudfront.ResponseHeadersPolicyArgs {
  return {
    comment,
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy(besides),
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: YEAR_SECONDS, override: true },
    },
  };
}
