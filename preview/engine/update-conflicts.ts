/** What AWS would refuse in an update, because Pulumi makes the new before it deletes the old. */
import { plain } from "../../cloud-model";
import { LiveResource, refusalToCreate } from "../../cloud-model/conflicts";
import { replacesBy } from "../../cloud-model/replacement";
import type { Comparison } from "./compare";
import { RegisteredResource } from "./registration";
import { isDeletedFirst } from "./replacements";

/** A resource that can't be made while another one still stands. */
export interface UpdateConflict {
  /** What would be made or changed. */
  urn: string;
  /** What still stands by then; the resource itself, where it is replaced. */
  meets: string;
  /** AWS's answer, such as `Resource.AlreadyAssociated`. */
  code: string;
  message: string;
  /** The steps that work. */
  fix: string;
}

const inTwoUpdates =
  "in two updates: first the old egress with mode none, without the address; then the new one. An egress that only has another name needs one, with an alias for its old name";

/** Conflicts that no single order of one update avoids, and the steps that do; see docs/fixed-egress.md. */
const steps: Readonly<Record<string, string | undefined>> = {
  "Resource.AlreadyAssociated":
    "in two updates: first let go of the address (an egress with mode none, without the address; a load balancer or server that is gone, or leaves the zone); then wear it elsewhere. What only has another name needs one, with an alias for its old name",
  RouteAlreadyExists: inTwoUpdates,
  "InvalidSubnet.Conflict":
    "leave each zone in its position: add zones at the end, drop them from there only, and name one that is to be left in retiredZones",
};

type ByUrn = ReadonlyMap<string, RegisteredResource>;

/** The conflicts of an update from one plan to another; `comparison` is what the two differ in. */
export function conflictsOf(
  before: readonly RegisteredResource[],
  after: readonly RegisteredResource[],
  comparison: Comparison,
): UpdateConflict[] {
  const [old, wanted] = [byUrn(before), byUrn(after)];
  const replaced = comparison.replace.map((change) => change.before);
  const first = deletedFirst(before, after, comparison);
  const standing = [...comparison.delete, ...replaced]
    .filter((urn) => !first.has(urn))
    .flatMap((urn) => old.get(urn) ?? []);
  const changing = [...comparison.replace, ...comparison.update].map(({ urn }) => urn);
  const anew = new Set(comparison.replace.map(({ urn }) => urn));
  return [...comparison.create, ...changing]
    .flatMap((urn) => wanted.get(urn) ?? [])
    .flatMap((made) => standing.flatMap((holder) => conflictOf(made, holder, anew) ?? []));
}

function conflictOf(
  made: RegisteredResource,
  holder: RegisteredResource,
  anew: ReadonlySet<string>,
): UpdateConflict | undefined {
  const refusal = refusalToCreate(live(made, anew), [live(holder, new Set())]);
  const fix = refusal && steps[refusal.code];
  return fix === undefined ? undefined : { urn: made.urn, meets: holder.urn, ...refusal!, fix };
}

/**
 * What Pulumi deletes before anything else: what is replaced delete-first, and what depends on that and
 * would be replaced by a change of it, whether the program still has it or not.
 */
export function deletedFirst(
  before: readonly RegisteredResource[],
  after: readonly RegisteredResource[],
  { replace }: Comparison,
): ReadonlySet<string> {
  const [old, wanted] = [byUrn(before), byUrn(after)];
  const found = new Set(
    replace.flatMap((change) => {
      const [before, after] = [old.get(change.before), wanted.get(change.urn)];
      return before && after && isDeletedFirst({ before, after }) ? [before.urn] : [];
    }),
  );
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [urn, { type, inputs, propertyDependencies }] of old) {
      const goesWith = Object.entries(propertyDependencies).some(([argument, sources]) => {
        const { [argument]: value } = inputs;
        const change = { before: value, after: value, inputs, isAnothers: true };
        return sources.some((source) => found.has(source)) && replacesBy(type, argument, change);
      });
      if (goesWith) {
        found.add(urn);
      }
    }
  }
  return found;
}

/** A resource as AWS would have it; what comes from a resource that is made anew is not known. */
function live(resource: RegisteredResource, anew: ReadonlySet<string>): LiveResource {
  const { type, urn, inputs, outputs, propertyDependencies } = resource;
  const known = Object.entries({ ...outputs, ...inputs }).filter(
    ([argument]) => !(propertyDependencies[argument] ?? []).some((source) => anew.has(source)),
  );
  const values = Object.fromEntries(known.map(([argument, value]) => [argument, plain(value)]));
  return { type, id: urn, region: String(values.region ?? ""), values };
}

function byUrn(resources: readonly RegisteredResource[]): ByUrn {
  return new Map(resources.map((resource) => [resource.urn, resource]));
}
