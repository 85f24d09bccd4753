import { isKnown, type Plain, type StackResource } from "../base/rule";
import { lambda } from "../base/types/lambda";
import { listOf, valueAt } from "../base/values";

/**
 * The resources of a stack and how they refer to each other.
 *
 * What an argument refers to is told first by the engine's property dependencies, which hold even
 * while values are unknown, then by known values (id, ARN, name ...) where they leave a choice.
 * Where neither decides, nothing is returned: a rule must not guess.
 */
export class Graph {
  private readonly byUrn: ReadonlyMap<string, StackResource>;
  private readonly byType = new Map<string, StackResource[]>();
  private readonly children = new Map<string, StackResource[]>();

  constructor(readonly resources: readonly StackResource[]) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      append(this.byType, resource.type, resource);
      if (resource.parent !== undefined) append(this.children, resource.parent, resource);
    }
  }

  /** All resources of a type. */
  ofType(type: string): readonly StackResource[] {
    return this.byType.get(type) ?? [];
  }

  /** True where the resource depends on the other one, directly or by what it depends on. */
  dependsOn(resource: StackResource, urn: string): boolean {
    const seen = new Set<string>();
    const open = [...resource.dependencies];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === urn) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(this.byUrn.get(next)?.dependencies ?? []));
    }
    return false;
  }

  /** The one resource of `type` that the argument at `path` refers to. */
  one(resource: StackResource, path: string, type: string): StackResource | undefined {
    const found = this.decided(resource, path, type);
    return found?.length === 1 ? found[0] : undefined;
  }

  /**
   * All resources of `type` that the argument at `path` refers to, or `undefined` where that is
   * not decided.
   */
  all(resource: StackResource, path: string, type: string): readonly StackResource[] | undefined {
    return this.decided(resource, path, type);
  }

  /** Resources of `type` that the argument may have been made from. */
  candidates(resource: StackResource, path: string, type: string): readonly StackResource[] {
    const urns = resource.propertyDependencies[path.split(".")[0] ?? path] ?? [];
    const sources = urns.flatMap((urn) => this.byUrn.get(urn) ?? []);
    const direct = sources.filter((source) => source.type === type);
    if (direct.length > 0) return direct;
    return sources.filter(isComponent).flatMap((source) => this.descendants(source, type));
  }

  /** The nearest resource of `type` among those that the resource is part of. */
  above(resource: StackResource, type: string): StackResource | undefined {
    const parent = this.byUrn.get(resource.parent ?? "");
    return parent === undefined || parent.type === type ? parent : this.above(parent, type);
  }

  /** The function that an argument names, directly or by an alias. */
  function(resource: StackResource, path: string): StackResource | undefined {
    const alias = this.one(resource, path, lambda.alias);
    if (alias !== undefined) return this.one(alias, "functionName", lambda.function);
    return this.one(resource, path, lambda.function);
  }

  private decided(resource: StackResource, path: string, type: string) {
    const value = valueAt(resource.values, path);
    const wanted: readonly Plain[] = Array.isArray(value) ? listOf(value) : [value];
    const sources = this.candidates(resource, path, type);
    if (wanted.length > 0 && wanted.every((item) => isKnown(item))) {
      const pool = sources.length > 0 ? sources : this.ofType(type);
      const named = wanted.map((item) => pool.find((candidate) => isNamedBy(candidate, item)));
      if (named.every((item) => item !== undefined)) return [...new Set(named)];
    }
    // A list that isn't known yet was made from as many resources as it is long, or can't be told.
    const isList = Array.isArray(value);
    if (sources.length === (isList ? wanted.length : 1)) return sources;
    return undefined;
  }

  /** Each resource of `type` whose argument refers to one of `of`, in their order, with how many did before. */
  sharers(type: string, argument: string, of: string): readonly Sharer[] {
    const counts = new Map<StackResource, number>();
    return this.ofType(type).flatMap((resource) => {
      const shared = this.one(resource, argument, of);
      if (shared === undefined) return [];
      const earlier = counts.get(shared) ?? 0;
      counts.set(shared, earlier + 1);
      return [{ resource, shared, earlier }];
    });
  }

  private descendants(resource: StackResource, type: string): StackResource[] {
    return (this.children.get(resource.urn) ?? []).flatMap((child) => [
      ...(child.type === type ? [child] : []),
      ...this.descendants(child, type),
    ]);
  }
}

/** A resource and what it is one of several of. */
export interface Sharer {
  readonly resource: StackResource;
  readonly shared: StackResource;
  /** How many share it before this one. */
  readonly earlier: number;
}

const graphs = new WeakMap<readonly StackResource[], Graph>();

/** The graph of the resources, made once for each array. */
export function graphOf(resources: readonly StackResource[]): Graph {
  const known = graphs.get(resources);
  if (known !== undefined) return known;
  const graph = new Graph(resources);
  graphs.set(resources, graph);
  return graph;
}

const IDENTITIES = ["arn", "id", "url", "name", "bucket", "invokeArn", "streamArn", "executionArn"];

function isNamedBy(resource: StackResource, value: Plain): boolean {
  return IDENTITIES.some((key) => {
    const identity = resource.values[key];
    return typeof identity === "string" && identity !== "" && identity === value;
  });
}

function isComponent(resource: StackResource): boolean {
  return !resource.type.startsWith("aws:");
}

function append(map: Map<string, StackResource[]>, key: string, resource: StackResource): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [resource]);
  else list.push(resource);
}
