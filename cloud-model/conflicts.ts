/**
 * What AWS refuses because of what is already there: names taken, an address in use, a route that
 * exists, a quota reached, something that others still stand in. Judged over the set of resources
 * that live in the account; pure, so that any provider of ours gives AWS's answer.
 */
import { Claim, claims, key } from "./claims";

/** A resource as AWS has it; `values` are its arguments and outputs without envelopes. */
export interface LiveResource {
  readonly type: string;
  readonly id: string;
  readonly region: string;
  readonly values: { readonly [property: string]: unknown };
}

/** AWS's error: `RouteAlreadyExists` and its words. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Account quotas that differ from AWS's defaults, by code, e.g. `{ AddressLimitExceeded: 20 }`. */
export type Quotas = { readonly [code: string]: number };

/** AWS's answer to creating `candidate`, or `undefined` if it may be created. */
export function refusalToCreate(
  candidate: LiveResource,
  live: readonly LiveResource[],
  quotas: Quotas = {},
): Refusal | undefined {
  return (
    takenClaim(candidate, live) ?? overlap(candidate, live) ?? quotaReached(candidate, live, quotas)
  );
}

/** AWS's answer to deleting `leaving`, or `undefined` if nothing stands in it. */
export function refusalToDelete(
  leaving: LiveResource,
  live: readonly LiveResource[],
): Refusal | undefined {
  const rule = inUse[leaving.type];
  const others = live.filter((other) => other !== leaving);
  const holds = rule?.by.some(([type, property]) =>
    others.some((o) => o.type === type && listed(o.values[property]).includes(rule.named(leaving))),
  );
  return rule && holds
    ? { code: rule.code, message: rule.message.replace("{id}", leaving.id) }
    : undefined;
}

function takenClaim(candidate: LiveResource, live: readonly LiveResource[]): Refusal | undefined {
  const wanted = claims(candidate);
  const meets = (mine: Claim, holder: LiveResource, theirs: Claim) =>
    mine.space === theirs.space &&
    mine.key === theirs.key &&
    (mine.scope !== "region" || candidate.region === holder.region);
  return wanted.find((mine) =>
    live.some((holder) => claims(holder).some((theirs) => meets(mine, holder, theirs))),
  )?.refusal;
}

/** Subnets may not share an address, so equal keys are not enough. */
function overlap(candidate: LiveResource, live: readonly LiveResource[]): Refusal | undefined {
  const { vpcId, cidrBlock } = candidate.values;
  const meets = (other: LiveResource) =>
    other.type === candidate.type &&
    other.values.vpcId === vpcId &&
    shareAddresses(String(cidrBlock), String(other.values.cidrBlock));
  return candidate.type === "aws:ec2/subnet:Subnet" && live.some(meets)
    ? {
        code: "InvalidSubnet.Conflict",
        message: `The CIDR '${String(cidrBlock)}' conflicts with another subnet`,
      }
    : undefined;
}

function shareAddresses(one: string, other: string): boolean {
  const [first, second] = [addressRange(one), addressRange(other)];
  return first.from < second.to && second.from < first.to;
}

function addressRange(block: string): { from: number; to: number } {
  const [address, bits] = block.split("/");
  const size = 2 ** (32 - Number(bits));
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const from = Math.floor(number / size) * size;
  return { from, to: from + size };
}

interface Quota {
  readonly code: string;
  readonly message: string;
  readonly limit: number;
  /** What the quota is counted in, beside the region. */
  readonly per?: string;
}

const perSecurityGroup: Quota = {
  code: "RulesPerSecurityGroupLimitExceeded",
  message: "The maximum number of rules per security group has been reached.",
  limit: 60,
  per: "securityGroupId",
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html and IAM's quotas page. */
const quotaOf: { [type: string]: Quota | undefined } = {
  "aws:ec2/vpc:Vpc": {
    code: "VpcLimitExceeded",
    message: "The maximum number of VPCs has been reached.",
    limit: 5,
  },
  "aws:ec2/eip:Eip": {
    code: "AddressLimitExceeded",
    message: "The maximum number of addresses has been reached.",
    limit: 5,
  },
  "aws:ec2/internetGateway:InternetGateway": {
    code: "InternetGatewayLimitExceeded",
    message: "The maximum number of internet gateways has been reached.",
    limit: 5,
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    code: "LimitExceeded",
    message: "Cannot exceed quota for PoliciesPerRole: 10",
    limit: 10,
    per: "role",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": perSecurityGroup,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": perSecurityGroup,
};

function quotaReached(
  candidate: LiveResource,
  live: readonly LiveResource[],
  quotas: Quotas,
): Refusal | undefined {
  const quota = quotaOf[candidate.type];
  if (!quota) {
    return undefined;
  }
  const counted = ({ region, values }: LiveResource) =>
    key([region, quota.per ? values[quota.per] : ""]);
  const same = live.filter((o) => o.type === candidate.type && counted(o) === counted(candidate));
  const { code, message } = quota;
  return same.length >= (quotas[code] ?? quota.limit) ? { code, message } : undefined;
}

interface InUse {
  readonly code: string;
  readonly message: string;
  /** Types and the property through which they hold the one that should go. */
  readonly by: readonly (readonly [type: string, property: string])[];
  /** The value by which they name it. */
  readonly named: (leaving: LiveResource) => string;
}

const byId = (leaving: LiveResource) => leaving.id;

const inUse: { [type: string]: InUse | undefined } = {
  "aws:ec2/vpc:Vpc": {
    code: "DependencyViolation",
    message: "The vpc '{id}' has dependencies and cannot be deleted.",
    by: [
      ["aws:ec2/subnet:Subnet", "vpcId"],
      ["aws:ec2/internetGateway:InternetGateway", "vpcId"],
      ["aws:ec2/securityGroup:SecurityGroup", "vpcId"],
    ],
    named: byId,
  },
  "aws:ec2/subnet:Subnet": {
    code: "DependencyViolation",
    message: "The subnet '{id}' has dependencies and cannot be deleted.",
    by: [
      ["aws:ec2/natGateway:NatGateway", "subnetId"],
      ["aws:ec2/instance:Instance", "subnetId"],
      ["aws:efs/mountTarget:MountTarget", "subnetId"],
      ["aws:lb/loadBalancer:LoadBalancer", "subnets"],
      ["aws:ec2/vpcEndpoint:VpcEndpoint", "subnetIds"],
    ],
    named: byId,
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    code: "DependencyViolation",
    message: "resource {id} has a dependent object",
    by: [
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "referencedSecurityGroupId"],
      ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "referencedSecurityGroupId"],
      ["aws:ec2/instance:Instance", "vpcSecurityGroupIds"],
      ["aws:lb/loadBalancer:LoadBalancer", "securityGroups"],
      ["aws:ec2/vpcEndpoint:VpcEndpoint", "securityGroupIds"],
    ],
    named: byId,
  },
  "aws:ec2/eip:Eip": {
    code: "InvalidIPAddress.InUse",
    message: "Address {id} is in use.",
    by: [
      ["aws:ec2/natGateway:NatGateway", "allocationId"],
      ["aws:ec2/eipAssociation:EipAssociation", "allocationId"],
    ],
    named: byId,
  },
  "aws:iam/role:Role": {
    code: "DeleteConflict",
    message: "Cannot delete entity, must detach all policies first.",
    by: [
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role"],
      ["aws:iam/rolePolicy:RolePolicy", "role"],
    ],
    named: ({ values }) => String(values.name),
  },
};

const listed = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value]);
