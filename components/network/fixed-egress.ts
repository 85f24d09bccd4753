/** The way out of the private subnets, through addresses that stay. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component, Transform } from "../component";
import { Egress } from "../contracts";
import { regionOfZone } from "../region";
import { Address, AddressArgs, AddressInventory } from "./address-inventory";
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
  transform?: {
    address?: Transform<aws.ec2.EipArgs>;
    gateway?: Transform<aws.ec2.NatGatewayArgs>;
    route?: Transform<aws.ec2.RouteArgs>;
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
 * Creates, in eu-west-1 at list prices: 1 Elastic IP a zone ($3.65 a month each, used or not),
 * 1 route a zone, and with `per-az` 1 NAT gateway a zone ($35.04 a month each), with `single` one
 * for all, with `regional` one that is charged for each zone, with `instance` a `NatInstance`
 * ($6.72). Each GB through a gateway costs $0.048 beside the transfer. Mode `none` costs what its
 * addresses cost.
 *
 * @example
 * const network = new Network("network", {
 *   zones: ["eu-west-1a", "eu-west-1b"],
 *   egress: { mode: "per-az" },
 * });
 * export const publicIps = network.egress.publicIps;
 */
export class FixedEgress extends Component implements Egress {
  readonly mode: EgressMode;
  /** The addresses that traffic may come from: all of the inventory, none with mode `none`. */
  readonly publicIps: pulumi.Output<string[]>;
  /** Every address there is, whether traffic leaves through it now or not. */
  readonly inventory: AddressInventory;
  private readonly zones: readonly EgressZone[];
  private readonly handover?: random.RandomId;
  private readonly transform: NonNullable<FixedEgressArgs["transform"]>;

  constructor(name: string, args: FixedEgressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:FixedEgress", name, opts);
    this.mode = this.checkedMode(args.mode);
    this.zones = args.zones;
    const names = args.zones.map((zone) => zone.name);
    const { homeRegion: region } = this.environment;
    refuseWrongZones(names, { region }, (...given) => this.refuse(...given));
    this.transform = args.transform ?? {};
    const addresses = args.addresses ?? this.oneForEachZone();
    const own = regionOfZone(names[0]);
    refuseWrongAddresses(Object.keys(addresses), own, (...given) => this.refuse(...given));
    this.inventory = new AddressInventory(
      `${name}-addresses`,
      { addresses, disposable: args.disposable, transform: { address: this.transform.address } },
      { parent: this },
    );
    this.handover = Object.keys(addresses).length > 0 ? this.makeHandover() : undefined;
    this.routeAll(this.targets(args));
    this.publicIps = this.mode === "none" ? pulumi.output([]) : this.inventory.publicIps;
    this.registerOutputs({ mode: this.mode, publicIps: this.publicIps });
  }

  private checkedMode(mode: EgressMode): EgressMode {
    if (!egressModes.includes(mode)) {
      throw this.refuse("mode", mode, egressModes.join(", "), "write one of these");
    }
    return mode;
  }

  private oneForEachZone(): Record<string, AddressArgs> {
    return this.mode === "none" ? {} : Object.fromEntries(this.zones.map(({ name }) => [name, {}]));
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
      undefined,
      { deleteBeforeReplace: true },
    );
  }

  private handoverKeepers(): pulumi.Input<Record<string, string>> {
    const kind = { wornBy: wornBy[this.mode] };
    const zones = Object.entries(this.inventory.byZone);
    const back = zones.flatMap(([zone, { allocationId, broughtBack }]) =>
      broughtBack ? [pulumi.all([allocationId, broughtBack, zone])] : [],
    );
    // A plain value where nothing is brought in: it is known before anything is asked.
    return back.length === 0
      ? kind
      : pulumi.all(back).apply((found) => {
          const moved = found.flatMap(([id, isBack, zone]) => (isBack ? `${id} in ${zone}` : []));
          return moved.length > 0 ? { ...kind, broughtBack: moved.join(", ") } : kind;
        });
  }

  /**
   * The same value, for an argument that replaces what has it: makes it depend on the handover, and on
   * the places of addresses that move. Their length is known also in a preview, and never changes.
   */
  private handedOver(
    value: pulumi.Input<string>,
    places: readonly random.RandomId[] = [],
  ): pulumi.Output<string> {
    const handovers = [...(this.handover ? [this.handover] : []), ...places];
    const lengths = pulumi.all(handovers.map(({ byteLength }) => byteLength));
    return pulumi.all([value, lengths]).apply(([own]) => own);
  }

  /** Where the traffic of each zone goes, by zone name. */
  private targets(args: FixedEgressArgs): Record<string, RouteTarget> {
    switch (this.mode) {
      case "per-az":
        return this.toEach((zone) => ({ natGatewayId: this.zonalGateway(zone).id }));
      case "single": {
        const gateway = this.zonalGateway(this.zones[0]);
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
    return Object.fromEntries(this.zones.map((zone) => [zone.name, target(zone)]));
  }

  private zonalGateway(zone: EgressZone): aws.ec2.NatGateway {
    return this.child(
      aws.ec2.NatGateway,
      `gateway-${zone.name}`,
      {
        allocationId: this.handedOver(this.addressOf(zone).allocationId),
        subnetId: this.publicSubnetOf(zone),
        tags: { Name: `${this.logicalName}-${zone.name}` },
      },
      this.transform.gateway,
      // A new gateway could not have the address that the old one still wears.
      { deleteBeforeReplace: true },
    );
  }

  /**
   * With an address stated for each zone it has exactly these; left to itself a regional gateway
   * takes new ones as it grows (VPC guide, "Regional NAT gateways").
   */
  private regionalGateway(vpcId: pulumi.Input<string>): aws.ec2.NatGateway {
    return this.child(
      aws.ec2.NatGateway,
      "gateway",
      {
        availabilityMode: "regional",
        // Addresses are changed in place, and could not change places among themselves: the VPC is not.
        vpcId: this.handedOver(vpcId, this.placesInUse()),
        availabilityZoneAddresses: this.zones.map((zone) => ({
          availabilityZone: zone.name,
          allocationIds: [this.addressOf(zone).allocationId],
        })),
        tags: { Name: this.logicalName },
      },
      this.transform.gateway,
      { deleteBeforeReplace: true },
    );
  }

  private placesInUse(): random.RandomId[] {
    return this.zones.flatMap((zone) => this.addressOf(zone).place ?? []);
  }

  private natInstance({ vpcId, vpcCidrBlock, instance }: FixedEgressArgs): NatInstance {
    const [zone] = this.zones;
    return new NatInstance(
      `${this.logicalName}-instance`,
      {
        ...instance,
        vpcId,
        vpcCidrBlock,
        subnetId: this.publicSubnetOf(zone),
        allocationId: this.handedOver(this.addressOf(zone).allocationId),
        transform: this.transform.natInstance,
      },
      { parent: this },
    );
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
    for (const { name, privateRouteTableId } of this.zones.filter((zone) => targets[zone.name])) {
      this.child(
        aws.ec2.Route,
        `route-${name}`,
        {
          routeTableId: privateRouteTableId,
          destinationCidrBlock: "0.0.0.0/0",
          ...targets[name],
        },
        this.transform.route,
      );
    }
  }
}
