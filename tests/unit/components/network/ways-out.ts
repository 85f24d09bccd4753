/** How the traffic of a zone leaves a plan, and what it notices when one plan becomes another. */
import { comparePlans, Plan, PlannedResource } from "../../../../preview/testing";

/** The way out of one zone: its route, what wears the address, and the address. */
export interface Way {
  readonly route: PlannedResource;
  readonly wearer: PlannedResource;
  readonly address: string;
}

/** `egress` where the plan has several, by name. */
export function wayOut(plan: Plan, zone: string, egress?: string): Way | undefined {
  const route = plan
    .find("aws:ec2/route:Route")
    .find(
      ({ name, parent }) =>
        parent.includes("FixedEgress") &&
        (egress === undefined
          ? name.endsWith(`-route-${zone}`)
          : name === `${egress}-route-${zone}`),
    );
  const wearer =
    route &&
    [
      ...plan.find("aws:ec2/natGateway:NatGateway"),
      ...plan.find("aws:ec2/eipAssociation:EipAssociation"),
    ].find(
      ({ id: own, inputs }) =>
        own === route.inputs.natGatewayId ||
        (inputs.networkInterfaceId !== undefined &&
          inputs.networkInterfaceId === route.inputs.networkInterfaceId),
    );
  return route && wearer && { route, wearer, address: addressOf(wearer, zone) };
}

function addressOf({ inputs }: PlannedResource, zone: string): string {
  type Zonal = { availabilityZone: string; allocationIds: string[] };
  const regional = (inputs.availabilityZoneAddresses ?? []) as unknown as Zonal[];
  const own = regional.find(({ availabilityZone }) => availabilityZone === zone);
  return own?.allocationIds[0] ?? String(inputs.allocationId);
}

/** What the traffic of one zone notices, the worst last. */
export const effects = [
  "nothing",
  "gets a way out",
  "connections break",
  "no way out for a while",
  "no way out any more",
] as const;
export type Effect = (typeof effects)[number];

/** By the order of the engine's steps: what is deleted first, is made and changed, and is deleted last. */
export function effectOn(
  zone: string,
  before: Plan,
  after: Plan,
  [from, to]: readonly [string?, string?] = [],
): Effect {
  const [old, wanted] = [wayOut(before, zone, from), wayOut(after, zone, to)];
  if (!old || !wanted) {
    return old ? "no way out any more" : wanted ? "gets a way out" : "nothing";
  }
  const { deletedFirst, same, moved } = comparePlans(before, after);
  const isGone = (resource: PlannedResource) => deletedFirst.includes(resource.urn);
  if (isGone(old.wearer) || isGone(old.route)) {
    return "no way out for a while";
  }
  const stays = [...same, ...moved.map(({ urn }) => urn)].includes(wanted.route.urn);
  return stays ? "nothing" : "connections break";
}

/** What AWS does while there is no way out: it deletes what wears the address, and makes what wears it next. */
export function duringWhich(zone: string, before: Plan, after: Plan): string {
  const [old, wanted] = [wayOut(before, zone), wayOut(after, zone)];
  return `${kindOf(old)} is deleted and ${kindOf(wanted)} made`;
}

function kindOf(way: Way | undefined): string {
  return way?.wearer.type.endsWith(":NatGateway") ? "a gateway" : "an instance";
}

/** A call to AWS, in the order in which the engine made them. */
export interface Step {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
}

/** The same, from the steps that the engine took. */
export function effectSeen(
  zone: string,
  before: Plan,
  after: Plan,
  steps: readonly Step[],
): Effect {
  const [old, wanted] = [wayOut(before, zone), wayOut(after, zone)];
  const at = (operation: string, resource: PlannedResource | undefined): number =>
    steps.findIndex(
      (step) =>
        step.operation === operation && step.type === resource?.type && step.name === resource.name,
    );
  const [removed, taken, made] = [
    at("delete", old?.route),
    at("delete", old?.wearer),
    at("create", wanted?.wearer),
  ];
  const led = Math.max(at("update", wanted?.route), at("create", wanted?.route));
  if (led < 0 && removed >= 0) {
    return "no way out any more";
  }
  if (old === undefined && led >= 0) {
    return "gets a way out";
  }
  if (taken >= 0 && made > taken) {
    return "no way out for a while";
  }
  return led >= 0 ? "connections break" : "nothing";
}
