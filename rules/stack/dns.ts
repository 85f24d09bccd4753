/** Records among the others of their zone. */
import { acm } from "../base/types/acm";
import { kms } from "../base/types/kms";
import { route53 } from "../base/types/route53";
import { unknown, type StackProblem, type StackResource, type StackRule } from "../base/rule";
import { equals, isAbsent, isSet, listOf, textAt, valueAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const API = "https://docs.aws.amazon.com/Route53/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";
/** Names of Amazon's certificate authority ("CAA records", ACM user guide). */
const AMAZON = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

const policies = {
  weightedRoutingPolicies: "weighted",
  latencyRoutingPolicies: "latency",
  failoverRoutingPolicies: "failover",
  geolocationRoutingPolicies: "geolocation",
  geoproximityRoutingPolicy: "geoproximity",
  cidrRoutingPolicy: "CIDR",
  multivalueAnswerRoutingPolicy: "multivalue",
};

export const stackRules: readonly StackRule[] = [
  {
    id: "DNS-01-zone",
    severity: "error",
    type: route53.record,
    limit: "a name in the zone",
    source: `${API}/API_ResourceRecordSet.html`,
    fix: "Give the name without the zone's domain, or the whole name.",
    checkStack: (resources) =>
      named(graphOf(resources)).flatMap(({ record, given, domain }): StackProblem[] => {
        if (domain === undefined || isWithin(given, domain)) return [];
        // The provider appends the zone's domain to what does not end in it, and takes a final dot away.
        const isTaken = given.endsWith(domain);
        const isWhole = (textAt(record.values, "name") ?? "").endsWith(".");
        return isTaken || isWhole
          ? [{ urn: record.urn, argument: "name", found: given, limit: `a name under ${domain}` }]
          : [];
      }),
  },
  {
    id: "DNS-07",
    severity: "error",
    type: route53.record,
    limit: "one routing policy for all records of a name and type",
    source: `${GUIDE}/routing-policy.html`,
    fix: "Give all the same routing policy; combine policies through alias records of other names.",
    checkStack: (resources) => {
      const byName = new Map<string, Named[]>();
      for (const each of named(graphOf(resources))) {
        const key = `${each.zone} ${each.whole}`;
        byName.set(key, [...(byName.get(key) ?? []), each]);
      }
      return [...byName.values()].flatMap(clashes);
    },
  },
  {
    id: "DNS-09",
    severity: "error",
    type: acm.certificate,
    limit: `a CAA record that names one of ${AMAZON.join(", ")}`,
    source: "https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html",
    fix: 'Add 0 issue "amazon.com" to the CAA record: ACM issues no certificate otherwise.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const allowed = new Map<string, readonly string[]>();
      for (const { record, whole } of named(graph)) {
        if (!equals(record.values, "type", "CAA")) continue;
        const values = valueAt(record.values, "records");
        const texts = listOf(values).filter((value) => typeof value === "string");
        if (texts.length === listOf(values).length) allowed.set(whole, texts);
      }
      return graph.ofType(acm.certificate).flatMap((certificate) =>
        ["domainName", "subjectAlternativeNames.*"]
          .flatMap((path) => valuesAt(certificate.values, path))
          .filter(({ value }) => typeof value === "string" && isForbidden(value, allowed))
          .map(({ path, value }) => ({ urn: certificate.urn, argument: path, found: value })),
      );
    },
  },
  {
    id: "DNS-11",
    severity: "error",
    type: acm.certificateValidation,
    limit: "validation records in a public zone, where ACM can look them up",
    source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    fix: "Put them into the public zone of the domain.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(acm.certificateValidation)
        .filter((validation) =>
          graph
            .candidates(validation, "validationRecordFqdns", route53.record)
            .some((record) => isPrivate(graph.one(record, "zoneId", route53.zone))),
        )
        .map(({ urn }) => ({ urn, argument: "validationRecordFqdns", found: "a private zone" }));
    },
  },
  {
    id: "DNS-02-public",
    severity: "error",
    type: route53.queryLog,
    limit: "a public zone; queries of private ones are logged by the Route 53 Resolver",
    source: `${GUIDE}/query-logs.html`,
    fix: "Use aws.route53.ResolverQueryLogConfig for the VPC.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(route53.queryLog)
        .filter((log) => isPrivate(graph.one(log, "zoneId", route53.zone)))
        .map(({ urn }) => ({ urn, argument: "zoneId", found: "a private zone" }));
    },
  },
  {
    id: "DNS-02-key",
    severity: "error",
    type: route53.keySigningKey,
    limit: "an ECC_NIST_P256 key for SIGN_VERIFY in us-east-1",
    source: `${GUIDE}/dns-configuring-dnssec-cmk-requirements.html`,
    fix: 'Make the key with customerMasterKeySpec "ECC_NIST_P256", keyUsage "SIGN_VERIFY" and region "us-east-1".',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(route53.keySigningKey).flatMap((signing): StackProblem[] => {
        const key = graph.one(signing, "keyManagementServiceArn", kms.key);
        if (key === undefined) return [];
        const wrong = [
          ["customerMasterKeySpec", "ECC_NIST_P256", "SYMMETRIC_DEFAULT"],
          ["keyUsage", "SIGN_VERIFY", "ENCRYPT_DECRYPT"],
          // Absent is the provider's region, which rules do not see.
          ["region", "us-east-1", "us-east-1"],
        ].filter(([argument = "", wanted, byDefault]) => {
          const value = valueAt(key.values, argument);
          return value !== unknown && (value ?? byDefault) !== wanted;
        });
        return wrong.map(([argument = "", , byDefault]) => ({
          urn: signing.urn,
          argument: "keyManagementServiceArn",
          found: `${key.name} with ${argument} ${textAt(key.values, argument) ?? byDefault ?? ""}`,
        }));
      });
    },
  },
];

/** A record whose name is known. */
interface Named {
  readonly record: StackResource;
  /** The name as it was given, in lower case and without the dot at the end. */
  readonly given: string;
  /** The name as the provider makes it. */
  readonly whole: string;
  /** Id or URN of the zone. */
  readonly zone: string;
  /** The zone's domain, where it is of this stack. */
  readonly domain?: string;
}

function named(graph: Graph): Named[] {
  return graph.ofType(route53.record).flatMap((record): Named[] => {
    const name = textAt(record.values, "name");
    const zone = graph.one(record, "zoneId", route53.zone);
    const place = zone?.urn ?? textAt(record.values, "zoneId");
    if (name === undefined || place === undefined) return [];
    const given = name.toLowerCase().replace(/\.$/, "");
    const domain = zone && textAt(zone.values, "name")?.toLowerCase().replace(/\.$/, "");
    const whole =
      domain === undefined || given.endsWith(domain)
        ? given
        : [given, domain].filter(Boolean).join(".");
    return [{ record, given, whole, zone: place, ...(domain !== undefined && { domain }) }];
  });
}

function isWithin(name: string, domain: string): boolean {
  return name === "" || name === domain || name.endsWith(`.${domain}`);
}

/** The records of one name and type whose policy is another than that of the first: the rest of what excludes each other are claims. */
function clashes(records: readonly Named[]): StackProblem[] {
  const routed = records.filter(({ record }) => policyOf(record) !== undefined);
  return routed.flatMap(({ record }): StackProblem[] => {
    const first = routed.find((each) => typeOf(each.record) === typeOf(record))?.record;
    const [mine, others] = [policyOf(record), first && policyOf(first)];
    return first === undefined || mine === others
      ? []
      : [
          {
            ...{ urn: record.urn, argument: "name", found: `${mine ?? ""} routing` },
            limit: `${others ?? ""} routing, as ${first.name} of the same name and type has`,
          },
        ];
  });
}

function typeOf({ values }: StackResource): string | undefined {
  return textAt(values, "type");
}

function policyOf({ values }: StackResource): string | undefined {
  return Object.entries(policies).find(([argument]) => isSet(values, argument))?.[1];
}

/** The nearest CAA record up the tree decides; a wildcard follows issuewild where there is one (RFC 8659). */
function isForbidden(name: string, allowed: ReadonlyMap<string, readonly string[]>): boolean {
  const isWildcard = name.startsWith("*.");
  const labels = name.replace(/^\*\./, "").toLowerCase().split(".");
  const nearest = labels.map((_, i) => labels.slice(i).join(".")).find((each) => allowed.has(each));
  const values = allowed.get(nearest ?? "") ?? [];
  const of = (tag: string) =>
    values.filter((value) => value.split(/\s+/)[1]?.toLowerCase() === tag);
  const wild = isWildcard ? of("issuewild") : [];
  const deciding = wild.length > 0 ? wild : of("issue");
  return (
    deciding.length > 0 &&
    !deciding.some((value) => AMAZON.some((authority) => value.includes(`"${authority}`)))
  );
}

function isPrivate(zone: StackResource | undefined): boolean {
  return (
    zone !== undefined && !isAbsent(zone.values, "vpcs") && listOf(zone.values["vpcs"]).length > 0
  );
}
