/** What a deployment would do to one version of a stack to make it another. */
import {
  compareArguments,
  fromOutputValues,
  mapProps,
  Props,
  replacesBy,
  replacingArguments,
  reveal,
} from "../../cloud-model";
import { asIgnored } from "./ignored-changes";
import { movedValues } from "./moved-values";
import { RegisteredResource, STACK_TYPE } from "./registration";
import { Followers, isDeletedFirst, Pair, ReferencingPlan } from "./replacements";

/** A resource whose URN or arguments changed. */
export interface ResourceChange {
  urn: string;
  /** Its URN before, where an alias leads to it. */
  before: string;
  type: string;
  name: string;
  /** Top-level arguments that differ, or are made from a resource that is replaced. */
  changed: string[];
  /** Those of them that make AWS replace the resource. */
  replacing: string[];
}

export interface Comparison {
  create: string[];
  update: ResourceChange[];
  replace: ResourceChange[];
  /** Changed, and nothing is known about what replaces resources of this type. */
  mayReplace: ResourceChange[];
  delete: string[];
  /** Unchanged, those found through an alias included. */
  same: string[];
  /** Unchanged but for their URN. */
  moved: ResourceChange[];
}

/**
 * Compares the resources of two plans of one stack, and follows each replacement to what is made from
 * the replaced resource. Providers and the stack itself are left out.
 */
export function compareResources(before: ReferencingPlan, after: ReferencingPlan): Comparison {
  const { create, pairs, deleted } = matched(before.resources, after.resources);
  const asBefore = movedValues(pairs);
  const compared = new Map(pairs.map((pair) => [pair.after.urn, new Compared(pair, asBefore)]));
  const followers = new Followers(after);
  const pending = [...compared.values()].filter((resource) => resource.isReplaced);
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const { urn, arguments: changed } of followers.of(next.pair, next.deletesFirst)) {
      const follower = compared.get(urn);
      if (follower?.change(changed, next)) {
        pending.push(follower);
      }
    }
  }
  const result: Comparison = {
    ...{ create, update: [], replace: [], mayReplace: [], delete: deleted, same: [], moved: [] },
  };
  compared.forEach((resource) => resource.sortInto(result));
  return result;
}

/** Resources of both plans, by URN and aliases. */
function matched(before: readonly RegisteredResource[], after: readonly RegisteredResource[]) {
  const old = new Map(before.filter(isCompared).map((resource) => [resource.urn, resource]));
  const create: string[] = [];
  const pairs: Pair[] = [];
  for (const resource of after.filter(isCompared)) {
    const urn = [resource.urn, ...resource.aliases].find((candidate) => old.has(candidate));
    const previous = urn === undefined ? undefined : old.get(urn);
    if (urn === undefined || previous === undefined) {
      create.push(resource.urn);
      continue;
    }
    old.delete(urn);
    pairs.push({ before: previous, after: resource });
  }
  return { create, pairs, deleted: [...old.keys()] };
}

/** One resource's comparison, which grows while replacements are followed. */
class Compared {
  private readonly old: Props;
  private readonly wanted: Props;
  private readonly changed: Set<string>;
  /** Those of them that come from a resource which is replaced. */
  private readonly anothers = new Set<string>();
  /** Whether one that is deleted first has taken this one with it. */
  private isTaken = false;

  constructor(
    readonly pair: Pair,
    asBefore: (props: Props) => Props,
  ) {
    const { before, after } = pair;
    this.old = argumentsOf(before);
    const { ignoreChanges } = after.options;
    this.wanted = asIgnored(this.old, asBefore(argumentsOf(after)), ignoreChanges);
    const { changed } = compareArguments(after.type, this.old, this.wanted);
    this.changed = new Set(changed.filter((argument) => this.counts(argument)));
  }

  get isReplaced(): boolean {
    return this.replacing.length > 0;
  }

  /** The old one goes before the new one is made. */
  get deletesFirst(): boolean {
    return this.isTaken || isDeletedFirst(this.pair);
  }

  /** Arguments that change because `replaced` is another resource; says whether more may follow. */
  change(names: readonly string[], replaced: Compared): boolean {
    const before = [this.isReplaced, this.isReplaced && this.deletesFirst];
    for (const name of names.filter((each) => this.counts(each))) {
      this.changed.add(name);
      if (!this.isPartlyIgnored(name)) this.anothers.add(name);
    }
    this.isTaken ||= replaced.deletesFirst && names.some((name) => this.replaces(name));
    const now = [this.isReplaced, this.isReplaced && this.deletesFirst];
    return now.some((value, i) => value && !before[i]);
  }

  sortInto(result: Comparison): void {
    const { before, after } = this.pair;
    const { urn, type, name } = after;
    const changed = [...this.changed].sort();
    const change: ResourceChange = {
      ...{ urn, before: before.urn, type, name, changed, replacing: this.replacing },
    };
    if (changed.length === 0) {
      result.same.push(urn);
      if (urn !== before.urn) {
        result.moved.push(change);
      }
    } else if (this.isReplaced) {
      result.replace.push(change);
    } else if (replacingArguments(type) === undefined && type.startsWith("aws:")) {
      result.mayReplace.push(change);
    } else {
      result.update.push(change);
    }
  }

  private get replacing(): string[] {
    return [...this.changed].filter((name) => this.replaces(name)).sort();
  }

  private replaces(argument: string): boolean {
    const { type, options } = this.pair.after;
    const change = {
      ...{ before: this.old[argument], after: this.wanted[argument], inputs: this.wanted },
      isAnothers: this.anothers.has(argument),
    };
    return (
      replacesBy(type, argument, change) ||
      options.replaceOnChanges.some((path) => path === argument || path === "*")
    );
  }

  private isPartlyIgnored(argument: string): boolean {
    const { ignoreChanges } = this.pair.after.options;
    return ignoreChanges.some((path) => /^[^.[]+/.exec(path)?.[0] === argument);
  }

  /** Components have nothing that is deployed. */
  private counts(argument: string): boolean {
    const { kind, options } = this.pair.after;
    return kind === "custom" && !options.ignoreChanges.includes(argument);
  }
}

function isCompared(resource: RegisteredResource): boolean {
  return resource.type !== STACK_TYPE && resource.kind !== "provider" && resource.kind !== "read";
}

function argumentsOf(resource: RegisteredResource): Props {
  return mapProps(resource.inputs, (value) => reveal(fromOutputValues(value)));
}
