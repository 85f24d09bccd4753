/** Answers for provider functions (data sources) that do not depend on what is in an account. */
import { policyDocument } from "./policy-document";
import { Props, Value } from "./wire-values";

/** Where the question is asked from. */
export interface Place {
  region: string;
  account: string;
}

type Answer = (args: Props, place: Place) => Props;

/** By function token. What is not here is answered by the shape of its result. */
export const dataSources: Readonly<Record<string, Answer | undefined>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
  "aws:index/getAvailabilityZone:getAvailabilityZone": availabilityZone,
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account }) => ({
    id: account,
    accountId: account,
    arn: `arn:aws:iam::${account}:user/preview`,
    userId: "AIDAPREVIEWPREVIEWAAA",
  }),
  "aws:index/getRegion:getRegion": (args, place) => {
    const region = text(args.region) ?? text(args.name) ?? place.region;
    const endpoint = `ec2.${region}.amazonaws.com`;
    return { id: region, name: region, region, description: region, endpoint };
  },
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getService:getService": (args, place) => {
    const region = text(args.region) ?? place.region;
    const serviceId = text(args.serviceId) ?? "";
    const reverseDnsPrefix = "com.amazonaws";
    const reverseDnsName = `${reverseDnsPrefix}.${region}.${serviceId}`;
    return {
      ...{ id: reverseDnsName, region, serviceId, reverseDnsPrefix, reverseDnsName },
      dnsName: `${serviceId}.${region}.amazonaws.com`,
      partition: "aws",
      supported: true,
    };
  },
  "aws:index/getArn:getArn": (args) => {
    const arn = text(args.arn) ?? "";
    const [, partition, service, region, account, ...resource] = arn.split(":");
    return { id: arn, arn, partition, service, region, account, resource: resource.join(":") };
  },
  "aws:ec2/getPrefixList:getPrefixList": prefixList,
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": managedPrefixList,
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
};

/**
 * Members of a result that is else answered by its shape. An address that is looked up is one that is to
 * be used, so nothing wears it as far as anybody knows offline.
 */
export const knownMembers: Readonly<Record<string, Props | undefined>> = {
  "aws:ec2/getElasticIp:getElasticIp": {
    ...{ associationId: "", instanceId: "", networkInterfaceId: "", networkInterfaceOwnerId: "" },
    privateIp: "",
  },
};

/** Names in order: `a`, `b`, `c`. Every region that Strata is priced for has at least three. */
function availabilityZones(_args: Props, { region }: Place): Props {
  return {
    id: region,
    region,
    groupNames: [region],
    names: ["a", "b", "c"].map((letter) => region + letter),
    zoneIds: [1, 2, 3].map((number) => `${shortRegion(region)}-az${number}`),
  };
}

function availabilityZone(args: Props, place: Place): Props {
  const name = text(args.name) ?? `${place.region}a`;
  const region = name.slice(0, -1);
  const number = name.charCodeAt(name.length - 1) - "a".charCodeAt(0) + 1;
  return {
    ...{ id: name, name, region, nameSuffix: name.slice(-1), groupName: region },
    ...{ networkBorderGroup: region, optInStatus: "opt-in-not-required", state: "available" },
    zoneId: `${shortRegion(region)}-az${number}`,
    zoneType: "availability-zone",
  };
}

function prefixList(args: Props, { region }: Place): Props {
  const id = text(args.prefixListId) ?? "pl-00000000";
  return {
    id,
    region,
    name: text(args.name) ?? `com.amazonaws.${region}.s3`,
    cidrBlocks: EXAMPLES,
  };
}

function managedPrefixList(args: Props, { region, account }: Place): Props {
  const id = text(args.id) ?? "pl-00000000";
  return {
    ...{ id, region, name: text(args.name) ?? "", addressFamily: "IPv4", version: 1, tags: {} },
    arn: `arn:aws:ec2:${region}:${account}:prefix-list/${id}`,
    entries: EXAMPLES.map((cidr) => ({ cidr, description: "" })),
    maxEntries: EXAMPLES.length,
    ownerId: "AWS",
  };
}

/** Addresses that AWS does not publish per list offline: a documentation range (RFC 5737). */
const EXAMPLES = ["192.0.2.0/24"];

/** `eu-west-1` -> `euw1`, as zone ids have it. */
function shortRegion(region: string): string {
  const [area = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  return area + rest.map((word) => word.charAt(0)).join("") + number;
}

function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
