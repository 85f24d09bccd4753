/** A VPC that is there already. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { Egress, VirtualNetwork } from "../contracts";
import { HTTPS } from "../wiring/service-endpoints";
import { checkExistingNetwork } from "./existing-network-checks";
import { EgressChoice, EgressZone, FixedEgress, FixedEgressArgs } from "./fixed-egress";

/** The subnets of one zone. */
export interface ExistingZone {
  /** A subnet reached from the internet. Needed for load balancers that face the internet, and for an `egress` with a gateway or instance in the zone: not for mode `regional`. */
  publicSubnetId?: pulumi.Input<string>;
  /** A subnet whose way out is the NAT gateway that is there, or `egress`. */
  privateSubnetId: pulumi.Input<string>;
  /** Route table of the private subnet, without a route to 0.0.0.0/0. Needed for `egress`. */
  privateRouteTableId?: pulumi.Input<string>;
  /** A subnet without a way out of the VPC. Default: the private subnet. */
  isolatedSubnetId?: pulumi.Input<string>;
}

export interface ExistingNetworkArgs {
  /** Such as `vpc-0123456789abcdef0`. */
  vpcId: pulumi.Input<string>;
  /** IPv4 range of the VPC. */
  cidrBlock: string;
  /** The subnets by the name of their zone, such as `eu-west-1a`. The first is where the gateway of `single` and `instance` stands; add zones at the end. */
  zones: Readonly<Record<string, ExistingZone>>;
  /** Makes a fixed egress in this VPC; see docs/fixed-egress.md for the order of the steps. Default: the VPC's own way out is left as it is. */
  egress?: EgressChoice;
  /** The addresses that traffic leaves through without `egress`, for `publicIps`. Default: none, the private subnets count as having no way out. */
  publicIps?: pulumi.Input<string[]>;
  /** The interface endpoints that are there, and the security group before them. Default: none. */
  interfaceEndpoints?: { services: readonly string[]; securityGroupId: pulumi.Input<string> };
  /** Changes the arguments of the egress' children. */
  transform?: FixedEgressArgs["transform"];
}

/**
 * Gives a VPC that others made the shape of a `Network`. Made by `Network.existing()`.
 *
 * Creates: nothing, unless `egress` is given. Costs nothing itself.
 *
 * @example
 * const shared = Network.existing("shared", {
 *   vpcId: "vpc-0123456789abcdef0",
 *   cidrBlock: "10.0.0.0/16",
 *   zones: { "eu-west-1a": { privateSubnetId: "subnet-0123456789abcdef0" } },
 *   publicIps: ["192.0.2.10"],
 * });
 */
export class ExistingNetwork extends Component implements VirtualNetwork {
  readonly connectionName: string;
  readonly mainPort = HTTPS;
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: string;
  readonly zones: readonly string[];
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  readonly interfaceEndpoints: readonly string[];
  readonly prefixListIds: VirtualNetwork["prefixListIds"];
  readonly egress: Egress;
  /** The addresses that a partner sees, for an allow-list. Empty where there is no way out. */
  readonly publicIps: pulumi.Output<string[]>;
  readonly #endpointGroup?: pulumi.Output<string>;

  constructor(name: string, args: ExistingNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:ExistingNetwork", name, args, opts);
    checkExistingNetwork(args, this.environment, this.refuse);
    // Not sorted: a zone that is added at the end stays there.
    const names = Object.keys(args.zones);
    const zones = names.map((zone) => args.zones[zone]);
    this.connectionName = name;
    this.vpcId = pulumi.output(args.vpcId);
    this.cidrBlock = args.cidrBlock;
    this.zones = names;
    this.publicSubnetIds = listed(zones.flatMap(({ publicSubnetId }) => publicSubnetId ?? []));
    this.privateSubnetIds = listed(zones.map(({ privateSubnetId }) => privateSubnetId));
    this.isolatedSubnetIds = listed(
      zones.map(({ isolatedSubnetId, privateSubnetId }) => isolatedSubnetId ?? privateSubnetId),
    );
    const { interfaceEndpoints } = args;
    this.interfaceEndpoints = interfaceEndpoints?.services ?? [];
    this.#endpointGroup = interfaceEndpoints && pulumi.output(interfaceEndpoints.securityGroupId);
    this.prefixListIds = { s3: this.prefixListId("s3"), dynamodb: this.prefixListId("dynamodb") };
    this.egress = args.egress
      ? this.makeEgress(args, args.egress, names)
      : {
          mode: args.publicIps === undefined ? "none" : "existing",
          publicIps: pulumi.output(args.publicIps ?? []),
        };
    this.publicIps = this.egress.publicIps;
  }

  get securityGroupId(): pulumi.Output<string> {
    if (!this.#endpointGroup) {
      throw this.refuse(
        "interfaceEndpoints",
        undefined,
        "the services and the security group of the endpoints that are there",
        "pass interfaceEndpoints to Network.existing()",
      );
    }
    return this.#endpointGroup;
  }

  private prefixListId(service: string): pulumi.Output<string> {
    const name = pulumi.interpolate`com.amazonaws.${this.environment.region}.${service}`;
    return aws.ec2.getPrefixListOutput({ name }, { parent: this }).id;
  }

  private makeEgress(
    { vpcId, cidrBlock, zones, transform }: ExistingNetworkArgs,
    choice: EgressChoice,
    names: string[],
  ): FixedEgress {
    const egressZone = (name: string): EgressZone => {
      const { publicSubnetId, privateRouteTableId } = zones[name];
      if (privateRouteTableId === undefined) {
        throw this.refuse(
          `zones.${name}`,
          Object.keys(zones[name]),
          "with egress also privateRouteTableId",
          "add it, or leave out egress and pass publicIps",
        );
      }
      return { name, publicSubnetId, privateRouteTableId };
    };
    return new FixedEgress(
      `${this.logicalName}-egress`,
      { ...choice, vpcId, vpcCidrBlock: cidrBlock, zones: names.map(egressZone), transform },
      { parent: this },
    );
  }
}

function listed(ids: readonly pulumi.Input<string>[]): pulumi.Output<string[]> {
  return pulumi.all(ids.map((id) => pulumi.output(id)));
}
