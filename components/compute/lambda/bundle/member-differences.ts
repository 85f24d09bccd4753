// Where a live object differs from what its source makes of it.
import * as ts from "typescript";
import { AnyFunction } from "./inspector";
import { applyChange, Effect, literalValue, membersMadeBy, unwrapped } from "./made-members";
import { functionAt, ParsedFile } from "./source-file";
import { writtenAt } from "./written-at";

export interface Difference {
  /** The variable and the members below it. */
  readonly path: readonly string[];
  readonly kind: "added" | "changed" | "deleted";
  /** The member's value now. */
  readonly value?: unknown;
}

interface Member {
  /** Undefined for the elements of a Set and the like. */
  readonly name?: string;
  readonly value: unknown;
}

/** The first difference; undefined also where the source doesn't show what it makes. */
export function differenceOf(
  file: ParsedFile,
  value: unknown,
  source: ts.Node | undefined,
  effects: readonly Effect[],
  path: readonly string[],
): Difference | undefined {
  const members = membersOf(value);
  const made = membersMadeBy(source);
  if (!members || !made) return undefined;
  for (const effect of effects) {
    if (effect.path.length === 0 && !applyChange(made, effect, value)) return undefined;
  }
  const added = members.filter(({ name }) => name === undefined || !made.named.has(name));
  if (added.length > made.unnamed) {
    const last = added[added.length - 1];
    return { path: [...path, last.name ?? "an element"], kind: "added", value: last.value };
  }
  if (effects.some((effect) => effect.path[0] === undefined && effect.path.length > 0)) {
    return undefined;
  }
  return first(made.named, ([name, from]) => {
    const member = members.find((each) => each.name === name);
    if (!member) {
      return typeof value === "function"
        ? undefined
        : { path: [...path, name], kind: "deleted" as const };
    }
    const within = effects
      .filter((effect) => effect.path[0] === name)
      .map((effect) => ({ ...effect, path: effect.path.slice(1) }));
    return isOther(file, member.value, from)
      ? { path: [...path, name], kind: "changed" as const, value: member.value }
      : differenceOf(file, member.value, from, within, [...path, name]);
  });
}

/** True when a change may have been made without a difference that shows. */
export function mayBeHidden(
  value: unknown,
  source: ts.Node | undefined,
  effects: readonly Effect[],
  effect: Effect,
): boolean {
  const made = membersMadeBy(source);
  if (!membersOf(value) || !made) return true;
  if (effect.path.length > 0) return false;
  for (const each of effects) if (each.path.length === 0) applyChange(made, each, value);
  const before = { ...made, named: new Map(made.named) };
  if (!applyChange(made, effect, value)) return true;
  const adds = Array.isArray(value) || value instanceof Set;
  return [...before.named].some(([name, from]) => {
    const changed = made.unnamed > before.unnamed ? !adds : made.named.get(name) !== from;
    return changed && made.named.has(name) && !showsItsValue(from);
  });
}

function showsItsValue(source: ts.Node | undefined): boolean {
  if (!source) return false;
  const node = unwrapped(source);
  return ts.isFunctionLike(node) || ts.isLiteralExpression(node) || !!membersMadeBy(node);
}

function first<T, R>(list: Iterable<T>, find: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function membersOf(value: unknown): Member[] | undefined {
  if (value instanceof Map) {
    return Array.from(value as Map<unknown, unknown>, ([key, each]) => ({
      name: typeof key === "string" || typeof key === "number" ? String(key) : undefined,
      value: each,
    }));
  }
  if (value instanceof Set) return Array.from(value, (each: unknown) => ({ value: each }));
  if (typeof value === "function") return own(value, Object.keys(value));
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return own(value, Object.keys(value));
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain ? own(value, Reflect.ownKeys(value)) : undefined;
}

const own = (value: object, keys: readonly PropertyKey[]): Member[] =>
  keys.map((key) => ({
    name: typeof key === "symbol" ? undefined : String(key),
    value: Object.getOwnPropertyDescriptor(value, key)?.value as unknown,
  }));

/** True when the source shows another value than this one. */
function isOther(file: ParsedFile, value: unknown, source: ts.Node | undefined): boolean {
  if (!source) return false;
  const node = unwrapped(source);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return typeof value !== "function" || !isWrittenAs(file, value as AnyFunction, node);
  }
  const literal = literalValue(node);
  return literal !== undefined && literal.value !== value;
}

function isWrittenAs(file: ParsedFile, fn: AnyFunction, node: ts.Node): boolean {
  const at = writtenAt(fn);
  return at?.file === file.path && functionAt(file, at.line, at.column) === node;
}
