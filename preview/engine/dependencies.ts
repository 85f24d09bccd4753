/** Dependencies of a registration, and what transforms changed, by the engine's rules. */
import {
  fromOutputValues,
  outputDependencies,
  Props,
  reveal,
  Value,
  withDependencies,
} from "../../cloud-model";
import { Options, Registration } from "./registration";

/** The dependencies of properties inside the properties, where transforms see them. */
export function withPropertyDependencies(
  props: Props,
  dependencies: Map<string, Set<string>>,
): Props {
  const entries = Object.entries(props).map(([key, value]) => [
    key,
    withDependencies(value, dependencies.get(key) ?? new Set()),
  ]);
  return Object.fromEntries(entries) as Props;
}

/**
 * With transforms of its own, a resource's dependencies are read anew from what came back, otherwise
 * they are those of the request: a `dependsOn` that only a parent's or the stack's transform adds has
 * no effect. The engine does the same.
 */
export function dependenciesOf(r: Registration, props: Props, options: Options) {
  const isAnew = r.transforms.length > 0;
  const dependencies = new Set(isAnew ? options.dependsOn : r.options.dependsOn);
  const propertyDependencies = new Map(isAnew ? [] : r.propertyDependencies);
  for (const [key, value] of Object.entries(props)) {
    const urns = outputDependencies(value, new Set(propertyDependencies.get(key)));
    propertyDependencies.set(key, urns);
    if (isAnew) {
      urns.forEach((urn) => dependencies.add(urn));
    }
  }
  return { dependencies, propertyDependencies };
}

export function sortedLists(map: Map<string, Set<string>>): Record<string, string[]> {
  return Object.fromEntries([...map].map(([key, urns]) => [key, [...urns].sort()]));
}

/** Top-level properties that differ, envelopes aside. */
export function changedKeys(before: Props, after: Props): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const text = (value: Value | undefined) =>
    JSON.stringify(value === undefined ? null : reveal(fromOutputValues(value)));
  return [...keys]
    .filter((key) => before[key] !== after[key] && text(before[key]) !== text(after[key]))
    .sort();
}
