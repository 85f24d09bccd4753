/**
 * What follows a replacement: a new resource has a new id and new computed outputs, so whatever is
 * made from them changes too, and where that can't be changed in place the next resource is replaced.
 * Symbolic values are equal before and after; so it is told from where they came from.
 */
import { factsOf, plain, Reference, reveal } from "../../cloud-model";
import { RegisteredResource } from "./registration";

/** What of the compared plan is asked for. */
export interface ReferencingPlan {
  readonly resources: readonly RegisteredResource[];
  /** URN to what the resource's inputs were made from. */
  readonly references: ReadonlyMap<string, readonly Reference[]>;
}

/** A resource in both plans. */
export interface Pair {
  readonly before: RegisteredResource;
  readonly after: RegisteredResource;
}

/** A resource that has something of one that is replaced, and the arguments that have it. */
export interface Follower {
  readonly urn: string;
  readonly arguments: readonly string[];
}

/** Who is made from whom in a plan. */
export class Followers {
  private readonly dependants = new Map<string, RegisteredResource[]>();

  constructor(private readonly plan: ReferencingPlan) {
    for (const resource of plan.resources) {
      for (const urn of new Set(Object.values(resource.propertyDependencies).flat())) {
        this.dependants.set(urn, [...(this.dependants.get(urn) ?? []), resource]);
      }
    }
  }

  /** The arguments of others that are another value once `replaced` is another resource. */
  of(replaced: Pair, deletesFirst: boolean): Follower[] {
    const { urn } = replaced.after;
    return (this.dependants.get(urn) ?? []).map((dependant) => ({
      urn: dependant.urn,
      arguments: Object.entries(dependant.propertyDependencies)
        .filter(([, urns]) => urns.includes(urn))
        .map(([argument]) => argument)
        .filter((argument) => deletesFirst || this.changes(dependant, argument, replaced.after)),
    }));
  }

  /** What comes from the replaced resource's own arguments stays as it is. */
  private changes(
    dependant: RegisteredResource,
    argument: string,
    replaced: RegisteredResource,
  ): boolean {
    const references = this.plan.references.get(dependant.urn) ?? [];
    const isTraced = references.some(
      ({ urn, at }) => urn === replaced.urn && /^\w+/.exec(at)?.[0] === argument,
    );
    if (isTraced) {
      return true;
    }
    const text = JSON.stringify(reveal(dependant.inputs[argument] ?? null));
    return !textsIn(plain(replaced.inputs)).some((given) => text.includes(given));
  }
}

/**
 * Whether the old resource goes before the new one is made: then the engine takes all that was made
 * from it to change, even what would have stayed equal. So it is where an option says it, and where
 * both would have the same name, which can't be had twice.
 */
export function isDeletedFirst({ before, after }: Pair): boolean {
  const name = factsOf(after.type).unique?.key.at(-1);
  const isNamed = name !== undefined && after.inputs[name] !== undefined;
  return (
    after.options.deleteBeforeReplace ??
    (isNamed && JSON.stringify(before.inputs[name]) === JSON.stringify(after.inputs[name]))
  );
}

/** Every text, number and flag in `value`, as it is written in JSON, without quotation marks. */
function textsIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).flatMap(textsIn);
  }
  const text = value === undefined || value === null ? "" : JSON.stringify(value);
  return text === "" || text === '""' ? [] : [text.replace(/^"|"$/g, "")];
}
