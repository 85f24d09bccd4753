/** The ways of IPv6 traffic out of the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";

/** A zone whose subnets have IPv6 addresses. */
export interface Ipv6Zone {
  /** Name of the availability zone, such as `eu-west-1a`. */
  readonly name: string;
  readonly publicRouteTableId: pulumi.Input<string>;
  readonly privateRouteTableId: pulumi.Input<string>;
}

export interface Ipv6EgressArgs {
  /** The VPC, which has an IPv6 range. */
  vpcId: pulumi.Input<string>;
  internetGatewayId: pulumi.Input<string>;
  zones: readonly Ipv6Zone[];
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    gateway: aws.ec2.EgressOnlyInternetGatewayArgs;
    route: aws.ec2.RouteArgs;
  }>;
}

/**
 * Routes for IPv6: public subnets through the internet gateway, private ones through a gateway that
 * lets connections out and none in. Each machine shows its own address: no fixed ones.
 *
 * Creates: 1 egress-only internet gateway, 2 routes a zone. Costs nothing beside the transfer.
 *
 * @example
 * const zones = [{ name: "eu-west-1a", publicRouteTableId, privateRouteTableId }];
 * new Ipv6Egress("ipv6", { vpcId, internetGatewayId, zones });
 */
export class Ipv6Egress extends Component {
  constructor(name: string, args: Ipv6EgressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:Ipv6Egress", name, args, opts);
    const gateway = this.child(
      aws.ec2.EgressOnlyInternetGateway,
      main,
      { vpcId: args.vpcId, tags: { Name: name } },
      { key: "gateway" },
    );
    const destinationIpv6CidrBlock = "::/0";
    for (const zone of args.zones) {
      this.child(
        aws.ec2.Route,
        `private-${zone.name}`,
        {
          routeTableId: zone.privateRouteTableId,
          destinationIpv6CidrBlock,
          egressOnlyGatewayId: gateway.id,
        },
        { key: "route" },
      );
      this.child(
        aws.ec2.Route,
        `public-${zone.name}`,
        {
          routeTableId: zone.publicRouteTableId,
          destinationIpv6CidrBlock,
          gatewayId: args.internetGatewayId,
        },
        { key: "route" },
      );
    }
  }
}
