/** Ways through the network: both sides of a connection, made by the one who connects. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../component";
import {
  Access,
  Connectable,
  Connection,
  PortProtocol,
  Target,
  VirtualNetwork,
} from "../contracts";
import { ruleNames } from "./rule-names";
import { actionPrefixOf, HTTPS, portOf } from "./service-endpoints";

/** The rules that a consumer's connections are made of, as children of the consumer. */
export interface ConnectionChildren {
  egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
  ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
}

/** Who connects. */
export interface Consumer {
  name: string;
  securityGroupId: pulumi.Output<string>;
}

/**
 * Opens one port from the consumer's security group to the target's, and the target's for the
 * consumer. Both rules are the consumer's children, named `<consumer>-to-<target>`, so that two
 * groups that know each other make no cycle, and removing the consumer closes both ends.
 */
function connect(
  from: Consumer,
  { to, port, protocol = "tcp" }: Connection,
  name: string,
  child: MakeChild,
): void {
  const rule = {
    description: `${from.name} to ${to.connectionName}`,
    ipProtocol: protocol,
    fromPort: port,
    toPort: port,
  };
  child(
    aws.vpc.SecurityGroupEgressRule,
    name,
    {
      ...rule,
      securityGroupId: from.securityGroupId,
      referencedSecurityGroupId: to.securityGroupId,
    },
    { key: "egressRule" },
  );
  child(
    aws.vpc.SecurityGroupIngressRule,
    name,
    {
      ...rule,
      securityGroupId: to.securityGroupId,
      referencedSecurityGroupId: from.securityGroupId,
    },
    { key: "ingressRule" },
  );
}

/**
 * Connects to everything that `access` reaches through the network, to each port once.
 *
 * @throws pulumi.RunError where two rules would have one name.
 */
export function connectAll(from: Consumer, access: readonly Access[], child: MakeChild): void {
  for (const [connection, name] of ruleNames(from, distinct(connectionsOf(access)))) {
    connect(from, connection, name, child);
  }
}

const OVER_TCP: readonly PortProtocol[] = ["tcp"];

type Way = Required<Omit<Connection, "to">>;

/**
 * Lets the load balancers in front reach what registers at their targets, and ask it for its health. Both rules of
 * a way are the children of the one that is reached, named `<reached>-from-<front>`; those of another port than the
 * first target's, and of UDP, have that in their names. A load balancer's group stands for its clients as well, where
 * they are seen by their own addresses
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html).
 */
export function letTargetsIn(targets: readonly Target[], to: Connectable, child: MakeChild): void {
  const mainPort = targets.at(0)?.port;
  const made = new Set<string>();
  for (const { from: front, port, protocols = OVER_TCP, healthPort = port } of targets) {
    if (!front || port === undefined || healthPort === undefined) continue;
    const ways: Way[] = [
      ...protocols.map((protocol): Way => ({ port, protocol })),
      { port: healthPort, protocol: "tcp" },
    ];
    const from = { name: front.connectionName, securityGroupId: front.securityGroupId };
    for (const way of ways) {
      const parts = [
        `from-${from.name}`,
        ...(way.port === mainPort ? [] : [way.port]),
        ...(way.protocol === "tcp" ? [] : [way.protocol]),
      ];
      const name = parts.join("-");
      if (made.has(name)) continue;
      made.add(name);
      connect(from, { to, ...way }, name, child);
    }
  }
}

/**
 * Opens HTTPS to the AWS services that are reached inside the VPC: to S3 and DynamoDB where `access`
 * grants something of theirs, by the prefix lists of their gateway endpoints, and to the interface
 * endpoints where the network has one for a service that is granted, on the port it listens on.
 *
 * @throws pulumi.RunError where two rules would have one name.
 */
export function reachServices(
  from: Consumer,
  network: VirtualNetwork,
  access: readonly Access[],
  child: MakeChild,
): void {
  const granted = new Set(access.flatMap(servicesOf));
  for (const service of ["dynamodb", "s3"] as const) {
    if (granted.has(service)) {
      open(from, service, HTTPS, { prefixListId: network.prefixListIds[service] }, child);
    }
  }
  const called = network.interfaceEndpoints.filter((name) => granted.has(actionPrefixOf(name)));
  const known = connectionsOf(access);
  const toEndpoints = called.map((name) => ({ to: network, port: portOf(name) }));
  for (const [connection, name] of ruleNames(from, distinct([...known, ...toEndpoints]))) {
    if (!known.includes(connection)) {
      connect(from, connection, name, child);
    }
  }
}

/**
 * Opens HTTPS, or other TCP ports, to everything outside, through the network's fixed addresses.
 *
 * @throws pulumi.RunError where the network has no way out.
 */
export function reachInternet(
  from: Consumer,
  network: VirtualNetwork,
  child: MakeChild,
  ports: readonly number[] = [HTTPS],
): void {
  if (network.egress.mode === "none") {
    throw new pulumi.RunError(
      `"${from.name}" asks for egress, but network "${network.connectionName}" has egress mode "none"\n` +
        `  fix: give the network an egress mode such as "single", or don't ask for egress`,
    );
  }
  openToInternet(from, child, ports);
}

/** The same for what has a public address of its own, whatever way out the network has. */
export function openToInternet(
  from: Consumer,
  child: MakeChild,
  ports: readonly number[] = [HTTPS],
): void {
  for (const port of new Set(ports)) {
    const suffix = port === HTTPS ? "internet" : `internet-${port}`;
    open(from, suffix, port, { cidrIpv4: "0.0.0.0/0" }, child);
  }
}

function open(
  from: Consumer,
  what: string,
  port: number,
  to: { cidrIpv4: string } | { prefixListId: pulumi.Output<string> },
  child: MakeChild,
): void {
  child(
    aws.vpc.SecurityGroupEgressRule,
    `to-${what}`,
    {
      securityGroupId: from.securityGroupId,
      description: `${port === HTTPS ? "HTTPS" : `TCP ${port}`} to ${what}`,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      ...to,
    },
    { key: "egressRule" },
  );
}

function connectionsOf(access: readonly Access[]): Connection[] {
  return access.flatMap(({ connection }) => connection ?? []);
}

/** Each port of each thing once. */
function distinct(connections: readonly Connection[]): Connection[] {
  return connections.filter(
    ({ to, port }, index) =>
      connections.findIndex((other) => other.to === to && other.port === port) === index,
  );
}

/** The services whose actions an access grants: `s3` for `s3:GetObject`. */
function servicesOf({ statements }: Access): string[] {
  return statements
    .flatMap(({ Action }) => [Action].flat())
    .filter((action) => typeof action === "string")
    .map((action) => action.split(":")[0].toLowerCase());
}
