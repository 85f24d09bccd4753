/** How the ids look by which addresses are brought in. */

/** Ids of today have 17 digits, those from before 2019 have 8. */
export const allocationIdPattern = /^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$/;
export const allowedAllocationIds =
  "eipalloc- and 8 or 17 hexadecimal digits, such as eipalloc-0123456789abcdef0";

export const addressPoolPattern = /^ipv4pool-ec2-[0-9a-f]+$/;
export const allowedAddressPools =
  "ipv4pool-ec2- and hexadecimal digits, such as ipv4pool-ec2-0123456789abcdef0";
