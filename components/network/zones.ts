/** Which zones a network may have. */
import { Refuse } from "../component";
import { allowedRegion, isRegion, zonesOf, type NewerRegions } from "../../rules/base/regions";
import { regionOfZone, zoneNamePattern } from "../base/region";

const LIST_ZONES = "list them with: aws ec2 describe-availability-zones --region <region>";

/** Refuses zones that are none, repeat, or are not all in one region: the environment's, where that is known. */
export function refuseWrongZones(
  zones: readonly string[],
  { region, most, newer }: { region?: string; most?: number; newer?: NewerRegions },
  refuse: Refuse,
): void {
  const wellFormed = zones.every((zone) => zoneNamePattern.test(zone));
  const distinct = new Set(zones).size === zones.length;
  if (!wellFormed || !distinct || zones.length < 1 || zones.length > (most ?? zones.length)) {
    const count = most === undefined ? "at least one zone;" : `1 to ${most}`;
    const allowed = `${count} different names of availability zones, such as ["eu-west-1a"]`;
    throw refuse("zones", zones, allowed, LIST_ZONES);
  }
  const first = regionOfZone(zones[0]);
  const foreign = zones.filter((zone) => regionOfZone(zone) !== (region ?? first));
  if (foreign.length > 0) {
    throw refuse(
      "zones",
      foreign,
      region === undefined
        ? `zones of one region; the first is of ${first}`
        : `zones of ${region}, the environment's region, such as ${region}a`,
      "name zones of that region, or change the region",
    );
  }
  const existing = zonesOf(first, newer);
  const unknown = zones.filter((zone) => !existing.includes(zone));
  if (unknown.length > 0) {
    const allowed = isRegion(first, newer)
      ? `zones that ${first} has: ${existing.join(", ")}`
      : `zones of ${allowedRegion}`;
    throw refuse("zones", unknown, allowed, `${LIST_ZONES}; newer ones go into newerRegions`);
  }
}

/** Refuses to retire what is no zone of the network, or all of them. */
export function refuseWrongRetirement(
  zones: readonly string[],
  retired: readonly string[] = [],
  refuse: Refuse,
): void {
  const allowed = "some of zones, each once, and not all of them";
  const foreign = retired.filter((zone) => !zones.includes(zone));
  if (foreign.length > 0) {
    const fix = "a zone that is retired stays in zones, in its position: add it there again";
    throw refuse("retiredZones", foreign, allowed, fix);
  }
  const distinct = new Set(retired).size;
  if (distinct < retired.length || distinct === zones.length) {
    throw refuse("retiredZones", retired, allowed, "leave one zone in use, and name each once");
  }
}

/** Refuses addresses by anything but the names of zones of this region, in use or not. */
export function refuseWrongAddresses(
  zones: readonly string[],
  region: string | undefined,
  refuse: Refuse,
): void {
  const malformed = zones.find((zone) => !zoneNamePattern.test(zone));
  if (malformed !== undefined) {
    const allowed = "names of availability zones as keys, such as eu-west-1a";
    throw refuse("addresses", malformed, allowed, LIST_ZONES);
  }
  const foreign = zones.filter((zone) => region !== undefined && regionOfZone(zone) !== region);
  if (foreign.length > 0) {
    const fix = "name the zones of that region whose traffic leaves through the addresses";
    throw refuse("addresses", foreign, `zones of ${region}, in use or not`, fix);
  }
}
