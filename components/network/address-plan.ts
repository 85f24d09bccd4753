/** Which range of the VPC each subnet has. */
import { blockOf, isAligned } from "../../rules/base/cidr";

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
export function allowedCidrBlocks(smallest = SMALLEST_VPC): string {
  return `an IPv4 range from /${LARGEST_VPC} to /${smallest} whose address is the first of the range, such as 10.0.0.0/16`;
}

/** True for a range that can be divided into slots; with another `smallest` for one that need not be. */
export function isVpcCidrBlock(text: string, smallest = SMALLEST_VPC): boolean {
  const block = blockOf(text);
  return (
    block !== undefined &&
    isAligned(block) &&
    block.prefix >= LARGEST_VPC &&
    block.prefix <= smallest
  );
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
  const vpc = blockOf(vpcCidrBlock);
  if (!vpc || !isVpcCidrBlock(vpcCidrBlock) || !(zone >= 0 && zone < ZONE_SLOTS)) {
    throw new RangeError(`no slot for zone ${zone} in ${vpcCidrBlock}`);
  }
  const prefix = vpc.prefix + SLOT_BITS;
  const slot = zone * TIER_SLOTS + tiers.indexOf(tier);
  return `${dotted(vpc.first + slot * 2 ** (32 - prefix))}/${prefix}`;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
