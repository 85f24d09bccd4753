// Two captured functions that close over the same local variable: data stays one object, but a variable that is assigned
// can't be shared, as each function brings its own.
import * as ts from "typescript";
import { FunctionSlice, ModuleSlice } from "./module-slice";
import type { Slice } from "./slice";
import { assignmentsOf } from "./variable-changes";

export function refuseSharedVariables(slice: Slice): void {
  for (const module of slice.modules.values()) {
    for (const [index, fn] of module.functions.entries()) {
      for (const other of module.functions.slice(0, index)) {
        refuseShared(slice, module, fn, other);
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
