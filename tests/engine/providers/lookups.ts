/** What EC2's data sources say of what lives in the account; nothing of what others made elsewhere. */
import { Props } from "../../../cloud-model";
import type { Standing } from "./cloud";

type Lookup = (id: string, live: readonly Standing[]) => Props | undefined;

const ADDRESS = "aws:ec2/eip:Eip";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
const ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const NETWORK_INTERFACE = "aws:ec2/networkInterface:NetworkInterface";

export const lookups: Readonly<Record<string, Lookup | undefined>> = {
  "aws:ec2/getElasticIp:getElasticIp": (id, live) => ({
    ...described(id, ADDRESS, live),
    ...worn(id, live),
  }),
  "aws:ec2/getNatGateway:getNatGateway": (id, live) => described(id, NAT_GATEWAY, live),
  "aws:ec2/getNetworkInterface:getNetworkInterface": (id, live) => {
    const gateway = live.find(
      ({ type, values }) => type === NAT_GATEWAY && values.networkInterfaceId === id,
    );
    // What AWS makes for something has no tags.
    if (gateway) {
      return { id, description: `Interface for NAT Gateway ${gateway.id}`, tags: {} };
    }
    const balancer = live.find(
      ({ type, values }) => type === LOAD_BALANCER && interfaceOf(values) === id,
    );
    return balancer
      ? { id, description: `ELB ${String(balancer.values.arnSuffix)}`, tags: {} }
      : described(id, NETWORK_INTERFACE, live);
  },
  "aws:lb/getLoadBalancer:getLoadBalancer": (name, live) => {
    const found = live.find(({ type, values }) => type === LOAD_BALANCER && values.name === name);
    return found && { ...found.outputs, tags: found.tags };
  },
};

/** AWS makes one in each subnet; here they are told apart by their load balancer alone. */
function interfaceOf({ arnSuffix }: Standing["values"]): string {
  return `eni-${String(arnSuffix).slice(-16)}0`;
}

function described(id: string, type: string, live: readonly Standing[]): Props | undefined {
  const found = live.find((resource) => resource.type === type && resource.id === id);
  return found && { ...found.outputs, tags: found.tags };
}

/** What wears an address; a regional gateway has no network interface. */
function worn(id: string, live: readonly Standing[]): Props {
  const wearer = live.find(
    ({ type, values }) =>
      (type === NAT_GATEWAY || type === ASSOCIATION) && values.allocationId === id,
  );
  const balancer = live.find(
    ({ type, values }) => type === LOAD_BALANCER && mapped(values).includes(id),
  );
  const networkInterfaceId = balancer
    ? interfaceOf(balancer.values)
    : wearer?.values.networkInterfaceId;
  return typeof networkInterfaceId === "string" ? { networkInterfaceId } : {};
}

function mapped({ subnetMappings }: Standing["values"]): unknown[] {
  return ((subnetMappings ?? []) as { allocationId?: unknown }[]).map((each) => each.allocationId);
}
