/** Regions and zones that do not exist, or are not where the resource is; other partitions than `aws`. */
import { allowedRegion, isCommercial, isRegion, zonesOf, type NewerRegions } from "../base/regions";
import { anyAwsType, type Plain, type StackResource, type StackRule } from "../base/rule";
import { strata } from "../base/types/strata";
import { isRecord, listOf, textAt, valueAt, type Place } from "../base/values";
import { graphOf, type Graph } from "./graph";

export const awsProvider = "pulumi:providers:aws";

const REGIONS = "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html";
const ZONES =
  "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html";
const ARNS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html";
const NEWER =
  "name one that is newer than the list in the Environment's newerRegions, which says its zones";

/** Arguments that name a region besides the resource's own, wherever they stand. */
const REGION_KEYS =
  /^(region|regionName|awsRegion|(peer|source|destination|vpc|service|endpointGroup|cloudwatchAlarm|witness|originShield|sourceAmi)Region)$/;
const ZONE_KEYS =
  /^(availabilityZone|availabilityZoneName|(preferredA|a)vailabilityZones|preferredCacheClusterAzs)$/;
/** The form alone: local zones (`us-west-2-lax-1a`) and ids (`euw1-az1`) have others. */
const REGION_FORM = /^[a-z]{2}(-[a-z]+)+-\d$/;
const ZONE_FORM = /^([a-z]{2}(-[a-z]+)+-\d)[a-z]$/;

export const sections = { REG: "Regions" };

export const stackRules: readonly StackRule[] = [
  {
    id: "REG-01",
    severity: "error",
    type: [anyAwsType, awsProvider],
    limit: allowedRegion,
    source: REGIONS,
    fix: `Correct the region; list them with: aws ec2 describe-regions --all-regions; ${NEWER}.`,
    checkStack: (resources) => {
      const newer = newerRegions(graphOf(resources));
      const isWrong = (region: string) => !isClosed(region) && !isRegion(region, newer);
      const ofProviders = new Set(regionsOfProviders(graphOf(resources)).filter(isWrong));
      return judged(resources).flatMap(({ urn, type, values }) => {
        const own = textAt(values, "region");
        const below = placesOf(values, REGION_KEYS).filter(
          ({ path, value }) =>
            path !== "region" && typeof value === "string" && REGION_FORM.test(value),
        );
        // What a resource has from its provider is the provider's fault.
        const isOwn = type === awsProvider || !ofProviders.has(own ?? "");
        const all = [...(isOwn ? [{ path: "region", value: own }] : []), ...below];
        return all
          .filter(({ value }) => typeof value === "string" && value !== "" && isWrong(value))
          .map(({ path, value }) => ({ urn, argument: path, found: value }));
      });
    },
  },
  {
    id: "REG-01-zone",
    severity: "error",
    type: anyAwsType,
    limit: "availability zones of the resource's region",
    source: ZONES,
    fix: `Correct the zone; list them with: aws ec2 describe-availability-zones --region <region>; ${NEWER}.`,
    checkStack: (resources) => {
      const newer = newerRegions(graphOf(resources));
      return judged(resources).flatMap((resource) => {
        const region = textAt(resource.values, "region");
        // A region that does not exist is blamed itself, not its zones.
        if (region !== undefined && !isRegion(region, newer)) return [];
        return placesOf(resource.values, ZONE_KEYS).flatMap(({ path: argument, value }) => {
          const allowed = zoneProblem(value, region, newer);
          return allowed === undefined
            ? []
            : [{ urn: resource.urn, argument, found: value, limit: allowed }];
        });
      });
    },
  },
  {
    id: "REG-02",
    severity: "error",
    type: [anyAwsType, awsProvider],
    limit: "a region of the partition aws beside components, which write ARNs and endpoints of it",
    source: ARNS,
    fix: "Choose another region, or use raw resources alone in this stack: in China, GovCloud and the closed partitions ARNs do not begin with arn:aws:.",
    checkStack: (resources) => {
      if (!resources.some(({ type }) => type.startsWith(strata.prefix))) return [];
      const isForeign = (region: string | undefined) =>
        region !== undefined && region !== "" && !isCommercial(region);
      const ofProviders = new Set(regionsOfProviders(graphOf(resources)).filter(isForeign));
      return judged(resources).flatMap(({ urn, type, values }) => {
        const found = textAt(values, "region");
        const isOwn = type === awsProvider || !ofProviders.has(found ?? "");
        return isForeign(found) && isOwn ? [{ urn, argument: "region", found }] : [];
      });
    },
  },
];

/** The regions of the stack's providers, as far as they are known. */
export function regionsOfProviders(graph: Graph): string[] {
  return graph.ofType(awsProvider).flatMap(({ values }) => textAt(values, "region") ?? []);
}

/** What the environments of the stack say about regions that are newer than the list. */
function newerRegions(graph: Graph): NewerRegions {
  const entries = graph.ofType(strata.environment).flatMap(({ values }) => {
    const newer = valueAt(values, "newerRegions");
    return isRecord(newer) ? Object.entries(newer) : [];
  });
  const isText = (letter: Plain) => typeof letter === "string";
  return Object.fromEntries(
    entries.map(([region, letters]) => [region, listOf(letters).filter(isText)]),
  );
}

function judged(resources: readonly StackResource[]): StackResource[] {
  return resources.filter(({ type }) => type.startsWith("aws:") || type === awsProvider);
}

/** Regions that are not on the list because AWS does not name them to everyone. */
function isClosed(region: string): boolean {
  return /^([a-z]{2}-iso|eusc-)/.test(region);
}

/** What is allowed instead, where the zone is wrong. */
function zoneProblem(
  value: Plain,
  region: string | undefined,
  newer: NewerRegions,
): string | undefined {
  if (typeof value !== "string") return undefined;
  if (isRegion(value, newer)) return `a zone of ${value}: ${zonesOf(value, newer).join(", ")}`;
  const itsRegion = ZONE_FORM.exec(value)?.[1];
  if (itsRegion === undefined || isClosed(itsRegion)) return undefined;
  const zones = zonesOf(region ?? itsRegion, newer);
  if (zones.includes(value)) return undefined;
  if (zones.length === 0) return `zones of ${allowedRegion}`;
  return `zones of ${region ?? itsRegion}, where the resource is: ${zones.join(", ")}`;
}

/** Each value whose key fits, and each entry of a list that does. */
function placesOf(value: Plain, keys: RegExp, at = ""): Place[] {
  if (Array.isArray(value)) {
    return (value as readonly Plain[]).flatMap((item, i) => placesOf(item, keys, `${at}[${i}]`));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]): Place[] => {
    const path = at === "" ? key : `${at}.${key}`;
    if (!keys.test(key)) return placesOf(item, keys, path);
    if (typeof item === "string") return [{ path, value: item }];
    return [
      ...listOf(item).flatMap((each, i) =>
        typeof each === "string" ? [{ path: `${path}[${i}]`, value: each }] : [],
      ),
      ...placesOf(item, keys, path),
    ];
  });
}
