/** The way out of the private subnets, through addresses that stay. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component, Transforms } from "../component";
import { AlarmDefinition, Alarmed, Egress } from "../contracts";
import { regionOfZone } from "../base/region";
import { movedWith } from "../wiring/address-places";
import { Address, AddressArgs, AddressInventory } from "./address-inventory";
import { egressAlarms } from "./egress-alarms";
import { EgressMode, egressModes } from "./egress-modes";
import { NatInstance, NatInstanceArgs, NatInstanceChoice } from "./nat-instance";
import { refuseWrongAddresses, refuseWrongZones } from "./zones";

/** What the network's settings say about the way out. */
export interface EgressChoice {
  /** How traffic leaves: `per-az`, `single`, `regional`, `instance` or `none`; see docs/fixed-egress.md for cost and availability of each. */
  mode: EgressMode;
  /** The inventory of addresses by zone name, apart from what wears them: one that is listed stays, in every mode. Default: a new address for each zone, and none with mode `none`. */
  addresses?: Readonly<Record<string, AddressArgs>>;
  /** True to release new addresses with the stack, or when they are no longer listed. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Type and image of the instance, with mode `instance` only. */
  instance?: NatInstanceChoice;
}

/** A zone that has private subnets. */
export interface EgressZone {
  /** Name of the availability zone, such as `eu-west-1a`. */
  readonly name: string;
  /** A subnet of the zone whose traffic reaches the internet gateway. Needed where a gateway or instance stands in the zone: with `per-az` in each, with `single` and `instance` in the first, with `regional` in none. */
  readonly publicSubnetId?: pulumi.Input<string>;
  /** The route table of the zone's private subnets; must have no route to 0.0.0.0/0 of its own. */
  readonly privateRouteTableId: pulumi.Input<string>;
}

export interface FixedEgressArgs extends EgressChoice {
  /** The VPC, which has an internet gateway. */
  vpcId: pulumi.Input<string>;
  /** IPv4 range of the VPC. */
  vpcCidrBlock: pulumi.Input<string>;
  /** The zones whose private subnets get a route. Modes with one gateway place it in the first. */
  zones: readonly EgressZone[];
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    address: aws.ec2.EipArgs;
    gateway: aws.ec2.NatGatewayArgs;
    route: aws.ec2.RouteArgs;
  }> & {
    natInstance?: NatInstanceArgs["transform"];
  };
}

/** Where a route leads. */
type RouteTarget = Pick<aws.ec2.RouteArgs, "natGatewayId" | "networkInterfaceId">;

/**
 * What wears the addresses. Between modes of one kind gateways come and go one by one; from one kind
 * to another every address has to be taken off first. Nothing is worn with mode `none`, so it is
 * counted to the kind that most changes lead to.
 */
const wornBy: Readonly<Record<EgressMode, string>> = {
  "per-az": "zonal gateways",
  single: "zonal gateways",
  none: "zonal gateways",
  regional: "regional gateway",
  instance: "instance",
};

/**
 * Lets private subnets reach the internet through fixed public IPv4 addresses. The addresses survive a
 * change of the mode, of the zones and of the gateways; `publicIps` is what a partner puts on an
 * allow-list. Everything is keyed by zone name, and the route of a zone is the same resource in every
 * mode.
 *
 * Creates, in eu-west-1 at list prices: an `AddressInventory` with 1 Elastic IP a zone ($3.65 a month each, used or not),
 * 1 route a zone, and with `per-az` 1 NAT gateway a zone ($35.04 a month each), with `single` one
 * for all, with `regional` one that is charged for each zone, with `instance` a `NatInstance`
 * ($6.72); 1 random id, which orders the steps when addresses change hands. Each GB through a gateway costs $0.048 beside the transfer. Mode `none` costs what its
 * addresses cost.
 *
 * @example
 * const network = new Network("network", {
 *   zones: ["eu-west-1a", "eu-west-1b"],
 *   egress: { mode: "per-az" },
 * });
 * export const publicIps = network.egress.publicIps;
 */
export class FixedEgress extends Component implements Egress, Alarmed {
  readonly mode: EgressMode;
  /** The addresses that traffic may come from: all of the inventory, none with mode `none`. */
  readonly publicIps: pulumi.Output<string[]>;
  /** Every address there is, whether traffic leaves through it now or not. */
  readonly inventory: AddressInventory;
  readonly #zones: readonly EgressZone[];
  readonly #handover?: random.RandomId;
  readonly #transform: NonNullable<FixedEgressArgs["transform"]>;
  readonly #gateways = new Map<string, aws.ec2.NatGateway>();

  constructor(name: string, args: FixedEgressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:FixedEgress", name, args, opts);
    this.mode = this.checkedMode(args.mode);
    this.#zones = args.zones;
    const names = args.zones.map((zone) => zone.name);
    const { homeRegion: region, newerRegions: newer } = this.environment;
    refuseWrongZones(names, { region, newer }, this.refuse);
    this.#transform = args.transform ?? {};
    const addresses = args.addresses ?? this.oneForEachZone();
    const own = regionOfZone(names[0]);
    refuseWrongAddresses(Object.keys(addresses), own, this.refuse);
    this.inventory = new AddressInventory(
      `${name}-addresses`,
      { addresses, disposable: args.disposable, transform: { address: this.#transform.address } },
      { parent: this },
    );
    this.#handover = Object.keys(addresses).length > 0 ? this.makeHandover() : undefined;
    if (this.#handover) {
      this.inventory.places?.await(this.#handover);
    }
    this.routeAll(this.targets(args));
    this.publicIps = this.mode === "none" ? pulumi.output([]) : this.inventory.publicIps;
  }

  /** Of its gateways; an instance has an alarm that reboots it. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    return egressAlarms(this.#gateways);
  }

  private checkedMode(mode: EgressMode): EgressMode {
    if (!egressModes.includes(mode)) {
      throw this.refuse("mode", mode, egressModes.join(", "), "write one of these");
    }
    return mode;
  }

  private oneForEachZone(): Record<string, AddressArgs> {
    return this.mode === "none"
      ? {}
      : Object.fromEntries(this.#zones.map(({ name }) => [name, {}]));
  }

  /**
   * An address can't be worn by two gateways, and Pulumi makes the new one before it deletes the old.
   * So whatever wears an address takes it through this resource: when the kind of wearer changes, or
   * an address that was made here is brought in for another zone, it is replaced delete-first, and
   * Pulumi then deletes first what depends on it, whether the program still has it or not. See
   * docs/decisions/fixed-egress-handover.md.
   */
  private makeHandover(): random.RandomId {
    return this.child(
      random.RandomId,
      "handover",
      { byteLength: 4, keepers: this.handoverKeepers() },
      { deleteBeforeReplace: true },
    );
  }

  private handoverKeepers(): pulumi.Input<Record<string, string>> {
    const kind = { wornBy: wornBy[this.mode] };
    const back = Object.values(this.inventory.byZone).flatMap(
      ({ broughtBack }) => broughtBack ?? [],
    );
    // A plain value where nothing is brought in: it is known before anything is asked.
    return back.length === 0
      ? kind
      : pulumi.all(back).apply((found) => {
          const moved = found.filter((text) => text !== undefined);
          return moved.length > 0 ? { ...kind, broughtBack: moved.join(", ") } : kind;
        });
  }

  /** For an argument that replaces what wears an address. */
  private handedOver(
    value: pulumi.Input<string>,
    worn: readonly EgressZone[],
  ): pulumi.Output<string> {
    return this.movedWith(value, worn, this.#handover);
  }

  /** Depends on the handovers, and on the places of addresses that move. */
  private movedWith(
    value: pulumi.Input<string>,
    worn: readonly EgressZone[],
    handover?: random.RandomId,
  ): pulumi.Output<string> {
    const own = [handover, this.inventory.places?.handover].flatMap((resource) =>
      resource ? [resource.byteLength] : [],
    );
    return movedWith(value, [...own, ...worn.flatMap((zone) => this.addressOf(zone).handovers)]);
  }

  /** What wears an address waits until everything that was replaced delete-first has let go. */
  private afterAllMoves(): Pick<pulumi.CustomResourceOptions, "dependsOn"> {
    return { dependsOn: this.inventory.places?.all };
  }

  /** Where the traffic of each zone goes, by zone name. */
  private targets(args: FixedEgressArgs): Record<string, RouteTarget> {
    switch (this.mode) {
      case "per-az":
        return this.toEach((zone) => ({ natGatewayId: this.zonalGateway(zone).id }));
      case "single": {
        const gateway = this.zonalGateway(this.#zones[0]);
        return this.toEach(() => ({ natGatewayId: gateway.id }));
      }
      case "regional": {
        const gateway = this.regionalGateway(args.vpcId);
        return this.toEach(() => ({ natGatewayId: gateway.id }));
      }
      case "instance": {
        const { networkInterfaceId } = this.natInstance(args);
        return this.toEach(() => ({ networkInterfaceId }));
      }
      case "none":
        return {};
    }
  }

  private toEach(target: (zone: EgressZone) => RouteTarget): Record<string, RouteTarget> {
    return Object.fromEntries(this.#zones.map((zone) => [zone.name, target(zone)]));
  }

  private zonalGateway(zone: EgressZone): aws.ec2.NatGateway {
    const gateway = this.child(
      aws.ec2.NatGateway,
      `gateway-${zone.name}`,
      {
        allocationId: this.handedOver(this.addressOf(zone).allocationId, [zone]),
        subnetId: this.publicSubnetOf(zone),
        tags: { Name: `${this.logicalName}-${zone.name}` },
      },
      // A new gateway could not have the address that the old one still wears.
      { ...this.afterAllMoves(), key: "gateway", deleteBeforeReplace: true },
    );
    this.#gateways.set(`gateway-${zone.name}`, gateway);
    return gateway;
  }

  /**
   * With an address stated for each zone it has exactly these; left to itself a regional gateway
   * takes new ones as it grows (VPC guide, "Regional NAT gateways").
   */
  private regionalGateway(vpcId: pulumi.Input<string>): aws.ec2.NatGateway {
    const gateway = this.child(
      aws.ec2.NatGateway,
      "gateway",
      {
        availabilityMode: "regional",
        // Addresses are changed in place, and could not change places among themselves: the VPC is not.
        vpcId: this.handedOver(vpcId, this.#zones),
        availabilityZoneAddresses: this.#zones.map((zone) => ({
          availabilityZone: zone.name,
          allocationIds: [this.addressOf(zone).allocationId],
        })),
        tags: { Name: this.logicalName },
      },
      { ...this.afterAllMoves(), deleteBeforeReplace: true },
    );
    this.#gateways.set("gateway", gateway);
    return gateway;
  }

  private natInstance({ vpcId, vpcCidrBlock, instance }: FixedEgressArgs): NatInstance {
    const [zone] = this.#zones;
    return new NatInstance(
      `${this.logicalName}-instance`,
      {
        ...instance,
        vpcId,
        vpcCidrBlock,
        subnetId: this.publicSubnetOf(zone),
        allocationId: this.handedOver(this.addressOf(zone).allocationId, [zone]),
        transform: this.#transform.natInstance,
      },
      { ...this.afterAllMoves(), parent: this },
    );
  }

  /** The zones whose addresses are worn by what a zone's route leads to. */
  private wornFor(zone: EgressZone): readonly EgressZone[] {
    const all: Readonly<Record<EgressMode, readonly EgressZone[]>> = {
      "per-az": [zone],
      single: this.#zones.slice(0, 1),
      instance: this.#zones.slice(0, 1),
      regional: this.#zones,
      none: [],
    };
    return all[this.mode];
  }

  private publicSubnetOf({ name, publicSubnetId }: EgressZone): pulumi.Input<string> {
    if (publicSubnetId === undefined) {
      throw this.refuse(
        `zones.${name}.publicSubnetId`,
        publicSubnetId,
        `a subnet whose traffic reaches the internet gateway, which mode "${this.mode}" needs in zone ${name}`,
        'name one, or choose mode "regional", which needs none',
      );
    }
    return publicSubnetId;
  }

  private addressOf({ name }: EgressZone): Address {
    const address = this.inventory.byZone[name] as Address | undefined;
    if (!address) {
      throw this.refuse(
        "addresses",
        Object.keys(this.inventory.byZone),
        `an address for zone ${name}, which mode "${this.mode}" uses`,
        `add "${name}: {}" to the egress addresses for a new one, or its allocationId`,
      );
    }
    return address;
  }

  private routeAll(targets: Record<string, RouteTarget>): void {
    for (const zone of this.#zones.filter(({ name }) => targets[name])) {
      const { name, privateRouteTableId } = zone;
      this.child(
        aws.ec2.Route,
        `route-${name}`,
        {
          // Under another name the route would meet this one, which goes with the address.
          routeTableId: this.movedWith(privateRouteTableId, this.wornFor(zone)),
          destinationCidrBlock: "0.0.0.0/0",
          ...targets[name],
        },
        { key: "route" },
      );
    }
  }
}
