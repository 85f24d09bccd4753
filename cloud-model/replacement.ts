/**
 * Arguments whose change makes AWS create a new resource and delete the old one: what CloudFormation
 * can't update, laid over with where the provider differs (`replaces` of a type's facts). A type
 * without such a fact is `undefined`: nothing is known about it.
 */
import { factsOf, knownTypes } from "./all-facts";
import createOnly from "./create-only.recorded.json";
import type { ChangedArgument, Replacement } from "./type-facts";
import { Props, Value } from "./wire-values";

const recorded: { readonly [spec: string]: readonly string[] | undefined } = createOnly;

/** The top-level arguments that replace a resource of this type, or `undefined` if that is not known. */
export function replacingArguments(type: string): readonly string[] | undefined {
  const { replaces } = factsOf(type);
  if (!replaces) {
    return undefined;
  }
  const { also = {}, inPlace = {} } = replaces;
  const all = [...specifiedArguments(replaces).values(), ...Object.keys(also)];
  return [...new Set(all)].filter((name) => name !== null && !(name in inPlace)) as string[];
}

/** Whether this change of an argument replaces a resource of the type; false where that is not known. */
export function replacesBy(type: string, argument: string, change: ChangedArgument): boolean {
  const sometimes = factsOf(type).replaces?.sometimes?.[argument];
  return sometimes?.replaces(change) ?? replacingArguments(type)?.includes(argument) ?? false;
}

/** CloudFormation's create-only properties and the provider's names of them, `null` where it has none. */
export function specifiedArguments({
  spec,
  names = {},
}: Replacement): ReadonlyMap<string, string | null> {
  const properties = spec === undefined ? [] : (recorded[spec] ?? []);
  return new Map(
    properties.map((property) => [
      property,
      property in names ? names[property] : argumentName(property),
    ]),
  );
}

/** `VpcId` is `vpcId`, `DBName` is `dbName`. */
function argumentName(property: string): string {
  return property.replace(/^(?:[A-Z]+(?=[A-Z][a-z]|$)|[A-Z])/, (start) => start.toLowerCase());
}

/** Where the provider differs from CloudFormation, by hand, each with its reason. */
export interface ReplacementDifference {
  readonly type: string;
  readonly argument: string;
  readonly change: "replaces" | "changes in place" | "sometimes replaces";
  readonly reason: string;
}

/** All differences, in the order of their types. */
export function replacementDifferences(): readonly ReplacementDifference[] {
  return knownTypes.flatMap((type) => {
    const { also = {}, inPlace = {}, sometimes = {} } = factsOf(type).replaces ?? {};
    const conditions = Object.entries(sometimes).map(([argument, { when }]) => [argument, when]);
    const rows = (reasons: Replacement["also"], change: ReplacementDifference["change"]) =>
      Object.entries(reasons ?? {}).map(([argument, reason]) => ({
        ...{ type, argument, change, reason },
      }));
    return [
      ...rows(also, "replaces"),
      ...rows(inPlace, "changes in place"),
      ...rows(Object.fromEntries(conditions) as Replacement["also"], "sometimes replaces"),
    ];
  });
}

/** What becomes of a resource whose arguments change. `may-replace`: what replaces it is not known. */
export type Change = "same" | "update" | "replace" | "may-replace";

export interface ArgumentChange {
  change: Change;
  /** Top-level arguments that differ. */
  changed: string[];
  /** Those of them that make AWS replace the resource. */
  replacing: string[];
}

/** Compares the arguments of one resource before and after. */
export function compareArguments(type: string, before: Props, after: Props): ArgumentChange {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = keys.filter((key) => !equal(before[key], after[key]));
  const known = replacingArguments(type);
  const replacing = changed.filter((key) =>
    replacesBy(type, key, { before: before[key], after: after[key], inputs: after }),
  );
  if (changed.length === 0) {
    return { change: "same", changed, replacing };
  }
  const change =
    replacing.length > 0 ? "replace" : known || !isAws(type) ? "update" : "may-replace";
  return { change, changed, replacing };
}

function isAws(type: string): boolean {
  return type.startsWith("aws:");
}

/** Equal whatever the order of keys. */
function equal(a: Value | undefined, b: Value | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Value | undefined): string {
  return JSON.stringify(value ?? null, (_key, item: Value) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([x], [y]) => (x < y ? -1 : 1)))
      : item,
  );
}
