/** What a deployment would do to one version of a stack to make it another. */
import {
  Change,
  compareArguments,
  fromOutputValues,
  mapProps,
  Props,
  reveal,
} from "../cloud-model";
import { RegisteredResource, STACK_TYPE } from "./registration";

/** A resource whose URN or arguments changed. */
export interface ResourceChange {
  urn: string;
  /** Its URN before, where an alias leads to it. */
  before: string;
  type: string;
  name: string;
  /** Top-level arguments that differ. */
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

/** Compares the resources of two plans of one stack. Providers and the stack itself are left out. */
export function compareResources(
  before: readonly RegisteredResource[],
  after: readonly RegisteredResource[],
): Comparison {
  const result: Comparison = {
    ...{ create: [], update: [], replace: [], mayReplace: [], delete: [], same: [], moved: [] },
  };
  const old = new Map(before.filter(isCompared).map((resource) => [resource.urn, resource]));
  for (const resource of after.filter(isCompared)) {
    const urn = [resource.urn, ...resource.aliases].find((candidate) => old.has(candidate));
    const previous = urn === undefined ? undefined : old.get(urn);
    if (urn === undefined || previous === undefined) {
      result.create.push(resource.urn);
      continue;
    }
    old.delete(urn);
    sort(result, resource, previous);
  }
  result.delete.push(...old.keys());
  return result;
}

function sort(
  result: Comparison,
  resource: RegisteredResource,
  previous: RegisteredResource,
): void {
  const compared = compareArguments(resource.type, argumentsOf(previous), argumentsOf(resource));
  const changed = compared.changed.filter((key) => !resource.options.ignoreChanges.includes(key));
  const replacing = changed.filter(
    (key) =>
      compared.replacing.includes(key) ||
      resource.options.replaceOnChanges.some((path) => path === key || path === "*"),
  );
  const change: ResourceChange = {
    ...{ urn: resource.urn, before: previous.urn, type: resource.type, name: resource.name },
    ...{ changed, replacing },
  };
  if (resource.kind !== "custom" || changed.length === 0) {
    result.same.push(resource.urn);
    if (resource.urn !== previous.urn) {
      result.moved.push(change);
    }
  } else if (replacing.length > 0) {
    result.replace.push(change);
  } else {
    const where: Record<Exclude<Change, "same">, ResourceChange[]> = {
      update: result.update,
      replace: result.update,
      "may-replace": result.mayReplace,
    };
    where[compared.change === "same" ? "update" : compared.change].push(change);
  }
}

function isCompared(resource: RegisteredResource): boolean {
  return resource.type !== STACK_TYPE && resource.kind !== "provider" && resource.kind !== "read";
}

function argumentsOf(resource: RegisteredResource): Props {
  return mapProps(resource.inputs, (value) => reveal(fromOutputValues(value)));
}
