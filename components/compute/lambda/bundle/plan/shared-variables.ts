// Two captured functions that close over the same local variable: data stays one object, but a variable that is assigned
// can't be shared, as each function brings its own.
import * as ts from "typescript";
import { AnyFunction } from "../live/inspector";
import { FunctionSlice, ModuleSlice } from "./module-slice";
import { isInstalledPackage } from "../source/project";
import type { Slice } from "./slice";
import { assignmentsOf } from "../source/variable-changes";
import { writtenAt } from "../live/written-at";

export function refuseSharedVariables(slice: Slice): void {
  for (const module of slice.modules.values()) {
    for (const [index, fn] of module.functions.entries()) {
      for (const other of module.functions.slice(0, index)) {
        refuseShared(slice, module, fn, other);
        warnOfShared(slice, module, fn, other);
      }
    }
  }
}

function refuseShared(
  slice: Slice,
  module: ModuleSlice,
  fn: FunctionSlice,
  other: FunctionSlice,
): void {
  const declarations = new Set([...other.values].map(({ declaration }) => declaration));
  for (const { name, declaration, container } of fn.values) {
    if (!declaration || !declarations.has(declaration)) continue;
    const assignment = assignmentsOf(module.file, declaration).find(
      (each) =>
        ts.findAncestor(each, (node) => node === container || ts.isFunctionLike(node)) !==
        container,
    );
    if (!assignment || !mayBeOne(name, fn, other)) continue;
    throw slice.error(
      module,
      assignment,
      `captures ${name} in two functions, which can't share it: in Lambda each would have its own. Keep it in an object that both ` +
        `share: const state = { ${name}: ... }.`,
    );
  }
}

/** False where another variable of the same scope shows that two calls made the functions. */
function mayBeOne(name: string, fn: FunctionSlice, other: FunctionSlice): boolean {
  const one = fn.scopes.find((scope) => name in scope);
  const two = other.scopes.find((scope) => name in scope);
  if (!one || !two) return false;
  return Object.keys(one).every((key) => Object.is(one[key], two[key]));
}

/** Warns of an object that two functions see and that each makes anew. */
function warnOfShared(
  slice: Slice,
  module: ModuleSlice,
  fn: FunctionSlice,
  other: FunctionSlice,
): void {
  for (const [declaration, { name, live }] of fn.kept) {
    const same = other.kept.get(declaration)?.live;
    if (!live.known || !same?.known || live.value !== same.value) continue;
    if (!mayHaveState(live.value)) continue;
    slice.warn(
      module,
      declaration,
      `captures ${name} in two functions, and each makes it anew in Lambda. Make it at module level, where both share it.`,
    );
  }
}

/** False for functions, and for the clients and schemas of packages: two of them are as good as one. */
function mayHaveState(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const made = (value as { constructor?: unknown }).constructor;
  const at = typeof made === "function" ? writtenAt(made as AnyFunction) : undefined;
  return !at || !isInstalledPackage(at.file);
}
