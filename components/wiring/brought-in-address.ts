/** Elastic IP addresses that exist already and are brought in by their allocation ids. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { zoneNamePattern } from "../base/region";
import {
  addressPoolPattern,
  allocationIdPattern,
  allowedAddressPools,
  allowedAllocationIds,
} from "../base/address-ids";
import type { Refuse } from "../component";
import { AddressMaker, AddressPlaces, Place } from "./address-places";
import { foreignWearer } from "./address-wearer";

/** Where one address comes from. */
export interface AddressArgs {
  /** Allocation id of an address that exists already, such as `eipalloc-0123456789abcdef0`. It stays yours: nothing here changes or releases it. Default: a new address. */
  allocationId?: string;
  /** Id of a pool of your own IPv4 addresses (BYOIP) that a new address is taken from. Default: Amazon's pool. Cannot be changed later. */
  publicIpv4Pool?: string;
}

/** An address that something can wear. */
export interface Address {
  readonly allocationId: pulumi.Output<string>;
  readonly publicIp: pulumi.Output<string>;
  /** What an argument that replaces the wearer must depend on, so that it lets go before the next one takes the address. */
  readonly handovers: readonly pulumi.Input<unknown>[];
}

/** An address that was brought in. */
export interface BroughtInAddress extends Address {
  /** Who of this stack made it, if anybody did. */
  readonly maker: pulumi.Output<AddressMaker | undefined>;
}

export interface BringingIn extends Place {
  /** The component that brings it in. */
  readonly component: pulumi.Resource;
  readonly places: AddressPlaces;
  readonly refuse: Refuse;
  /** True for an address that the component itself made before. */
  readonly isOwn: (maker: AddressMaker) => boolean;
}

/** How the name of an address ends that an inventory made: with its zone. */
const namedByZone = new RegExp(`-${zoneNamePattern.source.slice(1)}`);

/** Brings in an address; nothing that wears it now may be of another stack. */
export function bringIn({ component, places, refuse, isOwn, ...place }: BringingIn) {
  const { allocationId, argument } = place;
  const inside = { parent: component };
  const found = aws.ec2.getElasticIpOutput({ id: allocationId }, inside);
  const judged = found.apply(async (address) => {
    const wearer = await foreignWearer(address, inside);
    if (wearer !== undefined) {
      // Logged and not thrown, so that all such addresses are named at once.
      const { message } = refuse(
        argument,
        allocationId,
        `an address that nothing outside this stack wears; ${wearer} wears it`,
        "let go of it there first (an egress with mode none, without the address; or delete what wears it), then bring it in here",
      );
      await pulumi.log.error(message, component);
    }
  });
  const held = places.take(place);
  const maker = found.tags.apply(makerOf);
  // Of the plain id: a hand-over must not depend on the place, and be replaced with it.
  const stranger = maker.apply((by) => (by && isOwn(by) ? undefined : by));
  places.announce(stranger.apply((by) => by && { allocationId, maker: by }));
  const handovers = [held.byteLength, stranger.apply((by) => by && places.handoverOf(by))];
  const address: BroughtInAddress = {
    allocationId: pulumi.all([allocationId, held.byteLength, judged]).apply(([own]) => own),
    publicIp: found.publicIp,
    handovers,
    maker,
  };
  return address;
}

/** @throws pulumi.RunError where an address can't come from there; `argument` is empty for the arguments themselves. */
export function refuseMalformed(argument: string, given: AddressArgs, refuse: Refuse): void {
  const { allocationId, publicIpv4Pool } = given;
  const at = (name: string) => (argument === "" ? name : `${argument}.${name}`);
  if (allocationId !== undefined && publicIpv4Pool !== undefined) {
    throw refuse(
      argument === "" ? "publicIpv4Pool" : argument,
      argument === "" ? publicIpv4Pool : given,
      "allocationId or publicIpv4Pool, not both",
      "an address that exists has a pool already: remove publicIpv4Pool",
    );
  }
  if (allocationId !== undefined && !allocationIdPattern.test(allocationId)) {
    const fix = "list them with: aws ec2 describe-addresses";
    throw refuse(at("allocationId"), allocationId, allowedAllocationIds, fix);
  }
  if (publicIpv4Pool !== undefined && !addressPoolPattern.test(publicIpv4Pool)) {
    const fix = "list them with: aws ec2 describe-public-ipv4-pools";
    throw refuse(at("publicIpv4Pool"), publicIpv4Pool, allowedAddressPools, fix);
  }
}

/**
 * Who of this stack made an address: its name is that of the resource, and it keeps it when it leaves the
 * stack. Undefined for what others made.
 */
function makerOf(tags: Readonly<Record<string, string>> = {}): AddressMaker | undefined {
  const { Name: name = "", Layer: layer, Project: project, Stack: stack } = tags;
  const elsewhere =
    (project !== undefined && project !== pulumi.getProject()) ||
    (stack !== undefined && stack !== pulumi.getStack());
  if (elsewhere || (layer !== "web" && layer !== "network")) {
    return undefined;
  }
  const isOurs = layer === "web" ? name !== "" : namedByZone.test(name);
  return isOurs ? { name, layer } : undefined;
}
