/** A fixed public address. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component, main, Transforms } from "../component";
import { FixedAddress } from "../contracts";
import { SharedDocument } from "../shared-document";
import { AddressPlaces, movedWith } from "../wiring/address-places";
import { Address, AddressArgs, bringIn, refuseMalformed } from "../wiring/brought-in-address";

export interface ElasticIpArgs extends AddressArgs {
  /** True to release a new address with the stack. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Changes the arguments of a new address. */
  transform?: Transforms<{ eip: aws.ec2.EipArgs }>;
}

/**
 * An Elastic IP, protected and retained: neither a change of what wears it nor `pulumi destroy` releases
 * it. Two things can't wear it at once: what wears it lets go before something else takes it, see docs/web.md.
 *
 * Creates: 1 address, none where one is brought in; random ids that order the steps when the address
 * changes hands: 1, and 1 place where it is brought in. An address costs $3.65 a month, used or not ($0.005
 * an hour).
 *
 * @example
 * const entrance = new ElasticIp("entrance");
 * export const allowList = entrance.publicIp;
 */
export class ElasticIp extends Component implements FixedAddress {
  readonly allocationId: pulumi.Output<string>;
  readonly publicIp: pulumi.Output<string>;
  readonly #places: AddressPlaces;
  readonly #handovers: Address["handovers"];
  readonly #wearers: SharedDocument<pulumi.Input<string>>;

  constructor(name: string, args: ElasticIpArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:ElasticIp", name, args, opts);
    refuseMalformed("", args, this.refuse);
    this.#places = AddressPlaces.of(this.environment);
    this.#wearers = new SharedDocument(`list of what wears address "${name}"`);
    const handover = this.makeHandover();
    const address = this.comeBy(args, handover);
    this.publicIp = address.publicIp;
    this.#handovers = [handover.byteLength, ...address.handovers];
    this.allocationId = movedWith(address.allocationId, this.#handovers);
  }

  /** For what wears the address with others, and takes them all by one argument that replaces it. */
  get handovers(): Address["handovers"] {
    return this.#handovers;
  }

  handTo(wearer: pulumi.Input<string>): ReturnType<NonNullable<FixedAddress["handTo"]>> {
    this.#wearers.add(wearer);
    return { allocationId: this.allocationId, dependsOn: this.#places.all };
  }

  /** Replaced delete-first when something else of the stack brings the address in, or another wearer comes. */
  private makeHandover(): random.RandomId {
    const name = this.logicalName;
    const moves = this.#places.movesOf((maker) => maker.layer === "web" && maker.name === name);
    const wearers = pulumi.output(this.#wearers.entries.then((all) => [...all]));
    const keepers = pulumi
      .all([moves, wearers])
      .apply(([moved, all]) => (all.length > 0 ? { ...moved, wornBy: all.join(", ") } : moved));
    const opts = { deleteBeforeReplace: true };
    const handover = this.child(random.RandomId, "handover", { byteLength: 4, keepers }, opts);
    this.#places.handOver(name, handover);
    return handover;
  }

  private comeBy(
    { allocationId, publicIpv4Pool, disposable }: ElasticIpArgs,
    handover: random.RandomId,
  ): Address {
    const name = this.logicalName;
    if (allocationId !== undefined) {
      return bringIn({
        ...{ allocationId, component: this, places: this.#places, refuse: this.refuse },
        argument: "allocationId",
        holder: `ElasticIp "${name}" of this environment has`,
        // Another one brings it in, or another wearer comes.
        keepers: { inventory: handover.hex },
        isOwn: (maker) => maker.layer === "web" && maker.name === name,
      });
    }
    const tags = { Name: name };
    const eip = { domain: "vpc", publicIpv4Pool, tags };
    const made = this.child(aws.ec2.Eip, main, eip, this.keep(disposable));
    return { allocationId: made.allocationId, publicIp: made.publicIp, handovers: [] };
  }
}
