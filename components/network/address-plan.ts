/** Which range of the VPC each subnet has. */

/** The subnets of a zone, in the order of their slots. A new tier goes to the end. */
export const tiers = ["public", "private", "isolated"] as const;
export type Tier = (typeof tiers)[number];

/** us-east-1 has 6 zones, more than any other region; 8 is the next power of two. */
const ZONE_SLOTS = 8;
/** One more than there are tiers, so that one can still be added. */
const TIER_SLOTS = 4;
/** 8 x 4 slots take 5 bits. */
const SLOT_BITS = Math.log2(ZONE_SLOTS * TIER_SLOTS);

/** The most zones a plan has room for. */
export const MOST_ZONES = ZONE_SLOTS;

/** A VPC is a /16 at most (EC2 CreateVpc). */
const LARGEST_VPC = 16;
/** A subnet is a /28 at least (EC2 CreateSubnet); five bits more than the VPC. */
const SMALLEST_VPC = 28 - SLOT_BITS;

/** What a VPC's range may be, as one sentence for errors. */
export const allowedCidrBlocks = `an IPv4 range from /${LARGEST_VPC} to /${SMALLEST_VPC} whose address is the first of the range, such as 10.0.0.0/16`;

/** True for a range that can be divided into slots. */
export function isVpcCidrBlock(text: string): boolean {
  const range = parseRange(text);
  return range !== undefined && range.prefix >= LARGEST_VPC && range.prefix <= SMALLEST_VPC;
}

/**
 * The range of one subnet. Slots are sized for 8 zones and 4 tiers whatever is used, so that a subnet
 * depends on its own zone and tier only: adding zones or tiers never moves one. A /16 gives subnets
 * of 2,048 addresses, of which AWS keeps five; what is not used stays free.
 *
 * @param zone position of the zone in the network's list, from 0 to 7
 *
 * @example
 * subnetCidrBlock("10.0.0.0/16", 1, "private"); // "10.0.40.0/21"
 */
export function subnetCidrBlock(vpcCidrBlock: string, zone: number, tier: Tier): string {
  const vpc = parseRange(vpcCidrBlock);
  if (!vpc || !isVpcCidrBlock(vpcCidrBlock) || !(zone >= 0 && zone < ZONE_SLOTS)) {
    throw new RangeError(`no slot for zone ${zone} in ${vpcCidrBlock}`);
  }
  const prefix = vpc.prefix + SLOT_BITS;
  const slot = zone * TIER_SLOTS + tiers.indexOf(tier);
  return `${dotted(vpc.first + slot * 2 ** (32 - prefix))}/${prefix}`;
}

interface Range {
  /** The first address as a number. */
  readonly first: number;
  readonly prefix: number;
}

function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) {
    return undefined;
  }
  const [prefix, octets] = [Number(match[5]), match.slice(1, 5).map(Number)];
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const isRange =
    prefix <= 32 && octets.every((octet) => octet <= 255) && first % 2 ** (32 - prefix) === 0;
  return isRange ? { first, prefix } : undefined;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
