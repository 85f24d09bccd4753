/** The VPC of a stack. */
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../base/outputs";
import { Component, main, Transforms } from "../component";
import { VirtualNetwork } from "../contracts";
import { HTTPS } from "../wiring/service-endpoints";
import {
  allowedCidrBlocks,
  isVpcCidrBlock,
  MOST_ZONES,
  subnetCidrBlock,
  Tier,
  tiers,
} from "./address-plan";
import { EgressChoice, EgressZone, FixedEgress } from "./fixed-egress";
import { NatInstanceArgs } from "./nat-instance";
import { FlowLogs, FlowLogsArgs } from "./flow-logs";
import { ExistingNetwork, ExistingNetworkArgs } from "./existing-network";
import { Ipv6Egress, Ipv6EgressArgs } from "./ipv6-egress";
import { VpcEndpoints } from "./vpc-endpoints";
import { refuseWrongRetirement, refuseWrongZones } from "./zones";

export interface NetworkArgs {
  /** IPv4 range of the VPC. Default: `10.0.0.0/16`. Limit: /16 to /23. Cannot be changed later. */
  cidrBlock?: string;
  /** Names of the availability zones, such as `["eu-west-1a", "eu-west-1b"]`. Subnets are numbered by position: add zones at the end, never reorder, remove from the end only; to leave another one, retire it. Limit: 1 to 8. */
  zones: readonly string[];
  /** Those of `zones` that are left: each stays in its position with its subnets and route tables, which cost nothing; its gateway, its routes and everything placed in it go. Default: none. Limit: not all of them. */
  retiredZones?: readonly string[];
  /** The way out of the private subnets. Default: `{ mode: "none" }`. */
  egress?: EgressChoice;
  /** AWS services that are reached through an interface in the VPC, by the last part of the endpoint's name, such as `["secretsmanager", "ecr.api"]`. Each costs $8.03 a month and zone in eu-west-1. Default: none. */
  interfaceEndpoints?: readonly string[];
  /** Where the record of accepted and rejected traffic goes. Default: to CloudWatch Logs, kept as long as the environment says. */
  flowLogs?: FlowLogsArgs;
  /** True to give public and private subnets IPv6 addresses and ways out. Such traffic shows each machine's own address, never the fixed ones; functions stay with IPv4, so that theirs does. Default: false. */
  ipv6?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    vpc: awsx.ec2.VpcArgs;
    defaultSecurityGroup: aws.ec2.DefaultSecurityGroupArgs;
    gatewayEndpoint: aws.ec2.VpcEndpointArgs;
    interfaceEndpoint: aws.ec2.VpcEndpointArgs;
    endpointSecurityGroup: aws.ec2.SecurityGroupArgs;
    address: aws.ec2.EipArgs;
    gateway: aws.ec2.NatGatewayArgs;
    route: aws.ec2.RouteArgs;
  }> & {
    natInstance?: NatInstanceArgs["transform"];
    ipv6?: Ipv6EgressArgs["transform"];
  };
}

/**
 * A VPC with three subnets in each zone: public (reached from the internet), private (reaches out
 * through `egress`) and isolated (reaches nothing outside the VPC but S3 and DynamoDB). Subnets have
 * fixed slots of the range, so zones can be added without moving any.
 *
 * Creates: the VPC with internet gateway, for each zone 3 subnets, route tables and associations, gateway
 * endpoints for S3 and DynamoDB, the security group of interface endpoints, flow logs with their log
 * group and role, the VPC's default security group without rules, and the egress. Costs nothing
 * when idle beside egress and interface endpoints; flow logs $0.57 for a GB (eu-west-1).
 *
 * @example
 * const network = new Network("network", {
 *   zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
 *   egress: { mode: "per-az" },
 *   interfaceEndpoints: ["secretsmanager"],
 * });
 */
export class Network extends Component implements VirtualNetwork {
  readonly connectionName: string;
  /** Interface endpoints are called over HTTPS, but for a few. */
  readonly mainPort = HTTPS;
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: string;
  /** The zones in use: those that are retired are not among them. */
  readonly zones: readonly string[];
  /** Subnets of zones in use, as the others are. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** The security group of the interface endpoints; a consumer connects to it on their port, 443 for most. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly interfaceEndpoints: readonly string[];
  readonly prefixListIds: VirtualNetwork["prefixListIds"];
  readonly egress: FixedEgress;
  /** The addresses that a partner sees, for an allow-list. Empty with egress mode `none`. */
  readonly publicIps: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:Network", name, args, opts);
    const { transform = {} } = args;
    this.connectionName = name;
    this.cidrBlock = this.checkedCidrBlock(args.cidrBlock ?? "10.0.0.0/16");
    const { homeRegion: region, newerRegions: newer } = this.environment;
    const limits = { region, newer, most: MOST_ZONES };
    refuseWrongZones(args.zones, limits, this.refuse);
    refuseWrongRetirement(args.zones, args.retiredZones, this.refuse);
    const inUse = zonesInUse(args);
    this.zones = inUse.map(({ name: zone }) => zone);
    const vpc = this.child(awsx.ec2.Vpc, main, this.vpcArgs(args));
    this.vpcId = vpc.vpcId;
    this.publicSubnetIds = subnetsOf(inUse, vpc.publicSubnetIds);
    this.privateSubnetIds = subnetsOf(inUse, vpc.privateSubnetIds);
    this.isolatedSubnetIds = subnetsOf(inUse, vpc.isolatedSubnetIds);
    // Without rules nothing that forgets its security group can talk (Security Hub EC2.2).
    this.child(
      aws.ec2.DefaultSecurityGroup,
      "default",
      { vpcId: vpc.vpcId },
      { key: "defaultSecurityGroup" },
    );
    const inside = { parent: this };
    const endpoints = new VpcEndpoints(
      `${name}-endpoints`,
      {
        vpcId: vpc.vpcId,
        routeTableIds: whenMade(vpc.routeTables, (tables) => tables.map(({ id }) => id)),
        subnetIds: this.privateSubnetIds,
        interfaces: args.interfaceEndpoints ?? [],
        transform,
      },
      inside,
    );
    this.securityGroupId = endpoints.securityGroupId;
    this.interfaceEndpoints = args.interfaceEndpoints ?? [];
    this.prefixListIds = endpoints.prefixListIds;
    new FlowLogs(`${name}-flow-logs`, { vpcId: vpc.vpcId, ...args.flowLogs }, inside);
    this.egress = new FixedEgress(
      `${name}-egress`,
      {
        ...(args.egress ?? { mode: "none" }),
        vpcId: vpc.vpcId,
        vpcCidrBlock: this.cidrBlock,
        zones: inUse.map((zone) => egressZone(vpc, zone)),
        transform,
      },
      inside,
    );
    this.publicIps = this.egress.publicIps;
    if (args.ipv6) {
      this.makeIpv6Egress(vpc, inUse, transform.ipv6);
    }
  }

  /**
   * A VPC that is there already, with the same methods and outputs as one that is made here.
   *
   * Creates: the egress, where one is asked for.
   *
   * @example
   * const network = Network.existing("shared", {
   *   vpcId: "vpc-0123456789abcdef0",
   *   cidrBlock: "10.8.0.0/16",
   *   zones: { "eu-west-1a": { privateSubnetId: "subnet-0123456789abcdef0" } },
   *   publicIps: ["198.51.100.7"],
   * });
   */
  static existing(
    name: string,
    args: ExistingNetworkArgs,
    opts?: pulumi.ComponentResourceOptions,
  ): VirtualNetwork {
    return new ExistingNetwork(name, args, opts);
  }

  private makeIpv6Egress(
    vpc: awsx.ec2.Vpc,
    inUse: readonly PlacedZone[],
    transform: Ipv6EgressArgs["transform"],
  ): void {
    if (this.egress.mode !== "none") {
      const text = `network "${this.logicalName}": with ipv6 a partner that answers over IPv6 sees each machine's own address, not publicIps`;
      void pulumi.log.warn(text, this);
    }
    const zones = inUse.map(({ name, position }) => ({
      name,
      publicRouteTableId: routeTableId(vpc, position, "public"),
      privateRouteTableId: routeTableId(vpc, position, "private"),
    }));
    new Ipv6Egress(
      `${this.logicalName}-ipv6`,
      { vpcId: vpc.vpcId, internetGatewayId: vpc.internetGateway.id, zones, transform },
      { parent: this },
    );
  }

  private vpcArgs({ zones, ipv6 = false }: NetworkArgs): awsx.ec2.VpcArgs {
    const cidrBlocks = (tier: Tier) =>
      zones.map((_zone, position) => subnetCidrBlock(this.cidrBlock, position, tier));
    const dualStack = ipv6 ? { assignIpv6AddressOnCreation: true } : {};
    return {
      cidrBlock: this.cidrBlock,
      availabilityZoneNames: [...zones],
      enableDnsHostnames: true, // interface endpoints answer under the services' own names
      natGateways: { strategy: "None" }, // FixedEgress makes them: awsx has no regional one and numbers addresses
      subnetStrategy: "Auto", // with explicit ranges this keeps gaps; "Exact" refuses them
      subnetSpecs: [
        { type: "Public", name: "public", cidrBlocks: cidrBlocks("public"), ...dualStack },
        { type: "Private", name: "private", cidrBlocks: cidrBlocks("private"), ...dualStack },
        { type: "Isolated", name: "isolated", cidrBlocks: cidrBlocks("isolated") },
      ],
      ...(ipv6 ? { assignGeneratedIpv6CidrBlock: true } : {}),
    };
  }

  private checkedCidrBlock(cidrBlock: string): string {
    if (!isVpcCidrBlock(cidrBlock)) {
      throw this.refuse("cidrBlock", cidrBlock, allowedCidrBlocks(), "choose another range");
    }
    return cidrBlock;
  }
}

/** A zone in use, and its position among all zones. */
interface PlacedZone {
  readonly name: string;
  readonly position: number;
}

function zonesInUse({ zones, retiredZones = [] }: NetworkArgs): PlacedZone[] {
  return zones
    .map((name, position) => ({ name, position }))
    .filter(({ name }) => !retiredZones.includes(name));
}

/** awsx lists a tier's subnets by position. */
function subnetsOf(
  zones: readonly PlacedZone[],
  ids: pulumi.Output<string[]>,
): pulumi.Output<string[]> {
  return pulumi.all(zones.map(({ position }) => ids[position]));
}

function egressZone(vpc: awsx.ec2.Vpc, { name, position }: PlacedZone): EgressZone {
  return {
    name,
    publicSubnetId: vpc.publicSubnetIds[position],
    privateRouteTableId: routeTableId(vpc, position, "private"),
  };
}

/**
 * awsx makes the route tables zone by zone, in each the tiers in the order of `tiers`. An index into
 * an output keeps what is known: in a preview that adds a zone, the ids of the others still are.
 */
function routeTableId(vpc: awsx.ec2.Vpc, position: number, tier: Tier): pulumi.Output<string> {
  return vpc.routeTables[position * tiers.length + tiers.indexOf(tier)].id;
}
