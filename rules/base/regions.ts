/** Regions and their availability zones, and the partition that each is of. */

/** The day of the list. A region or zone that is newer is named in the environment's `newerRegions`. */
export const regionsAsOf = "2026-11-29";

/** Letters of the zones of regions that are newer than the list, or that got more: `{ "eu-west-9": ["a", "b", "c"] }`. */
export type NewerRegions = Readonly<Record<string, readonly string[]>>;

/**
 * Letters of each region's zones, as any account may see them.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const letters: Readonly<Record<string, string>> = {
  ...same(
    "abc",
    ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-3", "ap-south-1", "ap-south-2"],
    ...["ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5"],
    ...["ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-1", "eu-central-2"],
    ...["eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3"],
    ...["il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-2"],
    ...["us-west-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"],
  ),
  ...same("abcd", "ap-northeast-1", "ap-northeast-2", "ca-central-1", "us-west-2", "cn-north-1"),
  ...same("abcdef", "us-east-1"),
};

/** True where AWS has the region, as far as the list and `newer` know. */
export function isRegion(region: string, newer: NewerRegions = {}): boolean {
  return Object.hasOwn(letters, region) || Object.hasOwn(newer, region);
}

/** Names of a region's zones, such as `eu-west-1a`; none of a region that is not known. */
export function zonesOf(region: string, newer: NewerRegions = {}): string[] {
  const known = Object.hasOwn(letters, region) ? [...(letters[region] ?? "")] : [];
  return [...new Set([...known, ...(newer[region] ?? [])])].map((letter) => region + letter);
}

/** True for regions whose ARNs begin with `arn:aws:`: not those of China, GovCloud and the closed partitions. */
export function isCommercial(region: string): boolean {
  return !/^(cn-|us-gov-|[a-z]{2}-iso|eusc-)/.test(region);
}

/** What a region may be, for error messages. */
export const allowedRegion = `an AWS region, such as eu-west-1 (list of ${regionsAsOf})`;

function same(zones: string, ...regions: readonly string[]): Record<string, string> {
  return Object.fromEntries(regions.map((region) => [region, zones]));
}
