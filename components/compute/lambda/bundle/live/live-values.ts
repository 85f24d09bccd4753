// The present value of a variable that a declaration names, read from V8's scopes or from the module's exports.
import { createRequire } from "node:module";
import * as ts from "typescript";
import { exportedName, ImportedDeclaration, specifierOf } from "../source/declarations";
import { ParsedFile } from "../source/source-file";
import { contains } from "../source/syntax";
import { AnyFunction, Scope } from "./inspector";

export type Live = { readonly known: false } | { readonly known: true; readonly value: unknown };

const unknown: Live = { known: false };

export class UnassignedVariable extends Error {}

/** The scopes of a function: what can be seen from where it was written. */
export interface Surroundings {
  readonly fn: ts.Node;
  readonly scopes: readonly Scope[];
}

/** What can be seen of a module's variables from functions that were written in it, innermost first. */
export class View {
  constructor(
    private readonly file: ParsedFile,
    /** What Node.js loaded for it. */
    private readonly script: string,
    readonly surroundings: readonly Surroundings[],
  ) {}

  /** As it is seen from a function of its own, too. */
  from(fn: ts.Node, scopes: readonly Scope[]): View {
    return new View(this.file, this.script, [{ fn, scopes }, ...this.surroundings]);
  }

  /** A variable as the functions around it see it: unknown where another one of its name may be meant. */
  local(identifier: ts.Identifier, declaration: ts.Declaration): Live {
    const name = identifier.text;
    for (const { fn, scopes } of this.surroundings) {
      const having = scopes.filter((each) => name in each);
      if (having.length === 0) continue;
      const named = this.file.variablesNamed(name, fn.parent);
      const index = named.findIndex(({ declarations }) => declarations?.includes(declaration));
      // V8 keeps the variables that some function uses: the scopes tell which is which where none is missing.
      const isInnermost = index === 0 && (named.length === 1 || contains(fn, identifier));
      const known = named.length === having.length ? having[index] : undefined;
      const scope = isInnermost ? having[0] : known;
      if (scope) return { known: true, value: read(scope, name) };
    }
    return unknown;
  }

  /** A variable of the module: an export in CommonJS, else what the functions of the module see. */
  topLevel(identifier: ts.Identifier, declaration: ts.Declaration): Live {
    const flags = ts.getCombinedModifierFlags(declaration);
    const exported =
      flags & ts.ModifierFlags.Export ? loadedExports(this.script, this.script) : undefined;
    const name = identifier.text;
    return exported && Object.hasOwn(exported, name)
      ? { known: true, value: exported[name] }
      : this.local(identifier, declaration);
  }

  /** What a name imported by the module is now; unknown when the other module wasn't loaded. */
  imported(identifier: ts.Identifier, declaration: ImportedDeclaration): Live {
    const byScope = this.local(identifier, declaration);
    if (byScope.known) return byScope;
    const exported = loadedExports(specifierOf(declaration), this.script);
    if (!exported) return unknown;
    const name = exportedName(declaration);
    if (name === "*") return { known: true, value: exported };
    if (Object.hasOwn(exported, name)) return { known: true, value: exported[name] };
    // "import x from" of a CommonJS module that has no default export.
    const isWhole = name === "default" && !exported.__esModule;
    return isWhole ? { known: true, value: exported } : unknown;
  }
}

function read(scope: Scope, name: string): unknown {
  try {
    return scope[name];
  } catch (error) {
    // From Node.js 22 on V8 throws for a const that has no value yet.
    throw new UnassignedVariable(name, { cause: error });
  }
}

type Exports = Record<string, unknown>;

function loadedExports(specifier: string, script: string): Exports | undefined {
  try {
    const require = createRequire(script);
    const loaded = require.cache[require.resolve(specifier)]?.exports as unknown;
    return typeof loaded === "object" || typeof loaded === "function"
      ? (loaded as Exports)
      : undefined;
  } catch {
    return undefined; // Not a file that CommonJS loaded.
  }
}

/** The module whose export this function is: for functions whose own code lies in a package. */
export function exportingModule(
  fn: AnyFunction,
  isOwn: (file: string) => boolean,
): { file: string; name: string } | undefined {
  for (const [file, loaded] of Object.entries(require.cache)) {
    const exported = loaded && isOwn(file) ? (loaded.exports as Exports | undefined) : undefined;
    if (typeof exported !== "object" || exported === null) continue;
    const name = Object.keys(exported).find(
      (each) => Object.getOwnPropertyDescriptor(exported, each)?.value === fn,
    );
    if (name !== undefined) return { file, name };
  }
  return undefined;
}
