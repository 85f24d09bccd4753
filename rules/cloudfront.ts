import { absent, custom, pattern, range, refuses, required } from "./base/checks";
import { allowedOrigin } from "./base/origin";
import { cloudfront } from "./base/types/cloudfront";
import { isKnown, type Inputs, type ResourceRule } from "./base/rule";
import {
  equals,
  isAbsent,
  isRecord,
  listOf,
  numberAt,
  textAt,
  valueAt,
  valuesAt,
} from "./base/values";

const API = "https://docs.aws.amazon.com/cloudfront/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const CONTROLS =
  "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html";

/** How long CloudFront waits for an origin's answer. AWS's default is 30 seconds. */
export const originReadTimeout = { min: 1, max: 120, unit: "seconds" };
const DEFAULT_READ_TIMEOUT = 30;
/** How long CloudFront keeps a connection to an origin open. AWS's default is 5 seconds. */
export const originKeepaliveTimeout = { min: 1, max: 120, unit: "seconds" };
/** The least TLS version that viewers should be held to. */
export const viewerProtocols = ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"] as const;

const d = cloudfront.distribution;
const originKinds = [
  { kind: "customOriginConfig", page: "API_CustomOriginConfig.html", suffix: "" },
  { kind: "vpcOriginConfig", page: "API_VpcOriginConfig.html", suffix: "-vpc" },
];
const behaviours = ["defaultCacheBehavior", "orderedCacheBehaviors.*"];
const isBucketDomain = (domain: string) => /\.s3[.-][a-z0-9.-]*amazonaws\.com(\.cn)?$/.test(domain);

export const sections = { CF: "CloudFront" };

export const resourceRules: readonly ResourceRule[] = [
  refuses(
    "CF-06",
    cloudfront.responseHeadersPolicy,
    "corsConfig.accessControlAllowOrigins.items.*",
    /:\/\/[^/]*\/|\/$/,
    {
      limit: allowedOrigin,
      source:
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
      fix: "Write scheme and host alone, without a slash at the end.",
    },
  ),
  pattern("CF-01", d, "viewerCertificate.acmCertificateArn", /^arn:[a-z-]+:acm:us-east-1:/, {
    limit: "the ARN of a certificate in us-east-1",
    source: `${GUIDE}/cnames-and-https-requirements.html`,
    fix: 'Make the certificate with region: "us-east-1".',
  }),
  pattern(
    "CF-01-acl",
    d,
    "webAclId",
    /^arn:[a-z-]+:wafv2:us-east-1:\d+:global\/webacl\/|^[0-9a-f-]{36}$|^$/,
    {
      limit: "the ARN of a web ACL of scope CLOUDFRONT in us-east-1",
      source: `${API}/API_DistributionConfig.html`,
      fix: 'Make the web ACL with scope "CLOUDFRONT" and region "us-east-1".',
    },
  ),
  refuses(
    "CF-01-tls",
    d,
    "viewerCertificate.minimumProtocolVersion",
    /^(SSLv3|TLSv1(_2016)?|TLSv1\.1_2016|TLSv1\.2_201[0-9])$/,
    {
      severity: "warning",
      limit: viewerProtocols.join(", "),
      source: CONTROLS,
      fix: "Set minimumProtocolVersion to TLSv1.2_2021 or newer.",
    },
  ),
  refuses("CF-01-sni", d, "viewerCertificate.sslSupportMethod", /^vip$/, {
    severity: "warning",
    limit: "sni-only; dedicated addresses cost 600 USD a month",
    source: CONTROLS,
    fix: "Set sslSupportMethod to sni-only.",
  }),
  absent("CF-01-default", d, "viewerCertificate.cloudfrontDefaultCertificate", {
    when: (inputs) =>
      equals(inputs, "viewerCertificate.cloudfrontDefaultCertificate", true) &&
      listOf(valueAt(inputs, "aliases")).length > 0,
    limit: "a certificate for the aliases",
    source: `${GUIDE}/cnames-and-https-requirements.html`,
    fix: "Set viewerCertificate.acmCertificateArn, or remove aliases.",
  }),
  custom(
    "CF-02",
    d,
    {
      limit: "the id of one of the origins or origin groups",
      source: `${API}/API_CacheBehavior.html`,
      fix: "Correct targetOriginId, or add the origin.",
    },
    (inputs) => {
      const ids = [
        ...valuesAt(inputs, "origins.*.originId"),
        ...valuesAt(inputs, "originGroups.*.originId"),
      ];
      const isComplete =
        Array.isArray(valueAt(inputs, "origins")) &&
        (isAbsent(inputs, "originGroups") || Array.isArray(valueAt(inputs, "originGroups"))) &&
        ids.every(({ value }) => typeof value === "string");
      if (!isComplete) return undefined;
      const allowed = ids.map(({ value }) => value);
      return behaviours
        .flatMap((path) => valuesAt(inputs, `${path}.targetOriginId`))
        .filter(({ value }) => typeof value === "string" && !allowed.includes(value))
        .map(({ path, value }) => ({
          argument: path,
          found: value,
          limit: `one of the origins: ${allowed.join(", ")}`,
        }));
    },
  ),
  custom(
    "CF-02-policy",
    d,
    {
      limit: "a cache policy or forwardedValues and TTLs, not both",
      source: `${API}/API_CacheBehavior.html`,
      fix: "Keep cachePolicyId and remove forwardedValues.",
    },
    (inputs) =>
      behaviours
        .flatMap((path) => valuesAt(inputs, path))
        .flatMap(({ path, value }) =>
          isRecord(value) && isKnown(value["cachePolicyId"]) && isKnown(value["forwardedValues"])
            ? [{ argument: `${path}.forwardedValues`, found: value["forwardedValues"] }]
            : [],
        ),
  ),
  pattern(
    "CF-02-alias",
    d,
    "aliases.*",
    /^(\*\.)?([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i,
    {
      limit: "a domain name, such as www.example.com",
      source: `${API}/API_Aliases.html`,
      fix: "Give the name alone, without https:// and without a path.",
    },
  ),
  custom(
    "CF-03",
    d,
    {
      limit: "an origin access control, so that the bucket can stay private",
      source: `${GUIDE}/private-content-restricting-access-to-s3.html`,
      fix: "Set originAccessControlId, and allow cloudfront.amazonaws.com in the bucket's policy.",
    },
    (inputs) =>
      origins(inputs).flatMap(({ path, value }) =>
        isBucketDomain(textAt(value, "domainName") ?? "") &&
        !/\.s3-website/.test(textAt(value, "domainName") ?? "") &&
        isAbsent(value, "originAccessControlId") &&
        (isAbsent(value, "s3OriginConfig") ||
          equals(value, "s3OriginConfig.originAccessIdentity", "")) &&
        isAbsent(value, "customOriginConfig")
          ? [{ argument: `${path}.originAccessControlId`, found: undefined }]
          : [],
      ),
  ),
  custom(
    "CF-03-website",
    d,
    {
      limit: "the bucket's regional domain name; a website endpoint takes no origin access control",
      source: `${GUIDE}/private-content-restricting-access-to-s3.html`,
      fix: "Use bucket.bucketRegionalDomainName as domainName.",
    },
    (inputs) =>
      origins(inputs).flatMap(({ path, value }) =>
        /\.s3-website[.-]/.test(textAt(value, "domainName") ?? "") &&
        isKnown(value["originAccessControlId"]) &&
        value["originAccessControlId"] !== ""
          ? [{ argument: `${path}.domainName`, found: value["domainName"] }]
          : [],
      ),
  ),
  ...originKinds.flatMap(({ kind, page, suffix }) => [
    range(`CF-04${suffix}`, d, `origins.*.${kind}.originReadTimeout`, originReadTimeout, {
      source: `${API}/${page}`,
      fix: "Set a timeout within the range; above 60 may need a quota increase.",
    }),
    range(
      `CF-04-keepalive${suffix}`,
      d,
      `origins.*.${kind}.originKeepaliveTimeout`,
      originKeepaliveTimeout,
      { source: `${API}/${page}`, fix: "Set a timeout within the range." },
    ),
  ]),
  range(
    "CF-04-attempts",
    d,
    "origins.*.connectionAttempts",
    { min: 1, max: 3, unit: "attempts" },
    {
      source: `${API}/API_Origin.html`,
      fix: "Set 1 to 3 attempts.",
    },
  ),
  range(
    "CF-04-connect",
    d,
    "origins.*.connectionTimeout",
    { min: 1, max: 10, unit: "seconds" },
    {
      source: `${API}/API_Origin.html`,
      fix: "Set 1 to 10 seconds.",
    },
  ),
  custom(
    "CF-04-completion",
    d,
    {
      limit: "a responseCompletionTimeout no shorter than originReadTimeout",
      source: `${API}/API_Origin.html`,
      fix: "Raise responseCompletionTimeout.",
    },
    (inputs) =>
      origins(inputs).flatMap(({ path, value }) => {
        const completion = value["responseCompletionTimeout"];
        const kinds = ["customOriginConfig", "vpcOriginConfig"];
        const reads = kinds
          .filter((kind) => !isAbsent(value, kind))
          .map((kind) => numberAt(value, `${kind}.originReadTimeout`, DEFAULT_READ_TIMEOUT));
        return typeof completion === "number" &&
          completion > 0 &&
          reads.some((read) => read !== undefined && completion < read)
          ? [{ argument: `${path}.responseCompletionTimeout`, found: completion }]
          : [];
      }),
  ),
  ...behaviours.map((path) =>
    refuses(
      `SEC-CF-https-${path === behaviours[0] ? "default" : "ordered"}`,
      d,
      `${path}.viewerProtocolPolicy`,
      /^allow-all$/,
      {
        severity: "warning",
        limit: "redirect-to-https or https-only",
        source: CONTROLS,
        fix: "Set viewerProtocolPolicy to redirect-to-https.",
      },
    ),
  ),
  refuses(
    "SEC-CF-origin",
    d,
    "origins.*.customOriginConfig.originProtocolPolicy",
    /^(http-only|match-viewer)$/,
    {
      severity: "warning",
      limit: "https-only",
      source: CONTROLS,
      fix: "Set originProtocolPolicy to https-only.",
    },
  ),
  refuses(
    "SEC-CF-origin-tls",
    d,
    "origins.*.customOriginConfig.originSslProtocols.*",
    /^(SSLv3|TLSv1|TLSv1\.1)$/,
    {
      severity: "warning",
      limit: "TLSv1.2",
      source: CONTROLS,
      fix: 'Set originSslProtocols to ["TLSv1.2"].',
    },
  ),
  required("SEC-CF-acl", d, "webAclId", {
    severity: "info",
    limit: "a web ACL",
    source: CONTROLS,
    fix: "Set webAclId where the distribution fronts more than static files.",
  }),
];

/** The origins that are known to be records, with their paths. */
function origins(inputs: Inputs): { path: string; value: Inputs }[] {
  return valuesAt(inputs, "origins.*").flatMap(({ path, value }) =>
    isRecord(value) ? [{ path, value }] : [],
  );
}
