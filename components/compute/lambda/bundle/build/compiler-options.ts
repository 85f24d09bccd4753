// How the program's TypeScript is compiled, for esbuild: what decorators, class fields and JSX mean must be the same in
// Lambda. One set of options for sliced and for imported files, as the program has one.
import * as path from "node:path";
import * as ts from "typescript";
import { isEsModule } from "../source/project";

/** Those of tsconfig.json that change what source means, as esbuild takes them. */
export interface CompilerOptions {
  readonly experimentalDecorators?: boolean;
  readonly emitDecoratorMetadata?: boolean;
  readonly useDefineForClassFields: boolean;
  readonly verbatimModuleSyntax?: boolean;
  readonly jsx?: string;
  readonly jsxFactory?: string;
  readonly jsxFragmentFactory?: string;
  readonly jsxImportSource?: string;
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}

/** What ts-node leaves on the process of a program that it compiles. */
interface Register {
  readonly config?: { readonly options?: ts.CompilerOptions };
}

const register = Symbol.for("ts-node.register.instance");

/**
 * The options for a handler written in this file: those ts-node runs the program with, else those of the nearest
 * tsconfig.json; none of them where Node.js strips the types by itself.
 *
 * @param script What Node.js loaded for the file.
 * @param root For paths, which are relative to it: the same on every machine.
 */
export function compilerOptions(file: string, script: string, root: string): CompilerOptions {
  const { config } = (process as { [register]?: Register })[register] ?? {};
  if (file === script && /\.[cm]?tsx?$/.test(file) && (!config || isEsModule(script))) {
    return { useDefineForClassFields: true, verbatimModuleSyntax: true };
  }
  return forBuild(config?.options ?? nearestOptions(path.dirname(file)), root);
}

const nearest = new Map<string, ts.CompilerOptions>();

function nearestOptions(folder: string): ts.CompilerOptions {
  let options = nearest.get(folder);
  if (!options) {
    const file = ts.findConfigFile(folder, ts.sys.fileExists);
    options = file === undefined ? {} : readOptions(file);
    nearest.set(folder, options);
  }
  return options;
}

function readOptions(file: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(file, ts.sys.readFile) as { config?: unknown };
  // Only the options are asked for: no folder is searched for files.
  const host = { ...ts.sys, readDirectory: () => [] };
  return ts.parseJsonConfigFileContent(config ?? {}, host, path.dirname(file), undefined, file)
    .options;
}

/** `preserve` is left out: what it leaves alone no Node.js could run. */
const jsxNames = new Map<ts.JsxEmit | undefined, string>([
  [ts.JsxEmit.React, "react"],
  [ts.JsxEmit.ReactJSX, "react-jsx"],
  [ts.JsxEmit.ReactJSXDev, "react-jsxdev"],
]);

/** Taken as they are, where they are set. */
const asTheyAre = [
  "experimentalDecorators",
  "emitDecoratorMetadata",
  "verbatimModuleSyntax",
  "jsxFactory",
  "jsxFragmentFactory",
  "jsxImportSource",
  "paths",
] as const;

function forBuild(options: ts.CompilerOptions, root: string): CompilerOptions {
  const { target = ts.ScriptTarget.ES5, paths } = options;
  const base = options.baseUrl ?? (options.pathsBasePath as string | undefined);
  const relative = base === undefined ? undefined : path.relative(root, base) || ".";
  const jsx = jsxNames.get(options.jsx);
  const set = asTheyAre.filter((name) => options[name]).map((name) => [name, options[name]]);
  return {
    ...(Object.fromEntries(set) as Partial<CompilerOptions>),
    useDefineForClassFields: options.useDefineForClassFields ?? target >= ts.ScriptTarget.ES2022,
    ...(jsx !== undefined && { jsx }),
    ...(paths || options.baseUrl !== undefined ? { baseUrl: relative } : {}),
  };
}
