import { absent, atMost, custom, oneOf, range, refuses, required } from "./base/checks";
import { blockOf, isAligned } from "./base/cidr";
import { ec2 } from "./base/types/ec2";
import { unknown, type Inputs, type Problem, type ResourceRule } from "./base/rule";
import {
  equals,
  isAbsent,
  isRecord,
  isSet,
  listOf,
  numberAt,
  textAt,
  valueAt,
  valuesAt,
} from "./base/values";

const EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Length of the prefix of a VPC's or subnet's IPv4 block. */
export const cidrPrefix = { min: 16, max: 28, unit: "bits" };
/** Elastic IPs of a zonal NAT gateway: as many as EC2 takes, and as the default quota allows. */
export const natGatewayAddresses = 8;
export const natGatewayAddressQuota = 2;
/** Ports that the edge may open to everyone. */
export const publicPorts = [80, 443];

const nat = ec2.natGateway;
const isRegional = (inputs: Inputs) => equals(inputs, "availabilityMode", "regional");
const isZonal = (inputs: Inputs) =>
  isAbsent(inputs, "availabilityMode") || equals(inputs, "availabilityMode", "zonal");
const rules = [ec2.ingressRule, ec2.egressRule];
const peers = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];
const routeTargets = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "gatewayId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];

export const sections = { NET: "Network and egress" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "NET-01",
    [ec2.vpc, ec2.subnet],
    {
      limit: `an IPv4 block from /${cidrPrefix.min} to /${cidrPrefix.max} that begins at a multiple of its size, such as 10.0.0.0/16`,
      source: `${GUIDE}/vpc-cidr-blocks.html`,
      fix: "Correct cidrBlock.",
    },
    (inputs) => {
      const found = textAt(inputs, "cidrBlock");
      if (found === undefined) return undefined;
      const block = blockOf(found);
      const isRight =
        block !== undefined &&
        block.prefix >= cidrPrefix.min &&
        block.prefix <= cidrPrefix.max &&
        isAligned(block);
      return isRight ? undefined : { argument: "cidrBlock", found };
    },
  ),
  required("NET-05", nat, "vpcId", {
    when: isRegional,
    limit: "the VPC of a regional NAT gateway",
    source: `${GUIDE}/nat-gateways-regional.html`,
    fix: "Set vpcId.",
  }),
  ...["subnetId", "allocationId"].map((argument) =>
    absent(`NET-05-${argument}`, nat, argument, {
      when: isRegional,
      limit: `no ${argument} on a regional NAT gateway`,
      source: `${GUIDE}/nat-gateways-regional.html`,
      fix: "Give addresses by zone in availabilityZoneAddresses.",
    }),
  ),
  refuses("NET-05-private", nat, "connectivityType", /^private$/, {
    when: isRegional,
    limit: "public; a regional NAT gateway has no private mode",
    source: `${GUIDE}/nat-gateways-regional.html`,
    fix: "Remove connectivityType, or make the gateway zonal.",
  }),
  custom(
    "NET-05-fixed",
    nat,
    {
      limit:
        "addresses for each zone; without them AWS adds addresses as it likes, so they are not fixed",
      when: isRegional,
      source: `${GUIDE}/nat-gateways-regional.html`,
      fix: "Set availabilityZoneAddresses for every zone in use.",
    },
    (inputs) => {
      const zones = valueAt(inputs, "availabilityZoneAddresses");
      return isAbsent(inputs, "availabilityZoneAddresses") ||
        (Array.isArray(zones) && zones.length === 0)
        ? { argument: "availabilityZoneAddresses", found: undefined }
        : undefined;
    },
  ),
  required("NET-05-subnet", nat, "subnetId", {
    when: isZonal,
    limit: "the public subnet of a zonal NAT gateway",
    source: `${EC2}/API_CreateNatGateway.html`,
    fix: "Set subnetId.",
  }),
  required("NET-05-allocation", nat, "allocationId", {
    when: (inputs) =>
      isZonal(inputs) &&
      (isAbsent(inputs, "connectivityType") || equals(inputs, "connectivityType", "public")),
    limit: "the Elastic IP of a public NAT gateway",
    source: `${EC2}/API_CreateNatGateway.html`,
    fix: "Set allocationId.",
  }),
  atMost("NET-07", nat, "secondaryAllocationIds", natGatewayAddresses - 1, {
    limit: `at most ${natGatewayAddresses} addresses, the first among them`,
    source: `${GUIDE}/nat-gateway-basics.html`,
    fix: "Remove addresses, or use one gateway for each zone.",
  }),
  custom(
    "NET-07-quota",
    nat,
    {
      severity: "warning",
      limit: `at most ${natGatewayAddressQuota} addresses without a quota increase`,
      source: `${GUIDE}/amazon-vpc-limits.html`,
      fix: "Remove addresses, or have the quota raised.",
    },
    (inputs) => {
      const count = listOf(valueAt(inputs, "secondaryAllocationIds")).length;
      return count >= natGatewayAddressQuota
        ? { argument: "secondaryAllocationIds", found: count }
        : undefined;
    },
  ),
  oneOf("NET-10", ec2.elasticIp, "domain", ["vpc"], {
    source: `${EC2}/API_AllocateAddress.html`,
    fix: "Set vpc; EC2-Classic is gone.",
  }),
  custom(
    "NET-11",
    ec2.route,
    {
      limit: "one target",
      source: `${EC2}/API_CreateRoute.html`,
      fix: "Keep one of the targets.",
    },
    (inputs) => {
      const found = routeTargets.filter((target) => isSet(inputs, target));
      const isMissing = routeTargets.every((target) => isAbsent(inputs, target));
      if (isMissing) return { argument: "gatewayId", found: undefined };
      return found.length > 1 ? { argument: found[0] ?? "", found } : undefined;
    },
  ),
  ...["fromPort", "toPort"].map((port) =>
    range(
      `NET-12-${port}`,
      rules,
      port,
      { min: 0, max: 65_535, also: [-1] },
      {
        source: `${EC2}/API_AuthorizeSecurityGroupIngress.html`,
        fix: "Set a port from 0 to 65,535.",
      },
    ),
  ),
  custom(
    "NET-12-order",
    rules,
    {
      limit: "a fromPort no larger than toPort",
      source: `${EC2}/API_AuthorizeSecurityGroupIngress.html`,
      fix: "Swap the ports.",
    },
    (inputs) => {
      const [from, to] = [numberAt(inputs, "fromPort"), numberAt(inputs, "toPort")];
      const hasPorts = ["tcp", "udp", "6", "17"].includes(textAt(inputs, "ipProtocol") ?? "");
      return hasPorts && from !== undefined && to !== undefined && from > to
        ? { argument: "fromPort", found: from, limit: `at most toPort, ${to}` }
        : undefined;
    },
  ),
  custom(
    "NET-12-peer",
    rules,
    {
      limit: `one of ${peers.join(", ")}`,
      source: `${EC2}/API_AuthorizeSecurityGroupIngress.html`,
      fix: "Name one peer for each rule.",
    },
    (inputs) => {
      const found = peers.filter((peer) => isSet(inputs, peer));
      if (peers.every((peer) => isAbsent(inputs, peer)))
        return { argument: "cidrIpv4", found: undefined };
      return found.length > 1 ? { argument: found[0] ?? "", found } : undefined;
    },
  ),
  custom(
    "SEC-NET-ingress",
    [ec2.ingressRule, ec2.securityGroupRule, ec2.securityGroup, ec2.defaultSecurityGroup],
    {
      severity: "warning",
      limit: `ports ${publicPorts.join(" and ")} for everyone, nothing else`,
      source: CONTROLS,
      fix: "Name a security group, a prefix list or a narrower block.",
    },
    (inputs): Problem[] => ingressOf(inputs).flatMap(openPort),
  ),
  ...["ingress", "egress"].map((argument) =>
    absent(`NET-13-${argument}`, ec2.securityGroup, argument, {
      severity: "warning",
      when: (inputs) => listOf(valueAt(inputs, argument)).length > 0,
      limit: "rules as resources of their own; inline ones overwrite those of others",
      source: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
      fix: "Use aws.vpc.SecurityGroupIngressRule and SecurityGroupEgressRule.",
    }),
  ),
  required("SEC-NET-description", rules, "description", {
    severity: "info",
    limit: "what the rule is for",
    source: CONTROLS,
    fix: "Set description.",
  }),
];

/** A rule that lets traffic in, and the path of its arguments. */
interface Ingress {
  readonly path: string;
  readonly rule: Inputs;
}

/** What the arguments let in: a rule of its own, of either type, or the inline rules of a group. */
function ingressOf(inputs: Inputs): Ingress[] {
  const inline = valuesAt(inputs, "ingress.*").flatMap(({ path, value }) =>
    isRecord(value) ? [{ path: `${path}.`, rule: value }] : [],
  );
  const isOut = equals(inputs, "type", "egress") || valueAt(inputs, "type") === unknown;
  return [...inline, ...(isOut ? [] : [{ path: "", rule: inputs }])];
}

function openPort({ path, rule }: Ingress): Problem[] {
  const blocks = ["cidrIpv4", "cidrIpv6", "cidrBlocks.*", "ipv6CidrBlocks.*"];
  const isOpen = blocks
    .flatMap((block) => valuesAt(rule, block))
    .some(({ value }) => typeof value === "string" && /\/[01]$/.test(value));
  const from = valueAt(rule, "fromPort");
  const to = valueAt(rule, "toPort");
  const isDecided = from !== unknown && to !== unknown;
  const isPublicPort = from === to && typeof from === "number" && publicPorts.includes(from);
  return isOpen && isDecided && !isPublicPort
    ? [{ argument: `${path}fromPort`, found: from ?? "all" }]
    : [];
}
