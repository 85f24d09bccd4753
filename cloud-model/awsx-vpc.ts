/**
 * `awsx.ec2.Vpc`: subnets per zone and tier with a route table each, an internet gateway, NAT
 * gateways by strategy, endpoints. Checked against a recording of the real component
 * (`recorded/awsx-vpc.json`). Subnet ranges are known where `cidrBlocks` states them; a layout that
 * awsx would compute stays unknown, and so does what comes from IPAM.
 */
import type { Child, RemoteComponent, RemoteComponentRequest } from "./remote-components";
import {
  isEnvelope,
  isObject,
  OUTPUT,
  plain,
  Props,
  SIGNATURE,
  UNKNOWN,
  Value,
} from "./wire-values";

/** In the order in which they are made within a zone: NAT gateways stand in public subnets. */
const TIERS = ["public", "private", "isolated"] as const;
type Tier = (typeof TIERS)[number];

interface SubnetSpec {
  type: string;
  name?: string;
  cidrBlocks?: string[];
  tags?: Props;
  assignIpv6AddressOnCreation?: boolean;
}

interface Arguments {
  availabilityZoneNames?: string[];
  numberOfAvailabilityZones?: number;
  natGateways?: { strategy?: string };
  subnetSpecs?: SubnetSpec[];
  tags?: Props;
}

/** Arguments of the component that it hands to the `aws.ec2.Vpc` in it. */
const PASSED_ON = [
  "assignGeneratedIpv6CidrBlock",
  "enableDnsHostnames",
  "enableDnsSupport",
  "enableNetworkAddressUsageMetrics",
  "instanceTenancy",
  "ipv4IpamPoolId",
  "ipv4NetmaskLength",
  "ipv6CidrBlock",
  "ipv6CidrBlockNetworkBorderGroup",
  "ipv6IpamPoolId",
  "ipv6NetmaskLength",
  "region",
];

const DEFAULT_CIDR_BLOCK = "10.0.0.0/16";
const DEFAULT_ZONES = 3;

interface Made {
  subnets: Record<Tier, Child[]>;
  all: Child[];
  routeTables: Child[];
  associations: Child[];
  routes: Child[];
  nats: Child[];
  eips: Child[];
}

export async function vpc(request: RemoteComponentRequest): Promise<RemoteComponent> {
  const args = plain(request.args) as Arguments;
  const tags = { Name: request.name, ...args.tags };
  const theVpc = await make(request, "Vpc", request.name, undefined, vpcInputs(request.args, tags));
  const gateway = await make(
    request,
    "InternetGateway",
    request.name,
    theVpc,
    { tags, vpcId: idOf(theVpc) },
    [theVpc],
  );
  const endpoints = await makeEndpoints(request, theVpc);
  const made: Made = {
    subnets: { public: [], private: [], isolated: [] },
    ...{ all: [], routeTables: [], associations: [], routes: [], nats: [], eips: [] },
  };
  for (const [index, zone] of zonesOf(args, request.region).entries()) {
    for (const spec of specsOf(args)) {
      await makeSubnet(request, args, { theVpc, gateway, index, zone, spec, made });
    }
  }
  return outputsOf(request, theVpc, gateway, endpoints, made, args);
}

function vpcInputs(args: Props, tags: Props): Props {
  const ownBlock = args.cidrBlock !== undefined || args.ipv4IpamPoolId !== undefined;
  const block = ownBlock ? args.cidrBlock : DEFAULT_CIDR_BLOCK;
  const inputs: Props = { ...(block === undefined ? {} : { cidrBlock: block }), tags };
  for (const key of PASSED_ON) {
    if (args[key] !== undefined) {
      inputs[key] = args[key];
    }
  }
  return inputs;
}

function zonesOf(args: Arguments, region: string): string[] {
  const count = args.numberOfAvailabilityZones ?? DEFAULT_ZONES;
  return (
    args.availabilityZoneNames ??
    ["a", "b", "c", "d", "e", "f"].slice(0, count).map((z) => region + z)
  );
}

function specsOf(args: Arguments): SubnetSpec[] {
  const specs = args.subnetSpecs ?? [{ type: "Private" }, { type: "Public" }];
  return specs
    .filter((spec) => spec.type.toLowerCase() !== "unused")
    .sort((a, b) => TIERS.indexOf(tierOf(a)) - TIERS.indexOf(tierOf(b)));
}

function tierOf(spec: SubnetSpec): Tier {
  const tier = TIERS.find((name) => name === spec.type.toLowerCase());
  return tier ?? "isolated";
}

async function makeEndpoints(request: RemoteComponentRequest, theVpc: Child): Promise<Child[]> {
  const made: Child[] = [];
  for (const spec of elements(request.args.vpcEndpointSpecs).map(inner).filter(isObject)) {
    const name = String(plain(spec.serviceName));
    const inputs = { ...spec, vpcId: idOf(theVpc) };
    made.push(await make(request, "VpcEndpoint", name, theVpc, inputs, [theVpc]));
  }
  return made;
}

interface Place {
  theVpc: Child;
  gateway: Child;
  index: number;
  zone: string;
  spec: SubnetSpec;
  made: Made;
}

async function makeSubnet(
  request: RemoteComponentRequest,
  args: Arguments,
  at: Place,
): Promise<void> {
  const { theVpc, index, spec, made } = at;
  const tier = tierOf(spec);
  const name = `${request.name}-${spec.name ?? tier}-${index + 1}`;
  const shared = { Name: request.name, ...args.tags };
  const own = { Name: name, SubnetType: spec.type };
  const subnet = await make(
    request,
    "Subnet",
    name,
    theVpc,
    {
      assignIpv6AddressOnCreation: spec.assignIpv6AddressOnCreation ?? false,
      availabilityZone: at.zone,
      cidrBlock: spec.cidrBlocks?.[index] ?? UNKNOWN,
      mapPublicIpOnLaunch: tier === "public",
      tags: { ...shared, ...spec.tags, ...own },
      vpcId: idOf(theVpc),
    },
    [theVpc],
  );
  made.subnets[tier].push(subnet);
  made.all.push(subnet);

  const tableInputs = { tags: { ...shared, ...own }, vpcId: idOf(theVpc) };
  const table = await make(request, "RouteTable", name, subnet, tableInputs, [subnet]);
  made.routeTables.push(table);
  const association = { routeTableId: idOf(table), subnetId: idOf(subnet) };
  made.associations.push(
    await make(request, "RouteTableAssociation", name, table, association, [table]),
  );

  if (tier === "public" && wantsGateway(args, made.nats.length, index)) {
    await makeNatGateway(request, args, subnet, index, made);
  }
  const target = routeTarget(args, tier, at);
  if (target) {
    const inputs = { destinationCidrBlock: "0.0.0.0/0", ...target, routeTableId: idOf(table) };
    made.routes.push(await make(request, "Route", name, table, inputs, [table]));
  }
}

async function makeNatGateway(
  request: RemoteComponentRequest,
  args: Arguments,
  subnet: Child,
  index: number,
  made: Made,
): Promise<void> {
  const name = `${request.name}-${index + 1}`;
  const tags = { ...args.tags, Name: name };
  const given = inner(request.args.natGateways);
  let allocationId: Value | undefined = elements(
    isObject(given) ? given.elasticIpAllocationIds : undefined,
  )[index];
  if (allocationId === undefined) {
    const eip = await make(request, "Eip", name, subnet, { tags }, [subnet]);
    made.eips.push(eip);
    allocationId = outputValue(eip.outputs.allocationId ?? UNKNOWN, [eip.urn]);
  }
  const inputs = { allocationId, subnetId: idOf(subnet), tags };
  made.nats.push(await make(request, "NatGateway", name, subnet, inputs, [subnet]));
}

function wantsGateway(args: Arguments, existing: number, zone: number): boolean {
  switch (strategyOf(args)) {
    case "none":
      return false;
    case "single":
      return existing === 0;
    default:
      return existing < zone + 1;
  }
}

function strategyOf(args: Arguments): string {
  return (args.natGateways?.strategy ?? "OnePerAz").toLowerCase();
}

function routeTarget(args: Arguments, tier: Tier, at: Place): Props | undefined {
  if (tier === "public") {
    return { gatewayId: idOf(at.gateway) };
  }
  const { nats } = at.made;
  const nat = tier === "private" ? nats[strategyOf(args) === "single" ? 0 : at.index] : undefined;
  return nat && { natGatewayId: idOf(nat) };
}

function outputsOf(
  request: RemoteComponentRequest,
  theVpc: Child,
  gateway: Child,
  endpoints: Child[],
  made: Made,
  args: Arguments,
): RemoteComponent {
  const ids: Record<string, Child | Child[]> = {
    vpcId: theVpc,
    publicSubnetIds: made.subnets.public,
    privateSubnetIds: made.subnets.private,
    isolatedSubnetIds: made.subnets.isolated,
  };
  const resources: Record<string, Child | Child[]> = {
    vpc: theVpc,
    internetGateway: gateway,
    subnets: made.all,
    publicSubnets: made.subnets.public,
    privateSubnets: made.subnets.private,
    isolatedSubnets: made.subnets.isolated,
    natGateways: made.nats,
    eips: made.eips,
    routeTables: made.routeTables,
    routeTableAssociations: made.associations,
    routes: made.routes,
    vpcEndpoints: endpoints,
  };
  const outputs: Props = { subnetLayout: layoutOf(args) };
  const outputDependencies: Record<string, string[]> = {};
  const add = (entries: Record<string, Child | Child[]>, show: (child: Child) => Value) => {
    for (const [key, children] of Object.entries(entries)) {
      outputs[key] = Array.isArray(children) ? children.map(show) : show(children);
      outputDependencies[key] = [children].flat().map((child) => child.urn);
    }
  };
  add(ids, (child) => child.id || UNKNOWN);
  add(resources, (child) => request.reference(child));
  return { outputs, outputDependencies };
}

function layoutOf(args: Arguments): Value {
  return (args.subnetSpecs ?? []).map(({ type, name, cidrBlocks }) => ({
    type,
    ...(name === undefined ? {} : { name }),
    ...(cidrBlocks === undefined ? {} : { cidrBlocks }),
  }));
}

function make(
  request: RemoteComponentRequest,
  type: string,
  name: string,
  parent: Child | undefined,
  inputs: Props,
  dependsOn: readonly Child[] = [],
): Promise<Child> {
  const token = `aws:ec2/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
  const urns = dependsOn.map((child) => child.urn);
  return request.register(token, name, parent?.urn ?? request.urn, inputs, urns);
}

function idOf(child: Child): Value {
  return outputValue(child.id || UNKNOWN, [child.urn]);
}

function outputValue(value: Value, dependencies: string[]): Value {
  return value === UNKNOWN
    ? { [SIGNATURE]: OUTPUT, dependencies }
    : { [SIGNATURE]: OUTPUT, value, dependencies };
}

function inner(value: Value | undefined): Value | undefined {
  return isEnvelope(value, OUTPUT) ? value.value : value;
}

function elements(value: Value | undefined): Value[] {
  const list = inner(value);
  return Array.isArray(list) ? list : [];
}
