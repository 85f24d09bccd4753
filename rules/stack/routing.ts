import { ec2 } from "../base/types/ec2";
import type { StackResource } from "../base/rule";
import { isAbsent, textAt } from "../base/values";
import type { Graph } from "./graph";

/** Where a subnet's traffic to the internet goes. */
export type DefaultTarget = "internet-gateway" | "nat" | "other" | "none";

const EVERYWHERE = "0.0.0.0/0";
const TARGETS: readonly { argument: string; target: DefaultTarget }[] = [
  { argument: "gatewayId", target: "internet-gateway" },
  { argument: "natGatewayId", target: "nat" },
  { argument: "networkInterfaceId", target: "nat" },
  { argument: "transitGatewayId", target: "other" },
  { argument: "vpcPeeringConnectionId", target: "other" },
  { argument: "vpcEndpointId", target: "other" },
  { argument: "localGatewayId", target: "other" },
  { argument: "coreNetworkArn", target: "other" },
];

/** The target of a subnet's route to everywhere; `undefined` where the graph doesn't tell. */
export function defaultTarget(graph: Graph, subnet: StackResource): DefaultTarget | undefined {
  const table = routeTableOf(graph, subnet);
  if (table === undefined || !isAbsent(table.values, "routes")) return undefined;
  const routes = graph.ofType(ec2.route).filter((route) => mayBelongTo(graph, route, table));
  if (routes.some((route) => graph.one(route, "routeTableId", ec2.routeTable) === undefined)) {
    return undefined;
  }
  const destinations = routes.map(({ values }) => values["destinationCidrBlock"]);
  const index = destinations.indexOf(EVERYWHERE);
  if (index >= 0) return targetOf(routes[index]);
  const isDecided = destinations.every((value) => value === undefined || typeof value === "string");
  return isDecided ? "none" : undefined;
}

/** Arguments of a route that lead to a NAT gateway, or to the network interface of a NAT instance. */
const NAT_TARGETS = {
  natGatewayId: ec2.natGateway,
  networkInterfaceId: ec2.networkInterface,
} as const;

/** The routes to everywhere that go through a NAT gateway or a network interface. */
export function natRoutes(graph: Graph, way: StackResource): StackResource[] {
  return routesOut(graph).filter((route) =>
    Object.entries(NAT_TARGETS).some(
      ([argument, type]) => graph.one(route, argument, type) === way,
    ),
  );
}

/** True where something in the stack reaches the internet through another address than its own. */
export function hasNat(graph: Graph): boolean {
  return routesOut(graph).some(({ values }) =>
    Object.keys(NAT_TARGETS).some((argument) => !isAbsent(values, argument)),
  );
}

function routesOut(graph: Graph): StackResource[] {
  return graph
    .ofType(ec2.route)
    .filter((route) => textAt(route.values, "destinationCidrBlock") === EVERYWHERE);
}

/** The subnets that use a route table. */
export function subnetsOf(graph: Graph, table: StackResource): StackResource[] {
  return graph
    .ofType(ec2.routeTableAssociation)
    .filter((association) => graph.one(association, "routeTableId", ec2.routeTable) === table)
    .flatMap((association) => graph.one(association, "subnetId", ec2.subnet) ?? []);
}

function routeTableOf(graph: Graph, subnet: StackResource): StackResource | undefined {
  const associations = graph
    .ofType(ec2.routeTableAssociation)
    .filter((association) => graph.one(association, "subnetId", ec2.subnet) === subnet);
  const [association] = associations;
  return association === undefined || associations.length > 1
    ? undefined
    : graph.one(association, "routeTableId", ec2.routeTable);
}

/** True unless the route certainly is another table's. */
function mayBelongTo(graph: Graph, route: StackResource, table: StackResource): boolean {
  const decided = graph.one(route, "routeTableId", ec2.routeTable);
  if (decided !== undefined) return decided === table;
  const candidates = graph.candidates(route, "routeTableId", ec2.routeTable);
  return candidates.length === 0 || candidates.includes(table);
}

function targetOf(route: StackResource | undefined): DefaultTarget | undefined {
  if (route === undefined) return undefined;
  return TARGETS.find(({ argument }) => !isAbsent(route.values, argument))?.target;
}
