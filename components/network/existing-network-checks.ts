/** What is said of a VPC that is there, and can't be so. */
import * as pulumi from "@pulumi/pulumi";
import { isIPv4 } from "node:net";
import { cidrPrefix } from "../../rules/network";
import type { EnvironmentFacts } from "../base/environment-facts";
import { Refuse } from "../component";
import { allowedCidrBlocks, isVpcCidrBlock } from "./address-plan";
import { refuseWrongEndpoints } from "./endpoint-names";
import type { ExistingNetworkArgs } from "./existing-network";
import { refuseWrongZones } from "./zones";

/** @throws pulumi.RunError for the first thing that is wrong. */
export function checkExistingNetwork(
  args: ExistingNetworkArgs,
  { homeRegion: region, newerRegions: newer }: EnvironmentFacts,
  refuse: Refuse,
): void {
  const { cidrBlock, interfaceEndpoints } = args;
  refuseWrongZones(Object.keys(args.zones), { region, newer }, refuse);
  if (!isVpcCidrBlock(cidrBlock, cidrPrefix.max)) {
    const allowed = allowedCidrBlocks(cidrPrefix.max);
    throw refuse("cidrBlock", cidrBlock, allowed, "take it from: aws ec2 describe-vpcs");
  }
  if (interfaceEndpoints) {
    refuseWrongEndpoints("interfaceEndpoints.services", interfaceEndpoints.services, refuse);
  }
  refuseWrongPublicIps(args.publicIps, refuse);
  if (args.egress) {
    refuseTwoEgresses(args, refuse);
    refuseSharedRouteTables(args.zones, refuse);
  }
}

function refuseWrongPublicIps(publicIps: ExistingNetworkArgs["publicIps"], refuse: Refuse): void {
  const plain: readonly pulumi.Input<string>[] = Array.isArray(publicIps) ? publicIps : [];
  const wrong = plain.find((address) => typeof address === "string" && !isIPv4(address));
  if (wrong !== undefined) {
    const fix = "name the addresses of the NAT gateways: aws ec2 describe-nat-gateways";
    throw refuse("publicIps", wrong, "IPv4 addresses, such as 198.51.100.7", fix);
  }
}

function refuseTwoEgresses({ publicIps }: ExistingNetworkArgs, refuse: Refuse): void {
  if (publicIps !== undefined) {
    throw refuse(
      "publicIps",
      "set",
      "egress or publicIps, not both",
      "remove publicIps, which the egress has of its own; or remove egress, to keep the way out that is there",
    );
  }
}

/** Each zone gets a route to 0.0.0.0/0 of its own, and a table takes one. */
function refuseSharedRouteTables(zones: ExistingNetworkArgs["zones"], refuse: Refuse): void {
  const seen = new Map<pulumi.Input<string> | undefined, string>();
  for (const [zone, { privateRouteTableId }] of Object.entries(zones)) {
    const other = seen.get(privateRouteTableId);
    if (other !== undefined) {
      throw refuse(
        `zones.${zone}.privateRouteTableId`,
        typeof privateRouteTableId === "string" ? privateRouteTableId : "the same output",
        `a route table for each zone; zone ${other} has this one`,
        `make a table of its own for the private subnet of ${zone}`,
      );
    }
    if (privateRouteTableId !== undefined) {
      seen.set(privateRouteTableId, zone);
    }
  }
}
