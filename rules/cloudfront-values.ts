/** What CloudFront refuses of a distribution's origins and behaviours, and of cache policies. */
import { custom, pattern, refuses } from "./base/checks";
import { cloudfront } from "./base/types/cloudfront";
import type { Inputs, Plain, Problem, ResourceRule } from "./base/rule";
import { isAbsent, isRecord, listOf, numberAt, textAt, valuesAt, type Place } from "./base/values";

const API = "https://docs.aws.amazon.com/cloudfront/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";

const d = cloudfront.distribution;

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html */
const allowedMethods = [
  ["GET", "HEAD"],
  ["GET", "HEAD", "OPTIONS"],
  ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
];
const cachedMethods = allowedMethods.slice(0, 2);
const BUCKET = /\.s3[.-][a-z0-9.-]*amazonaws\.com(\.cn)?$/;

/** Lists of names in the parts of a policy, by what says that there is one. */
const policyParts = [
  { part: "cookiesConfig", behaviour: "cookieBehavior", list: "cookies" },
  { part: "headersConfig", behaviour: "headerBehavior", list: "headers" },
  { part: "queryStringsConfig", behaviour: "queryStringBehavior", list: "queryStrings" },
];
const KEY = "parametersInCacheKeyAndForwardedToOrigin";

export const resourceRules: readonly ResourceRule[] = [
  behaviourRule(
    "CF-12",
    {
      limit: "a cache policy in each behaviour, or forwardedValues as before there were any",
      source: `${API}/API_CacheBehavior.html`,
      fix: 'Set cachePolicyId, such as "658327ea-f89d-4fab-a63d-7e88639e58f6" (CachingOptimized) or "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" (CachingDisabled).',
    },
    ({ path, value }) =>
      isAbsent(value, "cachePolicyId") && isAbsent(value, "forwardedValues")
        ? [{ argument: `${path}.cachePolicyId`, found: undefined }]
        : [],
  ),
  behaviourRule(
    "CF-12-methods",
    {
      limit:
        "GET and HEAD; these with OPTIONS; or all of GET, HEAD, OPTIONS, PUT, POST, PATCH and DELETE",
      source: `${API}/API_AllowedMethods.html`,
      fix: "Allow all seven where the origin takes POST.",
    },
    (behaviour) => unlisted(behaviour, "allowedMethods", allowedMethods),
  ),
  behaviourRule(
    "CF-12-cached",
    {
      limit: "GET and HEAD, or these with OPTIONS, among the methods that are allowed",
      source: `${API}/API_CachedMethods.html`,
      fix: 'Set cachedMethods to ["GET", "HEAD"].',
    },
    (behaviour) => {
      const allowed = methodsOf(behaviour.value, "allowedMethods");
      const found = methodsOf(behaviour.value, "cachedMethods");
      return allowed.length > 0 && found.some((method) => !allowed.includes(method))
        ? [{ argument: `${behaviour.path}.cachedMethods`, found }]
        : unlisted(behaviour, "cachedMethods", cachedMethods);
    },
  ),
  refuses("CF-12-domain", d, "origins.*.domainName", /[/:]/, {
    limit: "a host name, without scheme, port and path",
    source: `${API}/API_Origin.html`,
    fix: "Take https:// off, as in api.apiEndpoint.apply((url) => new URL(url).hostname); a path stands in originPath, a port in customOriginConfig.",
  }),
  pattern("CF-12-path", d, "origins.*.originPath", /^(|\/.*[^/])$/, {
    limit: "a path that begins with a slash and ends without one, such as /live",
    source: `${API}/API_Origin.html`,
    fix: "Write it as /live.",
  }),
  refuses("CF-12-root", d, "defaultRootObject", /^\//, {
    limit: "a file's name without a slash before it, such as index.html",
    source: `${GUIDE}/DefaultRootObject.html`,
    fix: "Take the slash off.",
  }),
  custom(
    "CF-12-origin",
    d,
    {
      limit: "customOriginConfig or vpcOriginConfig for an origin that is no bucket",
      source: `${API}/API_Origin.html`,
      fix: 'Add customOriginConfig with originProtocolPolicy "https-only"; without it CloudFront takes the name for that of a bucket.',
    },
    (inputs) =>
      valuesAt(inputs, "origins.*").flatMap(({ path, value }) => {
        if (!isRecord(value)) return [];
        const found = textAt(value, "domainName");
        const isPlain = ["customOriginConfig", "vpcOriginConfig", "s3OriginConfig"].every((each) =>
          isAbsent(value, each),
        );
        return isPlain && found !== undefined && !BUCKET.test(found)
          ? [{ argument: `${path}.domainName`, found }]
          : [];
      }),
  ),
  refuses(
    "CF-13",
    cloudfront.originRequestPolicy,
    "headersConfig.headers.items.*",
    /^authorization$/i,
    {
      limit: "headers other than Authorization, which a cache policy names",
      source: `${GUIDE}/add-origin-custom-headers.html#add-origin-custom-headers-forward-authorization`,
      fix: "Name Authorization in the cache policy, or take the managed policy AllViewerExceptHostHeader.",
    },
  ),
  custom(
    "CF-13-cache",
    cloudfront.cachePolicy,
    {
      limit: "nothing in the cache key where nothing is cached",
      source: `${API}/API_CachePolicyConfig.html`,
      fix: "Raise maxTtl above 0, or forward with an origin request policy.",
    },
    (inputs) =>
      numberAt(inputs, "maxTtl") === 0
        ? policyParts.flatMap(({ part, behaviour }) => {
            const path = `${KEY}.${part}.${behaviour}`;
            const found = textAt(inputs, path);
            return found === undefined || found === "none" ? [] : [{ argument: path, found }];
          })
        : [],
  ),
  custom(
    "CF-13-names",
    [cloudfront.cachePolicy, cloudfront.originRequestPolicy],
    {
      limit: "the names that whitelist and allExcept speak of",
      source: `${API}/API_CachePolicyConfig.html`,
      fix: "Name them in items.",
    },
    (inputs) =>
      policyParts.flatMap(({ part, behaviour, list }) =>
        [part, `${KEY}.${part}`].flatMap((place) => {
          const says = textAt(inputs, `${place}.${behaviour}`);
          return (says === "whitelist" || says === "allExcept") &&
            isAbsent(inputs, `${place}.${list}`)
            ? [{ argument: `${place}.${list}`, found: undefined }]
            : [];
        }),
      ),
  ),
];

interface Behaviour {
  readonly path: string;
  readonly value: Inputs;
}

/** A rule of each behaviour of a distribution. */
function behaviourRule(
  id: string,
  text: Parameters<typeof custom>[2],
  find: (behaviour: Behaviour) => readonly Problem[],
): ResourceRule {
  return custom(id, d, text, (inputs) =>
    ["defaultCacheBehavior", "orderedCacheBehaviors.*"]
      .flatMap((path) => valuesAt(inputs, path))
      .flatMap(({ path, value }: Place) => (isRecord(value) ? find({ path, value }) : [])),
  );
}

/** Nothing while one of them is not known. */
function methodsOf(value: Inputs, argument: string): readonly Plain[] {
  const found = listOf(value[argument]);
  return found.every((method) => typeof method === "string") ? found : [];
}

function unlisted(
  { path, value }: Behaviour,
  argument: string,
  sets: readonly string[][],
): Problem[] {
  const found = methodsOf(value, argument);
  if (found.length === 0) return [];
  const text = [...found].sort().join();
  return sets.some((set) => set.join() === text)
    ? []
    : [{ argument: `${path}.${argument}`, found }];
}
