// The present value of a variable that a declaration names, read from V8's scopes or from the module's exports.
import { createRequire } from "node:module";
import * as ts from "typescript";
import type { ImportedDeclaration } from "../source/declarations";
import { Scope } from "./inspector";
import { contains, ParsedFile } from "../source/source-file";

export type Live = { readonly known: false } | { readonly known: true; readonly value: unknown };

const unknown: Live = { known: false };

export class UnassignedVariable extends Error {}

/** The scopes of a function: what can be seen from where it was written. */
export interface Surroundings {
  readonly fn: ts.Node;
  readonly scopes: readonly Scope[];
}

/** A variable as the functions around it see it: unknown where another one of its name may be meant. */
export function scopeValue(
  identifier: ts.Identifier,
  declaration: ts.Declaration,
  surroundings: readonly Surroundings[],
  file: ParsedFile,
): Live {
  const name = identifier.text;
  for (const { fn, scopes } of surroundings) {
    const having = scopes.filter((each) => name in each);
    if (having.length === 0) continue;
    const named = file.variablesNamed(name, fn.parent);
    const index = named.findIndex(({ declarations }) => declarations?.includes(declaration));
    // V8 keeps the variables that some function uses: the scopes tell which is which where none is missing.
    const isInnermost = index === 0 && (named.length === 1 || contains(fn, identifier));
    const scope = isInnermost
      ? having[0]
      : named.length === having.length
        ? having[index]
        : undefined;
    if (scope) return { known: true, value: read(scope, name) };
  }
  return unknown;
}

/** A variable of the module: an export in CommonJS, else what the functions of the module see. */
export function moduleValue(
  identifier: ts.Identifier,
  declaration: ts.Declaration,
  surroundings: readonly Surroundings[],
  file: ParsedFile,
  script: string,
): Live {
  if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) {
    const exported = loadedExports(script, script);
    const name = identifier.text;
    if (exported && Object.hasOwn(exported, name)) return { known: true, value: exported[name] };
  }
  return scopeValue(identifier, declaration, surroundings, file);
}

/** What a name imported by a module is now; unknown when the module wasn't loaded. */
export function importedValue(
  identifier: ts.Identifier,
  declaration: ImportedDeclaration,
  imported: string,
  specifier: string,
  surroundings: readonly Surroundings[],
  file: ParsedFile,
  script: string,
): Live {
  const byScope = scopeValue(identifier, declaration, surroundings, file);
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
