/** What a distribution shows in place of errors, whom it asks second, and what runs at its edge. */
import { atMost, custom, oneOf, refuses } from "./base/checks";
import { cloudfront } from "./base/types/cloudfront";
import { unknown, type Plain, type ResourceRule } from "./base/rule";
import { isAbsent, isRecord, listOf, textAt, valueAt, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/cloudfront/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";

/** Code of a CloudFront function: 10 KB ("Quotas on CloudFront Functions", CloudFront developer guide). */
export const mostFunctionBytes = 10_240;
/** Answers for which CloudFront can ask the second origin of a group. */
const failoverStatuses = [400, 403, 404, 416, 429, 500, 502, 503, 504];
/** Answers that a page can stand in for. */
const errorStatuses = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

const d = cloudfront.distribution;
const behaviours = ["defaultCacheBehavior", "orderedCacheBehaviors.*"];

export const resourceRules: readonly ResourceRule[] = [
  atMost("CF-08-store", cloudfront.cloudFrontFunction, "keyValueStoreAssociations", 1, {
    source: `${API}/API_FunctionConfig.html`,
    fix: "Keep what the function reads in one store.",
  }),
  custom(
    "CF-08",
    cloudfront.cloudFrontFunction,
    {
      limit: `at most ${mostFunctionBytes.toLocaleString("en-US")} bytes of code`,
      source: `${GUIDE}/cloudfront-limits.html`,
      fix: "Shorten the code, keep tables in a key value store, or use Lambda@Edge.",
    },
    (inputs) => {
      const found = Buffer.byteLength(textAt(inputs, "code") ?? "");
      return found > mostFunctionBytes ? { argument: "code", found } : undefined;
    },
  ),
  refuses("CF-08-runtime", cloudfront.cloudFrontFunction, "runtime", /^cloudfront-js-1\.0$/, {
    severity: "warning",
    limit: "cloudfront-js-2.0",
    source: `${GUIDE}/functions-javascript-runtime-features.html`,
    fix: "Set runtime to cloudfront-js-2.0, which has const, async and key value stores.",
  }),
  custom(
    "CF-09",
    d,
    {
      limit: "two origins of this distribution in an origin group",
      source: `${API}/API_OriginGroup.html`,
      fix: "Name two of the origins as members.",
    },
    (inputs) => {
      const ids = valuesAt(inputs, "origins.*.originId").map(({ value }) => value);
      if (!Array.isArray(valueAt(inputs, "origins")) || !ids.every(isText)) return undefined;
      return valuesAt(inputs, "originGroups.*.members").flatMap(({ path, value }) => {
        if (!Array.isArray(value)) return [];
        const members = listOf(value).map((each) => (isRecord(each) ? each["originId"] : each));
        if (!members.every(isText)) return [];
        const isRight = members.length === 2 && members.every((each) => ids.includes(each));
        return isRight ? [] : [{ argument: path, found: members }];
      });
    },
  ),
  custom(
    "CF-09-methods",
    d,
    {
      limit: "GET, HEAD and OPTIONS where the target is an origin group",
      source: `${GUIDE}/high_availability_origin_failover.html`,
      fix: "Remove the other methods, or let a behaviour of their own go to one origin.",
    },
    (inputs) => {
      const groups = valuesAt(inputs, "originGroups.*.originId").map(({ value }) => value);
      return behaviours
        .flatMap((path) => valuesAt(inputs, path))
        .flatMap(({ path, value }) => {
          if (!isRecord(value) || !groups.filter(isText).includes(value["targetOriginId"]))
            return [];
          const others = listOf(value["allowedMethods"]).filter(
            (each) => isText(each) && !["GET", "HEAD", "OPTIONS"].includes(each as string),
          );
          return others.length > 0 ? [{ argument: `${path}.allowedMethods`, found: others }] : [];
        });
    },
  ),
  oneOf("CF-09-status", d, "originGroups.*.failoverCriteria.statusCodes.*", failoverStatuses, {
    source: `${API}/API_StatusCodes.html`,
    fix: "Name some of these.",
  }),
  oneOf("CF-10", d, "customErrorResponses.*.errorCode", errorStatuses, {
    source: `${API}/API_CustomErrorResponse.html`,
    fix: "Name one of these.",
  }),
  custom(
    "CF-10-page",
    d,
    {
      limit: "responseCode and responsePagePath together, or neither",
      source: `${API}/API_CustomErrorResponse.html`,
      fix: "Set both.",
    },
    (inputs) =>
      valuesAt(inputs, "customErrorResponses.*").flatMap(({ path, value }) =>
        isRecord(value) && isAbsent(value, "responseCode") !== isAbsent(value, "responsePagePath")
          ? [{ argument: path, found: value["responseCode"] ?? value["responsePagePath"] }]
          : [],
      ),
  ),
  custom(
    "CF-11",
    d,
    {
      limit: "countries with whitelist and blacklist, none with none",
      source: `${API}/API_GeoRestriction.html`,
      fix: "Name countries by two capitals, or set restrictionType to none.",
    },
    (inputs) => {
      const path = "restrictions.geoRestriction";
      const type = textAt(inputs, `${path}.restrictionType`);
      const locations = valueAt(inputs, `${path}.locations`);
      if (type === undefined || locations === unknown) return undefined;
      const isListed = listOf(locations).length > 0;
      return isListed === (type === "none")
        ? { argument: `${path}.locations`, found: locations }
        : undefined;
    },
  ),
];

function isText(value: Plain): boolean {
  return typeof value === "string";
}
