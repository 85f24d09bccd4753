// The present value of a variable that a declaration names, read from V8's scopes or from the module's exports.
import { createRequire } from "node:module";
import * as ts from "typescript";
import { Scope } from "./inspector";

export type Live = { readonly known: false } | { readonly known: true; readonly value: unknown };

const unknown: Live = { known: false };

export class UnassignedVariable extends Error {}

/** A local variable: the innermost scope that has the name. */
export function localValue(name: string, scopes: readonly Scope[]): Live {
  for (const scope of scopes) if (name in scope) return { known: true, value: read(scope, name) };
  return unknown;
}

/** A variable of the module: an export in CommonJS, else the outermost scope that has the name. */
export function moduleValue(
  name: string,
  declaration: ts.Declaration,
  scopes: readonly Scope[],
  script: string,
): Live {
  if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) {
    const exported = loadedExports(script, script);
    if (exported && Object.hasOwn(exported, name)) return { known: true, value: exported[name] };
  }
  return localValue(name, [...scopes].reverse());
}

/** What a name imported by a module is now; unknown when the module wasn't loaded. */
export function importedValue(
  local: string,
  imported: string,
  specifier: string,
  scopes: readonly Scope[],
  script: string,
): Live {
  const byScope = localValue(local, [...scopes].reverse());
  if (byScope.known) return byScope;
  const exported = loadedExports(specifier, script);
  if (!exported) return unknown;
  if (imported === "*") return { known: true, value: exported };
  if (Object.hasOwn(exported, imported)) return { known: true, value: exported[imported] };
  // "import x from" of a CommonJS module that has no default export.
  return imported === "default" && !exported.__esModule
    ? { known: true, value: exported }
    : unknown;
}

function read(scope: Scope, name: string): unknown {
  try {
    return scope[name];
  } catch (error) {
    // From Node.js 22 on V8 throws for a const that has no value yet.
    throw new UnassignedVariable(name, { cause: error });
  }
}

function loadedExports(specifier: string, script: string): Record<string, unknown> | undefined {
  try {
    const require = createRequire(script);
    const file = require.resolve(specifier);
    const loaded = require.cache[file]?.exports as unknown;
    if (typeof loaded === "object" || typeof loaded === "function") {
      return loaded as Record<string, unknown>;
    }
  } catch {
    // Not a file that CommonJS loaded.
  }
  return undefined;
}

/** The module whose export this function is: for functions whose own code lies in a package. */
export function exportingModule(
  fn: unknown,
  isOwn: (file: string) => boolean,
): { file: string; name: string } | undefined {
  for (const [file, loaded] of Object.entries(require.cache)) {
    if (!loaded || !isOwn(file)) continue;
    const exported = loaded.exports as Record<string, unknown> | undefined;
    if (typeof exported !== "object" || exported === null) continue;
    for (const name of Object.keys(exported)) {
      const descriptor = Object.getOwnPropertyDescriptor(exported, name);
      if (descriptor && "value" in descriptor && descriptor.value === fn) return { file, name };
    }
  }
  return undefined;
}

/** True for a declaration that can be given another value. */
export function isReassignable(declaration: ts.Declaration): boolean {
  return !(
    ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const && !ts.isParameter(declaration)
  );
}
