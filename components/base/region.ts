/** How the names of AWS regions and of their availability zones look. */

export const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** A region and a letter. */
export const zoneNamePattern = /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/;

/** `eu-west-1` for `eu-west-1a`. */
export function regionOfZone(zone: string): string {
  return zone.slice(0, -1);
}
