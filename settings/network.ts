/** The VPC: its range, its zones, and how traffic leaves it. */
import * as z from "zod";
import {
  addressPoolPattern,
  allocationIdPattern,
  allowedAddressPools,
  allowedAllocationIds,
} from "../components/base/address-ids";
import { MOST_ZONES } from "../components/network/address-plan";
import { egressModes } from "../components/network/egress-modes";
import { zoneNamePattern } from "../components/base/region";

const zoneName = z
  .string()
  .regex(zoneNamePattern, "name of an availability zone, such as eu-west-1a");

const address = z.strictObject({
  allocationId: z
    .string()
    .regex(allocationIdPattern, allowedAllocationIds)
    .optional()
    .meta({ description: "An address that exists already. Default: a new one." }),
  publicIpv4Pool: z.string().regex(addressPoolPattern, allowedAddressPools).optional().meta({
    description: "Pool of your own addresses that a new one is taken from. Default: Amazon's.",
  }),
});

export const networkSettings = z.strictObject({
  cidrBlock: z.cidrv4().optional().meta({
    description:
      "IPv4 range of the VPC, /16 to /23. Default: 10.0.0.0/16. Cannot be changed later.",
  }),
  zones: z.array(zoneName).min(1).max(MOST_ZONES).meta({
    description:
      "Availability zones. Add at the end; never reorder, remove from the end only: to leave another one, name it in retiredZones too.",
  }),
  retiredZones: z.array(zoneName).optional().meta({
    description:
      "Those of zones that are left: each keeps its position and its empty subnets, everything else in it goes. Default: none.",
  }),
  egress: z
    .strictObject({
      mode: z.enum(egressModes).meta({ description: "How private subnets reach the internet." }),
      addresses: z.record(zoneName, address).optional().meta({
        description:
          "The public addresses by zone; one that is listed stays whatever the mode. Default: one for each zone, none with mode none.",
      }),
      disposable: z.boolean().optional().meta({
        description: "True to release new addresses with the stack. Default: protected, retained.",
      }),
    })
    .default({ mode: "none" }),
  interfaceEndpoints: z.array(z.string()).optional().meta({
    description: "AWS services reached through an interface in the VPC, such as secretsmanager.",
  }),
});

/** Every zone that the settings name, with where they do. */
export function zonesIn(
  network: z.infer<typeof networkSettings> | undefined,
): { zone: string; path: (string | number)[] }[] {
  if (!network) return [];
  const addresses = Object.keys(network.egress.addresses ?? {});
  return [
    ...network.zones.map((zone, i) => ({ zone, path: ["zones", i] })),
    ...addresses.map((zone) => ({ zone, path: ["egress", "addresses", zone] })),
  ];
}
