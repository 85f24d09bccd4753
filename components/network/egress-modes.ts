/** The ways out of the VPC. */

/**
 * - `per-az`: a NAT gateway in every zone, each with its own address.
 * - `single`: one NAT gateway in the first zone, used by all.
 * - `regional`: one NAT gateway for the VPC with an address for every zone, no public subnet needed.
 * - `instance`: one small EC2 instance that does NAT in the first zone; for development.
 * - `none`: no way out of the VPC.
 */
export const egressModes = ["per-az", "single", "regional", "instance", "none"] as const;
export type EgressMode = (typeof egressModes)[number];
