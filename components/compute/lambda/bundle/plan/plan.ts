// What goes into a handler's bundle, and how: plain data, which the later phases read and never write.
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";
import { AnyFunction, Scope } from "../live/inspector";
import type { Live } from "../live/live-values";
import { Unit } from "../source/declarations";
import { deploymentOnly } from "../source/deployment-only";
import { isOwnExport } from "../source/own-exports";
import { isLocalSpecifier, localModule } from "../source/project";
import { CapturedNode, ParsedFile, parseFile } from "../source/source-file";
import { CaptureError } from "./capture-error";

export interface Plan {
  readonly handlerName: string;
  /** `file:line:column` of the handler. */
  readonly handlerPlace: string;
  /** The project's folder. */
  readonly root: string;
  readonly entry: Entry;
  /** By the file of their source. */
  readonly modules: ReadonlyMap<string, ModuleSlice>;
  /** Every captured Output, with its environment variable. */
  readonly variables: ReadonlyMap<CapturedOutput, string>;
  readonly warnings: readonly string[];
}

/** Where the bundle's handler comes from. */
export type Entry =
  | { readonly kind: "slice"; readonly module: ModuleSlice; readonly exportName: string }
  /** A module bundled as it is, because the function's own code lies in a package. */
  | { readonly kind: "module"; readonly file: string; readonly exportName: string };

/** Where a variable is declared: two of the same name are not the same. */
export interface Owner {
  readonly owner: Frame;
  /** A block around the function, or the module. */
  readonly container: ts.Node;
}

/** A captured Output: it becomes one environment variable. */
export interface CapturedOutput extends Owner {
  /** The variable and the properties below it. */
  readonly path: readonly string[];
  readonly output: pulumi.Output<unknown>;
  /** `file:line:column` of the reference. */
  readonly place: string;
}

/** A variable that is written as the value it had while deploying. */
export interface CapturedValue {
  readonly name: string;
  readonly value: unknown;
  readonly path: readonly string[];
  readonly constant: boolean;
  readonly declaration?: ts.Declaration;
  readonly reference: ts.Node;
  readonly container: ts.Node;
}

/** A variable whose value is made again by its source. */
export interface KeptVariable {
  readonly name: string;
  readonly live: Live;
}

/** A replacement in copied source. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What follows the text: a captured Output, read or by itself. */
  readonly output?: CapturedOutput;
  readonly isRead?: boolean;
}

/** One name brought in by an import: its text is written anew, with the names that are needed alone. */
export interface ImportedName {
  readonly local: string;
  readonly from: string;
  /** The exported name; "*" for a namespace. */
  readonly imported: string;
  readonly attributes?: string;
}

/** Declarations, values and edits that belong together: of the module's top level, or around one captured function. */
export interface Frame {
  readonly units: ReadonlySet<Unit>;
  readonly kept: ReadonlyMap<ts.Declaration, KeptVariable>;
  readonly values: ReadonlySet<CapturedValue>;
  /** By where they start. */
  readonly edits: ReadonlyMap<number, Edit>;
  /** Statements that were left out with a warning. */
  readonly leftOut: ReadonlySet<ts.Statement>;
}

/** One function with the variables around it, as it was when it was captured. */
export interface FunctionSlice extends Frame {
  readonly fn: AnyFunction;
  readonly node: CapturedNode;
  readonly exportName: string;
  readonly scopes: readonly Scope[];
}

/** What of one source file goes into the bundle. */
export interface ModuleSlice extends Frame {
  /** Path relative to the project. */
  readonly id: string;
  readonly file: ParsedFile;
  /** The file Node.js loaded for it. */
  readonly script: string;
  readonly functions: readonly FunctionSlice[];
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** `import "reflect-metadata"`: imports without names, for what loading them does. */
  readonly bareImports: ReadonlySet<ts.ImportDeclaration>;
  /** Names that other modules of the slice import. */
  readonly exports: ReadonlySet<string>;
  /** What `await import(...)` loads. */
  readonly loaded: ReadonlySet<string>;
  /** Declarations as they stand in the source, then functions: each after what it needs. */
  readonly parts: readonly (Unit | FunctionSlice)[];
  /** A name that occurs nowhere in the file. */
  unusedName(wanted: string): string;
}

export const isFunctionSlice = (part: Unit | Frame): part is FunctionSlice => "scopes" in part;

/** `file:line:column` of a node. */
export function placeOf({ id, file }: Pick<ModuleSlice, "id" | "file">, node: ts.Node): string {
  const { line, column } = file.position(node);
  return `${id}:${line}:${column}`;
}

export const captureError = (
  { handlerName }: Pick<Plan, "handlerName">,
  module: ModuleSlice,
  node: ts.Node,
  reason: string,
): CaptureError => new CaptureError(handlerName, placeOf(module, node), reason);

/** What was captured of a variable, or of what lies below it. */
export const valueAt = (
  { values }: Frame,
  path: readonly string[],
  container: ts.Node,
): CapturedValue | undefined =>
  [...values].find(
    (each) => each.container === container && each.path.join(".") === path.join("."),
  );

type Modules = Pick<Plan, "modules" | "root">;

interface InFrame {
  readonly module: ModuleSlice;
  readonly frame: Frame;
  /** 0 for the module's own, else the function around which it was: the same one in the next run. */
  readonly index: number;
}

/** The module's own frame and those of its functions, of every module. */
export const framesOf = ({ modules }: Pick<Plan, "modules">): InFrame[] =>
  [...modules.values()].flatMap((module) =>
    [module, ...module.functions].map((frame, index) => ({ module, frame, index })),
  );

/** What modules that are bundled as they are give to the slices of themselves, by their paths in the project. */
export const ownExportsIn = ({ modules }: Plan): Record<string, string[]> =>
  Object.fromEntries(
    [...modules.values()].flatMap(({ id, imports }) => {
      const names = [...imports.values()].map(({ imported }) => imported).filter(isOwnExport);
      return names.length > 0 ? [[id, names.sort()]] : [];
    }),
  );

/** Every value that the slices have taken over from the program. */
export const capturedValues = (
  plan: Pick<Plan, "modules">,
): (InFrame & { captured: CapturedValue })[] =>
  framesOf(plan).flatMap((each) =>
    [...each.frame.values].map((captured) => ({ ...each, captured })),
  );

/** Source of the program that a handler's bundle is made of. */
export interface BundledPart {
  readonly file: ParsedFile;
  readonly node: ts.Node;
  /** What Node.js loaded for the file while deploying. */
  readonly script: string;
  /** True for what runs when the module is loaded, as it did in the program. */
  readonly loads: boolean;
}

/** What the slices keep, and what is bundled whole. */
export function bundledParts(plan: Plan): BundledPart[] {
  const sliced = framesOf(plan).flatMap(({ module: { file, script }, frame }) => [
    ...[...frame.units].map((node) => ({ file, script, node, loads: true })),
    ...(isFunctionSlice(frame) ? [{ file, script, node: frame.node, loads: false }] : []),
  ]);
  const { entry } = plan;
  const whole = [...bundledFiles(plan), ...(entry.kind === "module" ? [entry.file] : [])];
  const inFiles = whole.flatMap((script) => {
    const file = parseFile(script);
    const left = deploymentOnly(script, plan.root).statements;
    return file.tree.statements
      .filter((node) => !left.has(node))
      .map((node) => ({ file, script, node, loads: true }));
  });
  return [...sliced, ...inFiles];
}

/** Files that are bundled as they are, because something that is kept imports them. */
export function bundledFiles({ modules, root }: Modules): ReadonlySet<string> {
  const files = new Set<string>();
  for (const { imports, bareImports, loaded, file } of modules.values()) {
    const specifiers = [
      ...[...imports.values()].map(({ from }) => from),
      ...[...bareImports].map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text),
      ...loaded,
    ];
    for (const specifier of specifiers.filter(isLocalSpecifier)) {
      const target = localModule(specifier, file.path);
      if (target) deploymentOnly(target, root).files.forEach((each) => files.add(each));
    }
  }
  return files;
}
