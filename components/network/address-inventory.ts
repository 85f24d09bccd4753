/** The public addresses of an egress, apart from what wears them. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component, Transforms } from "../component";
import { repeated } from "../base/repeated";
import { AddressPlaces } from "../wiring/address-places";
import { Address, AddressArgs, bringIn, refuseMalformed } from "../wiring/brought-in-address";
import { refuseWrongAddresses } from "./zones";

export type { Address, AddressArgs } from "../wiring/brought-in-address";

/** An address of an inventory. */
export interface InventoryAddress extends Address {
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
  readonly byZone: Readonly<Record<string, InventoryAddress>>;
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

  private address(
    zone: string,
    given: AddressArgs,
    { disposable }: AddressInventoryArgs,
  ): InventoryAddress {
    const { allocationId, publicIpv4Pool } = given;
    refuseMalformed(`addresses.${zone}`, given, this.refuse);
    if (allocationId !== undefined) {
      return this.broughtIn(allocationId, zone);
    }
    const made = this.child(
      aws.ec2.Eip,
      zone,
      { domain: "vpc", publicIpv4Pool, tags: { Name: this.nameOf(zone) } },
      { key: "address", ...this.keep(disposable) },
    );
    return { allocationId: made.allocationId, publicIp: made.publicIp, handovers: [] };
  }

  /**
   * Its place stands for the zone and the inventory that an address is brought in for. It is replaced
   * delete-first when the address moves: what wore it is deleted before anything else wears it.
   */
  private broughtIn(allocationId: string, zone: string): InventoryAddress {
    const isOwn = ({ name }: { name: string }) => name.startsWith(this.nameOf(""));
    // Its id and not the inventory's name, so that an alias keeps everything as it is.
    this.#identity ??= this.child(random.RandomId, "identity", { byteLength: 4 });
    const address = bringIn({
      ...{ allocationId, component: this, refuse: this.refuse, isOwn },
      places: AddressPlaces.of(this.environment),
      argument: `addresses.${zone}.allocationId`,
      holder: `another egress of this environment has for zone ${zone}`,
      keepers: { zone, inventory: this.#identity.hex },
    });
    const broughtBack = address.maker.apply((by) =>
      by && isOwn(by) && by.name !== this.nameOf(zone) ? `${allocationId} in ${zone}` : undefined,
    );
    return { ...address, broughtBack };
  }

  private nameOf(zone: string): string {
    return `${this.logicalName}-${zone}`;
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
