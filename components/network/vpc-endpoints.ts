/** Ways from the VPC to AWS services that do not pass the internet. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { repeated } from "../base/repeated";
import { gatewayPolicies } from "./gateway-policies";
import { refuseWrongEndpoints, warnOfUnknownEndpoints } from "./endpoint-names";

/** The two services that have gateway endpoints, which cost nothing. */
export const gatewayServices = ["s3", "dynamodb"] as const;
export type GatewayService = (typeof gatewayServices)[number];

export interface VpcEndpointsArgs {
  /** The VPC. */
  vpcId: pulumi.Input<string>;
  /** Route tables that get routes to S3 and DynamoDB. */
  routeTableIds: pulumi.Input<pulumi.Input<string>[]>;
  /** One subnet a zone for the network interfaces of interface endpoints. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Services with an interface endpoint, such as `secretsmanager` or `ecr.api`. */
  interfaces: readonly string[];
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    gatewayEndpoint: aws.ec2.VpcEndpointArgs;
    interfaceEndpoint: aws.ec2.VpcEndpointArgs;
    endpointSecurityGroup: aws.ec2.SecurityGroupArgs;
  }>;
}

/**
 * Gateway endpoints for S3 and DynamoDB, and interface endpoints by name. What goes this way does
 * not show the egress addresses: a bucket policy that expects them has to name the endpoint
 * (`aws:SourceVpce`) instead. The gateway endpoints pass requests of this account's principals, and reads
 * of the buckets that Amazon Linux and ECR serve; who needs more, such as a presigned URL of another
 * account or a public data set, gives `transform.gatewayEndpoint` a policy of its own.
 *
 * Creates: gateway endpoints for S3 and DynamoDB (free), 1 security group without rules (each consumer adds its own),
 * 1 interface endpoint a service ($8.03 a month and zone in eu-west-1, and $0.01 for a GB).
 *
 * @example
 * new VpcEndpoints("endpoints", {
 *   vpcId,
 *   routeTableIds: [routeTable.id],
 *   subnetIds: [subnet.id],
 *   interfaces: ["secretsmanager"],
 * });
 */
export class VpcEndpoints extends Component {
  /** Stands before every interface endpoint. */
  readonly securityGroupId: pulumi.Output<string>;
  /** What security group rules name instead of addresses. */
  readonly prefixListIds: Readonly<Record<GatewayService, pulumi.Output<string>>>;

  constructor(name: string, args: VpcEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:VpcEndpoints", name, args, opts);
    const { vpcId } = args;
    const place = { account: this.environment.accountId, region: this.environment.region };
    const serviceName = (service: string) =>
      pulumi.interpolate`com.amazonaws.${this.environment.region}.${service}`;
    const gateway = (service: GatewayService) =>
      this.child(
        aws.ec2.VpcEndpoint,
        service,
        {
          vpcId,
          vpcEndpointType: "Gateway",
          serviceName: serviceName(service),
          routeTableIds: args.routeTableIds,
          policy: gatewayPolicies[service](place),
          tags: { Name: `${name}-${service}` },
        },
        { key: "gatewayEndpoint" },
      );
    this.prefixListIds = {
      s3: gateway("s3").prefixListId,
      dynamodb: gateway("dynamodb").prefixListId,
    };
    const group = this.child(
      aws.ec2.SecurityGroup,
      main,
      { vpcId, description: `Interface endpoints ${name}`, tags: { Name: name } },
      { key: "endpointSecurityGroup" },
    );
    this.securityGroupId = group.id;
    for (const service of this.checkedInterfaces(args.interfaces)) {
      this.child(
        aws.ec2.VpcEndpoint,
        service.replaceAll(".", "-"),
        {
          vpcId,
          vpcEndpointType: "Interface",
          serviceName: serviceName(service),
          subnetIds: args.subnetIds,
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags: { Name: `${name}-${service}` },
        },
        { key: "interfaceEndpoint" },
      );
    }
  }

  private checkedInterfaces(services: readonly string[]): readonly string[] {
    refuseWrongEndpoints("interfaces", services, this.refuse);
    const twice = repeated(services);
    if (twice !== undefined) {
      throw this.refuse("interfaces", twice, "each service once", `remove the second "${twice}"`);
    }
    const gateway = services.find((service) => gatewayServices.includes(service as GatewayService));
    if (gateway !== undefined) {
      throw this.refuse(
        "interfaces",
        gateway,
        "services without a gateway endpoint",
        `remove "${gateway}": its gateway endpoint is always there and costs nothing`,
      );
    }
    warnOfUnknownEndpoints(services, this);
    return services;
  }
}
