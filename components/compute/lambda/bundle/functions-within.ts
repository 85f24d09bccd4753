// The functions that a live value holds: in its members, and in the variables of the functions that made them.
import * as ts from "typescript";
import { types } from "node:util";
import { AnyFunction, isClass, privateMembers, Scope, scopesOf } from "./inspector";
import { isOutput, isResource } from "./plain-data";
import type { Slice } from "./slice";
import { contains, functionAt, ParsedFile, parseFile } from "./source-file";
import { writtenAt } from "./written-at";

/** Objects looked at for one variable: enough for what a program makes, and soon done for the client of an SDK. */
const mostObjects = 1000;

export function functionsWithin(
  root: unknown,
  slice: Slice,
  bundled: ReadonlySet<string>,
): Set<AnyFunction> {
  const functions = new Set<AnyFunction>();
  const seen = new Set<unknown>([root]);
  for (const value of seen) {
    if (seen.size > mostObjects) break;
    if (typeof value === "function" && value !== root) functions.add(value as AnyFunction);
    const closed =
      typeof value === "function" ? closedOver(value as AnyFunction, slice, bundled) : [];
    for (const part of [...membersOf(value), ...closed]) {
      if (typeof part === "function" || (typeof part === "object" && part !== null)) seen.add(part);
    }
  }
  return functions;
}

function membersOf(value: unknown): unknown[] {
  const isClosed =
    isOutput(value) || isResource(value) || types.isProxy(value) || ArrayBuffer.isView(value);
  if (isClosed) return [];
  const keys = typeof value === "function" ? Object.keys(value) : Reflect.ownKeys(value as object);
  const members = keys.map((key) => Object.getOwnPropertyDescriptor(value, key)?.value as unknown);
  if (value instanceof Map) members.push(...[...value].flat());
  if (value instanceof Set) members.push(...value);
  if (isInstance(value as object)) members.push(...privateMembers(value as object));
  return members;
}

/** True for an instance of a class that may have private fields. */
function isInstance(value: object): boolean {
  const made: unknown = Object.getPrototypeOf(value)?.constructor;
  return typeof made === "function" && isClass(made as AnyFunction);
}

/** What a function of the program holds in the variables of the functions around it, as far as these only made it. */
function closedOver(fn: AnyFunction, slice: Slice, bundled: ReadonlySet<string>): unknown[] {
  const at = writtenAt(fn);
  const module = at && slice.modules.get(at.file);
  if (!at || (!module && !bundled.has(at.file))) return [];
  const file = parseFile(at.file);
  const node = functionAt(file, at.line, at.column);
  if (!node) return [];
  const captured = module?.functions.map((each) => each.node) ?? [];
  const makers = functionsAround(node).filter(
    (maker) => !captured.some((each) => contains(maker, each)),
  );
  return makers.length > 0 ? valuesIn(scopesOf(fn), node, makers, file) : [];
}

function functionsAround(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  for (let each = node.parent; each; each = each.parent) {
    if (ts.isFunctionLike(each)) found.push(each);
  }
  return found;
}

function valuesIn(
  scopes: readonly Scope[],
  node: ts.Node,
  makers: readonly ts.Node[],
  file: ParsedFile,
): unknown[] {
  return scopes.flatMap((scope) =>
    Object.keys(scope).flatMap((name) => {
      const declarations = file.variablesNamed(name, node.parent)[0]?.declarations ?? [];
      const isTheirs = declarations.some((one) => makers.some((maker) => contains(maker, one)));
      return isTheirs ? [valueOf(scope, name)] : [];
    }),
  );
}

function valueOf(scope: Scope, name: string): unknown {
  try {
    return scope[name];
  } catch {
    return undefined; // not assigned yet
  }
}
