import { absent, atMost, custom, oneOf, pattern, range, required } from "./base/checks";
import { route53 } from "./base/types/route53";
import type { Inputs, ResourceRule } from "./base/rule";
import { isAbsent, isSet, equals, listOf, valueAt, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html";
const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";

/** Types of records. */
export const recordTypes = [
  "A",
  "AAAA",
  "CAA",
  "CNAME",
  "DS",
  "HTTPS",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SOA",
  "SPF",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "TXT",
] as const;
export type RecordType = (typeof recordTypes)[number];
/** How long resolvers keep a record. */
export const recordTtl = { min: 0, max: 2_147_483_647, unit: "seconds" };

const routingPolicies = [
  "weightedRoutingPolicies",
  "latencyRoutingPolicies",
  "failoverRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "cidrRoutingPolicy",
  "multivalueAnswerRoutingPolicy",
];

const r = route53.record;
const isAlias = (inputs: Inputs) => listOf(valueAt(inputs, "aliases")).length > 0;
const isNoAlias = (inputs: Inputs) =>
  isAbsent(inputs, "aliases") || (Array.isArray(valueAt(inputs, "aliases")) && !isAlias(inputs));

export const sections = { DNS: "Route 53" };

export const resourceRules: readonly ResourceRule[] = [
  absent("DNS-01-ttl", r, "ttl", {
    when: isAlias,
    limit: "no ttl on an alias; its target has one",
    source: `${GUIDE}/resource-record-sets-choosing-alias-non-alias.html`,
    fix: "Remove ttl.",
  }),
  absent("DNS-01-records", r, "records", {
    when: isAlias,
    limit: "aliases or records, not both",
    source: API,
    fix: "Remove records.",
  }),
  atMost("DNS-01-alias", r, "aliases", 1, {
    limit: "one alias",
    source: API,
    fix: "Keep one alias; use a routing policy for several targets.",
  }),
  required("DNS-01-missing-ttl", r, "ttl", {
    when: isNoAlias,
    limit: "a number of seconds",
    source: API,
    fix: "Set ttl, for example to 300.",
  }),
  required("DNS-01-missing-records", r, "records", {
    when: isNoAlias,
    limit: "one or more values",
    source: API,
    fix: "Set records, or aliases.",
  }),
  custom(
    "DNS-01-cname",
    r,
    {
      limit: "one value in a CNAME",
      when: (inputs) => equals(inputs, "type", "CNAME"),
      source: `${GUIDE}/ResourceRecordTypes.html`,
      fix: "Keep one value; use a routing policy for several.",
    },
    (inputs) => {
      const count = listOf(valueAt(inputs, "records")).length;
      return count > 1 ? { argument: "records", found: count } : undefined;
    },
  ),
  oneOf("DNS-01-type", r, "type", recordTypes, { source: API, fix: "Name one of these types." }),
  range("DNS-01-seconds", r, "ttl", recordTtl, { source: API, fix: "Set a ttl within the range." }),
  required("DNS-03", r, "setIdentifier", {
    when: (inputs) => routingPolicies.some((policy) => isSet(inputs, policy)),
    limit: "a name that tells the records of one routing policy apart",
    source: API,
    fix: "Set setIdentifier.",
  }),
  custom(
    "DNS-03-policy",
    r,
    {
      limit: "one routing policy",
      source: API,
      fix: "Keep one routing policy; combine policies through alias records.",
    },
    (inputs) => {
      const found = routingPolicies.filter((policy) => isSet(inputs, policy));
      return found.length > 1 ? { argument: found[0] ?? "", found } : undefined;
    },
  ),
  absent("DNS-03-identifier", r, "setIdentifier", {
    when: (inputs) => routingPolicies.every((policy) => isAbsent(inputs, policy)),
    limit: "none without a routing policy",
    source: API,
    fix: "Add a routing policy, or remove setIdentifier.",
  }),
  pattern("DNS-03-length", r, "setIdentifier", /^.{1,128}$/, {
    limit: "1 to 128 characters",
    source: API,
    fix: "Choose a short name, such as blue.",
  }),
  range(
    "DNS-03-weight",
    r,
    "weightedRoutingPolicies.*.weight",
    { min: 0, max: 255 },
    { source: API, fix: "Give shares such as 90 and 10; only their relation counts." },
  ),
  oneOf("DNS-03-failover", r, "failoverRoutingPolicies.*.type", ["PRIMARY", "SECONDARY"], {
    source: API,
    fix: "Name one of the two.",
  }),
  required("DNS-03-primary", r, "healthCheckId", {
    severity: "warning",
    when: (inputs) =>
      isNoAlias(inputs) &&
      valuesAt(inputs, "failoverRoutingPolicies.*.type").some(({ value }) => value === "PRIMARY"),
    limit: "a health check: without one the primary record is always answered",
    source: `${GUIDE}/dns-failover-types.html`,
    fix: "Set healthCheckId.",
  }),
  absent("DNS-03-multivalue", r, "multivalueAnswerRoutingPolicy", {
    when: (inputs) => isAlias(inputs) && equals(inputs, "multivalueAnswerRoutingPolicy", true),
    limit: "no multivalue answer of an alias",
    source: `${GUIDE}/resource-record-sets-values-multivalue.html`,
    fix: "Give addresses as records, or choose weighted or latency routing.",
  }),
  pattern(
    "DNS-02",
    route53.queryLog,
    "cloudwatchLogGroupArn",
    /^arn:[a-z-]+:logs:us-east-1:\d+:log-group:\/aws\/route53\//,
    {
      limit: "a log group in us-east-1 whose name begins with /aws/route53/",
      source: `${GUIDE}/query-logs.html`,
      fix: 'Make the log group with region: "us-east-1" and such a name.',
    },
  ),
  pattern("DNS-04", route53.zone, "name", /^([a-z0-9_-]{1,63}\.)*[a-z0-9-]{1,63}\.?$/i, {
    limit: "a domain name, such as example.com",
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
    fix: "Give the domain name alone.",
  }),
];
