import { ec2 } from "../base/types/ec2";
import { strata } from "../base/types/strata";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { defaultTarget, natRoutes, subnetsOf } from "./routing";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";

/** Where NAT gateways stand, whose traffic they take, and what addresses they wear. */
export const stackRules: readonly StackRule[] = [
  {
    id: "NET-03",
    severity: "error",
    type: ec2.natGateway,
    limit: "a public subnet: one whose route to 0.0.0.0/0 is an internet gateway",
    source: `${GUIDE}/vpc-nat-gateway.html`,
    fix: "Put the NAT gateway into a public subnet.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(ec2.natGateway)
        .filter(
          ({ values }) =>
            isAbsent(values, "connectivityType") || equals(values, "connectivityType", "public"),
        )
        .flatMap((gateway): StackProblem[] => {
          const subnet = graph.one(gateway, "subnetId", ec2.subnet);
          const target = subnet === undefined ? undefined : defaultTarget(graph, subnet);
          return subnet === undefined || target === undefined || target === "internet-gateway"
            ? []
            : [{ urn: gateway.urn, argument: "subnetId", found: subnet.name }];
        });
    },
  },
  {
    id: "NET-03-single",
    severity: "warning",
    type: [ec2.natGateway, ec2.networkInterface],
    limit:
      "the traffic of one zone, where the environment is for production; with that zone all the others lose the internet",
    source: `${GUIDE}/nat-gateway-basics.html`,
    fix: 'Use a gateway for each zone (mode "per-az" or "regional"), say production: false of an environment that may lose it, or accept it in policies/exceptions.ts.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const zonalGateways = graph
        .ofType(ec2.natGateway)
        .filter(
          ({ values }) =>
            isAbsent(values, "availabilityMode") || equals(values, "availabilityMode", "zonal"),
        );
      // An instance is reached through its network interface.
      return [...zonalGateways, ...graph.ofType(ec2.networkInterface)]
        .filter((way) => !isForDevelopment(graph, way))
        .flatMap((way): StackProblem[] => {
          const zones = zonesBehind(graph, way);
          return zones.length > 1
            ? [{ urn: way.urn, argument: "subnetId", found: zones.join(", ") }]
            : [];
        });
    },
  },
  {
    id: "NET-03-zone",
    severity: "warning",
    type: ec2.route,
    limit:
      "the NAT gateway of the same zone, where there is one; another zone's costs more and may fail alone",
    source: `${GUIDE}/nat-gateway-basics.html`,
    fix: "Route the zone's private subnets to the gateway in their own zone.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const gateways = graph
        .ofType(ec2.natGateway)
        .map((gateway) => ({ gateway, zone: zoneOf(graph, gateway) }));
      return gateways.flatMap(({ gateway, zone }) =>
        natRoutes(graph, gateway).flatMap((route): StackProblem[] => {
          const own = zonesOfRoute(graph, route).find(
            (used) => used !== zone && gateways.some((other) => other.zone === used),
          );
          return zone === undefined || own === undefined
            ? []
            : [
                {
                  urn: route.urn,
                  argument: "natGatewayId",
                  found: gateway.name,
                  limit: `the NAT gateway in ${own}, the zone of the subnets; this one stands in ${zone}`,
                },
              ];
        }),
      );
    },
  },
  {
    id: "NET-04-protected",
    severity: "warning",
    type: ec2.elasticIp,
    limit: "protect, where the environment is for production: a released address can't be had back",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
    fix: "Set protect and retainOnDelete (leave out disposable), or accept it in policies/exceptions.ts.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(ec2.elasticIp)
        .filter((address) => address.protect === false && !isForDevelopment(graph, address))
        .filter((address) => isWayOut(graph, address))
        .map(({ urn }) => ({ urn, argument: "protect", found: false }));
    },
  },
  {
    id: "NET-05-zones",
    severity: "error",
    type: ec2.natGateway,
    limit: "addresses for every zone whose traffic goes through a regional NAT gateway",
    source: `${GUIDE}/nat-gateways-regional.html`,
    fix: "Add the zone with its addresses to availabilityZoneAddresses; else AWS takes new ones, which are not fixed.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(ec2.natGateway).flatMap((gateway): StackProblem[] => {
        const stated = valuesAt(gateway.values, "availabilityZoneAddresses.*.availabilityZone");
        const zones = stated.map(({ value }) => value);
        if (zones.length === 0 || zones.some((zone) => typeof zone !== "string")) return [];
        const missing = zonesBehind(graph, gateway).filter((zone) => !zones.includes(zone));
        return missing.length > 0
          ? [
              {
                urn: gateway.urn,
                argument: "availabilityZoneAddresses",
                found: zones.join(", "),
                limit: `addresses for ${missing.join(", ")} too, whose traffic goes through the gateway`,
              },
            ]
          : [];
      });
    },
  },
];

/** The zones whose default route leads through a NAT gateway or a network interface. */
function zonesBehind(graph: Graph, way: StackResource): string[] {
  const zones = natRoutes(graph, way).flatMap((route) => zonesOfRoute(graph, route));
  return [...new Set(zones)].sort();
}

/** The zones of the subnets whose traffic takes the route. */
function zonesOfRoute(graph: Graph, route: StackResource): string[] {
  const table = graph.one(route, "routeTableId", ec2.routeTable);
  return table === undefined
    ? []
    : subnetsOf(graph, table).flatMap(({ values }) => textAt(values, "availabilityZone") ?? []);
}

/** Where a zonal NAT gateway stands. */
function zoneOf(graph: Graph, gateway: StackResource): string | undefined {
  const subnet = graph.one(gateway, "subnetId", ec2.subnet);
  return subnet && textAt(subnet.values, "availabilityZone");
}

/** True where a NAT gateway or a network interface wears the address. */
function isWayOut(graph: Graph, address: StackResource): boolean {
  const wearers = [...graph.ofType(ec2.natGateway), ...graph.ofType(ec2.addressAssociation)];
  const places = ["allocationId", "secondaryAllocationIds", "availabilityZoneAddresses"];
  return wearers.some((wearer) =>
    places.some((place) => graph.candidates(wearer, place, ec2.elasticIp).includes(address)),
  );
}

/** True where the `Environment` above the resource says that it is not for production. */
function isForDevelopment(graph: Graph, resource: StackResource): boolean {
  const environment = graph.above(resource, strata.environment);
  return environment !== undefined && equals(environment.values, "production", false);
}
