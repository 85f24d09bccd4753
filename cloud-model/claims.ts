/** What only one resource can have at a time: a name, an address, a route, a place. */
import type { LiveResource, Refusal } from "./conflicts";
import { Scope, uniqueNames } from "./unique-names";

/** Something that only one resource can have at a time. */
export interface Claim {
  /** Claims in different spaces never meet. */
  readonly space: string;
  readonly scope: Scope;
  readonly key: string;
  readonly refusal: Refusal;
}

const kept = new WeakMap<LiveResource, readonly Claim[]>();

/** Everything that `resource` has for itself alone. */
export function claims(resource: LiveResource): readonly Claim[] {
  let all = kept.get(resource);
  if (!all) {
    all = [...nameClaims(resource), ...(otherClaims[resource.type]?.(resource.values) ?? [])];
    kept.set(resource, all);
  }
  return all;
}

function nameClaims({ type, values }: LiveResource): Claim[] {
  const unique = uniqueNames[type];
  if (!unique) {
    return [];
  }
  const parts = unique.key.map((property) => String(values[property] ?? ""));
  const last = parts[parts.length - 1];
  const message = unique.message.replace(/\{(\w+)\}/g, (_all, property: string) =>
    property === "name" ? last : String(values[property] ?? ""),
  );
  // Without its last part nothing is claimed: AWS will make a name up.
  return last === ""
    ? []
    : [
        {
          space: type,
          scope: unique.scope,
          key: key(parts),
          refusal: { code: unique.code, message },
        },
      ];
}

/** Equal for what AWS takes to be equal. */
export const key = (parts: readonly unknown[]) => parts.map(String).join("|").toLowerCase();

type Values = LiveResource["values"];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const otherClaims: { [type: string]: ((values: Values) => Claim[]) | undefined } = {
  "aws:ec2/route:Route": (values) => {
    const to =
      values.destinationCidrBlock ??
      values.destinationIpv6CidrBlock ??
      values.destinationPrefixListId;
    return [
      claim("route", [values.routeTableId, to], {
        code: "RouteAlreadyExists",
        message: `Route in Route Table (${String(values.routeTableId)}) with destination (${String(to)}) already exists`,
      }),
    ];
  },
  "aws:ec2/natGateway:NatGateway": (values) => [
    ...addresses([values.allocationId, ...list(values.secondaryAllocationIds)]),
    ...addresses(
      list(values.availabilityZoneAddresses).flatMap((zone) => nested(zone, "allocationIds")),
    ),
  ],
  "aws:ec2/eipAssociation:EipAssociation": (values) => addresses([values.allocationId]),
  "aws:lb/loadBalancer:LoadBalancer": (values) =>
    addresses(list(values.subnetMappings).flatMap((mapping) => nested(mapping, "allocationId"))),
  "aws:ec2/internetGateway:InternetGateway": (values) =>
    values.vpcId === undefined
      ? []
      : [
          claim("internet gateway", [values.vpcId], {
            code: "InvalidParameterValue",
            message: `Network ${String(values.vpcId)} already has an internet gateway attached`,
          }),
        ],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": (values) => [
    claim("route table of", [values.subnetId ?? values.gatewayId], {
      code: "Resource.AlreadyAssociated",
      message: `the specified association for route table ${String(values.routeTableId)} conflicts with an existing association`,
    }),
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": (values) =>
    list(values.routeTableIds).map((table) =>
      claim("endpoint route", [table, values.serviceName], {
        code: "RouteAlreadyExists",
        message: `route table ${String(table)} already has a route with destination-prefix-list-id of ${String(values.serviceName)}`,
      }),
    ),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (values) => [
    permission("in", values),
  ],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (values) => [
    permission("out", values),
  ],
  "aws:cloudfront/distribution:Distribution": (values) =>
    list(values.aliases).map((alias) => ({
      ...claim("distribution alias", [alias], {
        code: "CNAMEAlreadyExists",
        message:
          "One or more of the CNAMEs you provided are already associated with a different resource.",
      }),
      scope: "world",
    })),
  "aws:route53/record:Record": (values) =>
    values.allowOverwrite === true
      ? []
      : [
          claim("record", [values.zoneId, values.name, values.type, values.setIdentifier ?? ""], {
            code: "InvalidChangeBatch",
            message: `Tried to create resource record set [name='${String(values.name)}', type='${String(values.type)}'] but it already exists`,
          }),
        ],
};

function claim(space: string, parts: readonly unknown[], refusal: Refusal): Claim {
  return { space, scope: "region", key: key(parts), refusal };
}

function addresses(allocations: readonly unknown[]): Claim[] {
  return allocations
    .filter((allocation) => typeof allocation === "string")
    .map((allocation) =>
      claim("address", [allocation], {
        code: "Resource.AlreadyAssociated",
        message: `Elastic IP address [${allocation}] is already associated`,
      }),
    );
}

function permission(direction: string, values: Values): Claim {
  const peer =
    values.cidrIpv4 ?? values.cidrIpv6 ?? values.referencedSecurityGroupId ?? values.prefixListId;
  const ports = [values.ipProtocol, values.fromPort ?? "", values.toPort ?? ""];
  return claim(`permission ${direction}`, [values.securityGroupId, peer, ...ports], {
    code: "InvalidPermission.Duplicate",
    message: `the specified rule "peer: ${String(peer)}, ${ports.join(", ")}, ALLOW" already exists`,
  });
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

const listed = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value]);

function nested(value: unknown, property: string): readonly unknown[] {
  const member = (value as Values | undefined)?.[property];
  return member === undefined ? [] : listed(member);
}
