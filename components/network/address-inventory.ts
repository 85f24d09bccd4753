/** The public addresses of an egress, apart from what wears them. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component, Transform } from "../component";
import { repeated } from "../repeated";
import {
  addressPoolPattern,
  allocationIdPattern,
  allowedAddressPools,
  allowedAllocationIds,
} from "./address-ids";
import { refuseWrongAddresses } from "./zones";

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
  /** Replaced delete-first when an address that was brought in moves to another zone. */
  readonly place?: random.RandomId;
  /** True where the inventory once made the address for another zone, and it is brought in now. */
  readonly broughtBack?: pulumi.Output<boolean>;
}

export interface AddressInventoryArgs {
  /** The addresses by the zone whose traffic leaves through them. */
  addresses: Readonly<Record<string, AddressArgs>>;
  /** True to release new addresses with the stack, or when they are no longer listed. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Changes the arguments of every new address. */
  transform?: { address?: Transform<aws.ec2.EipArgs> };
}

/**
 * Elastic IP addresses by zone name, protected and retained: neither a change of the egress mode nor
 * `pulumi destroy` releases one. To release an address, see docs/fixed-egress.md.
 *
 * Creates: 1 Elastic IP for every address that is not brought in; for one that is, a `RandomId` that
 * stands for its place. An address costs $3.65 a month,
 * used or not ($0.005 an hour).
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

  constructor(name: string, args: AddressInventoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:AddressInventory", name, opts);
    const zones = Object.keys(args.addresses).sort();
    refuseWrongAddresses(zones, this.environment.homeRegion, (...given) => this.refuse(...given));
    this.refuseRepeated(args.addresses);
    this.byZone = Object.fromEntries(
      zones.map((zone) => [zone, this.address(zone, args.addresses[zone], args)]),
    );
    this.publicIps = pulumi.all(zones.map((zone) => this.byZone[zone].publicIp));
    this.registerOutputs({ publicIps: this.publicIps });
  }

  private address(
    zone: string,
    given: AddressArgs,
    { disposable, transform }: AddressInventoryArgs,
  ): Address {
    const { allocationId, publicIpv4Pool } = given;
    this.refuseMalformed(zone, given);
    if (allocationId !== undefined) {
      return this.broughtIn(allocationId, zone);
    }
    const made = this.child(
      aws.ec2.Eip,
      zone,
      { domain: "vpc", publicIpv4Pool, tags: { Name: this.nameOf(zone) } },
      transform?.address,
      this.keep(disposable),
    );
    return { allocationId: made.allocationId, publicIp: made.publicIp };
  }

  private broughtIn(allocationId: string, zone: string): Address {
    const { publicIp, tags } = aws.ec2.getElasticIpOutput({ id: allocationId }, { parent: this });
    const place = this.placeOf(allocationId, zone);
    return {
      // The place's length never changes: a value that is known, and a dependency.
      allocationId: pulumi.all([allocationId, place.byteLength]).apply(([own]) => own),
      publicIp,
      place,
      broughtBack: tags.apply((found) => this.wasMadeHere(found, zone)),
    };
  }

  /**
   * Stands for the zone that an address is brought in for. It is replaced delete-first when the
   * address moves to another zone: what wore it is deleted before anything else wears it. See
   * docs/decisions/fixed-egress-handover.md.
   */
  private placeOf(allocationId: string, zone: string): random.RandomId {
    return this.child(
      random.RandomId,
      allocationId,
      { byteLength: 4, keepers: { zone } },
      undefined,
      { deleteBeforeReplace: true },
    );
  }

  /** An address that is made here has its zone in its name, and keeps it when it leaves the stack. */
  private wasMadeHere(tags: Readonly<Record<string, string>> = {}, zone: string): boolean {
    const { Name: name = "" } = tags;
    return name.startsWith(this.nameOf("")) && name !== this.nameOf(zone);
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
