/** The public addresses of an egress, apart from what wears them. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component, Transforms } from "../component";
import { zoneNamePattern } from "../base/region";
import { repeated } from "../base/repeated";
import { AddressPlaces } from "./address-places";
import {
  addressPoolPattern,
  allocationIdPattern,
  allowedAddressPools,
  allowedAllocationIds,
} from "./address-ids";
import { foreignWearer } from "./address-wearer";
import { refuseWrongAddresses } from "./zones";

/** How the name of an address ends that is made here: with its zone. */
const namedByZone = new RegExp(`-${zoneNamePattern.source.slice(1)}`);

/** Where one address comes from. */
export interface AddressArgs {
  /** Allocation id of an address that exists already, such as `eipalloc-0123456789abcdef0`. It stays yours: nothing here changes or releases it. Default: a new address. */
  allocationId?: string;
  /** Id of a pool of your own IPv4 addresses (BYOIP) that a new address is taken from. Default: Amazon's pool. Cannot be changed later. */
  publicIpv4Pool?: string;
}

/** An address that a gateway can wear. */
export interface Address {
  readonly allocationId: pulumi.Output<string>;
  readonly publicIp: pulumi.Output<string>;
  /** Replaced delete-first when an address that was brought in moves to another zone or egress. */
  readonly place?: random.RandomId;
  /** Says where it is brought in now, if the inventory once made it for another zone. */
  readonly broughtBack?: pulumi.Output<string | undefined>;
}

export interface AddressInventoryArgs {
  /** The addresses by the zone whose traffic leaves through them. */
  addresses: Readonly<Record<string, AddressArgs>>;
  /** True to release new addresses with the stack, or when they are no longer listed. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Changes the arguments of every new address. */
  transform?: Transforms<{ address: aws.ec2.EipArgs }>;
}

/**
 * Elastic IP addresses by zone name, protected and retained: neither a change of the egress mode nor
 * `pulumi destroy` releases one. To release an address, see docs/fixed-egress.md.
 *
 * Creates: 1 Elastic IP for every address that is not brought in; for one that is, its place (see
 * `AddressPlaces`), and 1 `RandomId` that tells this inventory from others. An address costs $3.65 a
 * month, used or not ($0.005 an hour).
 *
 * @example
 * const inventory = new AddressInventory("partner", { addresses: { "eu-west-1a": {} } });
 * export const allowList = inventory.publicIps;
 */
export class AddressInventory extends Component {
  /** The addresses by zone name. */
  readonly byZone: Readonly<Record<string, Address>>;
  /** All addresses, in the order of the zones' names. */
  readonly publicIps: pulumi.Output<string[]>;
  readonly #places?: AddressPlaces;
  #identity?: random.RandomId;

  constructor(name: string, args: AddressInventoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:AddressInventory", name, args, opts);
    const zones = Object.keys(args.addresses).sort();
    refuseWrongAddresses(zones, this.environment.homeRegion, this.refuse);
    this.refuseRepeated(args.addresses);
    this.#places = zones.length > 0 ? AddressPlaces.of(this.environment) : undefined;
    this.byZone = Object.fromEntries(
      zones.map((zone) => [zone, this.address(zone, args.addresses[zone], args)]),
    );
    this.publicIps = pulumi.all(zones.map((zone) => this.byZone[zone].publicIp));
  }

  /** What addresses go through when they move; undefined where the inventory has none. */
  get places(): AddressPlaces | undefined {
    return this.#places;
  }

  private address(zone: string, given: AddressArgs, { disposable }: AddressInventoryArgs): Address {
    const { allocationId, publicIpv4Pool } = given;
    this.refuseMalformed(zone, given);
    if (allocationId !== undefined) {
      return this.broughtIn(allocationId, zone);
    }
    const made = this.child(
      aws.ec2.Eip,
      zone,
      { domain: "vpc", publicIpv4Pool, tags: { Name: this.nameOf(zone) } },
      { key: "address", ...this.keep(disposable) },
    );
    return { allocationId: made.allocationId, publicIp: made.publicIp };
  }

  private broughtIn(allocationId: string, zone: string): Address {
    const found = aws.ec2.getElasticIpOutput({ id: allocationId }, { parent: this });
    const { publicIp, tags } = found;
    const judged = found.apply((address) => this.refuseWorn(allocationId, zone, address));
    const place = this.placeOf(allocationId, zone);
    const maker = tags.apply((found) => makerOf(found));
    this.#places?.announce(
      maker.apply((name) =>
        name !== undefined && !this.isOurs(name) ? `${allocationId} of ${name}` : undefined,
      ),
    );
    return {
      // The place's length never changes: a value that is known, and a dependency.
      allocationId: pulumi.all([allocationId, place?.byteLength, judged]).apply(([own]) => own),
      publicIp,
      place,
      // Of the plain id: the hand-over must not depend on the place, and be replaced with it.
      broughtBack: maker.apply((name) =>
        name !== undefined && this.isOurs(name) && name !== this.nameOf(zone)
          ? `${allocationId} in ${zone}`
          : undefined,
      ),
    };
  }

  /**
   * Stands for the zone and the inventory that an address is brought in for. It is replaced
   * delete-first when the address moves: what wore it is deleted before anything else wears it.
   */
  private placeOf(allocationId: string, zone: string): random.RandomId | undefined {
    // Its id and not the inventory's name, so that an alias keeps everything as it is.
    this.#identity ??= this.child(random.RandomId, "identity", { byteLength: 4 });
    return this.#places?.take({ allocationId, zone, inventory: this.#identity.hex });
  }

  /**
   * An error of the preview where something outside this stack wears the address: AWS would refuse it
   * halfway through the update. Logged and not thrown, so that all such addresses are named at once.
   */
  private async refuseWorn(
    allocationId: string,
    zone: string,
    address: aws.ec2.GetElasticIpResult,
  ): Promise<void> {
    const wearer = await foreignWearer(address, { parent: this });
    if (wearer !== undefined) {
      const { message } = this.refuse(
        `addresses.${zone}.allocationId`,
        allocationId,
        `an address that nothing outside this stack wears; ${wearer} wears it`,
        "let go of it there first (an egress with mode none, without the address; or delete what wears it), then bring it in here",
      );
      await pulumi.log.error(message, this);
    }
  }

  private isOurs(name: string): boolean {
    return name.startsWith(this.nameOf(""));
  }

  private nameOf(zone: string): string {
    return `${this.logicalName}-${zone}`;
  }

  private refuseMalformed(zone: string, given: AddressArgs): void {
    const { allocationId, publicIpv4Pool } = given;
    const argument = `addresses.${zone}`;
    if (allocationId !== undefined && publicIpv4Pool !== undefined) {
      throw this.refuse(
        argument,
        given,
        "allocationId or publicIpv4Pool, not both",
        "an address that exists has a pool already: remove publicIpv4Pool",
      );
    }
    if (allocationId !== undefined && !allocationIdPattern.test(allocationId)) {
      const fix = "list them with: aws ec2 describe-addresses";
      throw this.refuse(`${argument}.allocationId`, allocationId, allowedAllocationIds, fix);
    }
    if (publicIpv4Pool !== undefined && !addressPoolPattern.test(publicIpv4Pool)) {
      const fix = "list them with: aws ec2 describe-public-ipv4-pools";
      throw this.refuse(`${argument}.publicIpv4Pool`, publicIpv4Pool, allowedAddressPools, fix);
    }
  }

  private refuseRepeated(addresses: AddressInventoryArgs["addresses"]): void {
    const ids = Object.values(addresses).flatMap(({ allocationId }) => allocationId ?? []);
    const twice = repeated(ids);
    if (twice !== undefined) {
      throw this.refuse(
        "addresses",
        twice,
        "each allocation id for one zone; two gateways can't wear the same address",
        "give one of the zones another address, or {} for a new one",
      );
    }
  }
}

/**
 * The name of an address that an inventory of this stack made: it has the inventory and the zone in
 * it, and keeps it when it leaves the stack. Undefined for what others made.
 */
function makerOf(tags: Readonly<Record<string, string>> = {}): string | undefined {
  const { Name: name = "", Layer: layer, Project: project, Stack: stack } = tags;
  const elsewhere =
    (project !== undefined && project !== pulumi.getProject()) ||
    (stack !== undefined && stack !== pulumi.getStack());
  return layer === "network" && namedByZone.test(name) && !elsewhere ? name : undefined;
}
