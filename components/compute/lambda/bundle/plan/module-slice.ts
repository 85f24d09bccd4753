// What of one source file goes into a handler's bundle, collected before it is written down.
import * as ts from "typescript";
import type { ExportedVariable } from "../source/exported-variable";
import { AnyFunction, Scope, scopesOf } from "../live/inspector";
import type { Live } from "../live/live-values";
import { CapturedNode, ParsedFile } from "../source/source-file";
import { WritingOrder } from "./writing-order";

/** A replacement in copied source; its text is asked for when everything is known. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: () => string;
}

/** A variable that is written as the value it had while deploying. */
export interface CapturedValue {
  readonly name: string;
  readonly value: unknown;
  readonly path: readonly string[];
  readonly constant: boolean;
  readonly declaration?: ts.Declaration;
  readonly reference: ts.Node;
  /** Where it must be declared: a block around the function, or the module. */
  readonly container: ts.Node;
}

/** A declaration that is kept as source and runs again in Lambda. */
export type Unit =
  | ts.VariableDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.ImportEqualsDeclaration
  | KeptStatement;

/** A statement that configures something: by itself, or in a condition, a loop and the like. */
export type KeptStatement =
  ts.ExpressionStatement | ts.IfStatement | ts.TryStatement | ts.IterationStatement | ts.Block;

export const isKeptStatement = (node: ts.Node): node is KeptStatement =>
  ts.isExpressionStatement(node) ||
  ts.isIfStatement(node) ||
  ts.isTryStatement(node) ||
  ts.isIterationStatement(node, false) ||
  ts.isBlock(node);

/** A variable whose value is made again by its source. */
export interface KeptVariable {
  readonly name: string;
  readonly live: Live;
}

/** Declarations, values and edits that belong together: of the module's top level, or around one captured function. */
export class Frame {
  units = new Set<Unit>();
  kept = new Map<ts.Declaration, KeptVariable>();
  values = new Set<CapturedValue>();
  edits = new Map<number, Edit>();
  /** Statements that were left out with a warning. */
  leftOut = new Set<ts.Statement>();

  /** What was captured of a variable, or of what lies below it. */
  valueAt(path: readonly string[], container: ts.Node): CapturedValue | undefined {
    return [...this.values].find(
      (each) => each.container === container && each.path.join(".") === path.join("."),
    );
  }

  snapshot(): () => void {
    const units = new Set(this.units);
    const kept = new Map(this.kept);
    const values = new Set(this.values);
    const edits = new Map(this.edits);
    return () => {
      this.units = units;
      this.kept = kept;
      this.values = values;
      this.edits = edits;
    };
  }
}

/** One function with the variables around it, as it was when it was captured. */
export class FunctionSlice extends Frame {
  constructor(
    readonly fn: AnyFunction,
    readonly node: CapturedNode,
    readonly exportName: string,
    readonly scopes: readonly Scope[],
  ) {
    super();
  }
}

/** A variable of another local module, as an import brings it in. */
export interface ImportedVariable {
  readonly name: ImportedName;
  readonly identifier: ts.Identifier;
  readonly exported: ExportedVariable;
  readonly value: unknown;
}

export class ModuleSlice extends Frame {
  readonly functions: FunctionSlice[] = [];
  /** The same functions, each after those that it uses. */
  readonly finished: FunctionSlice[] = [];
  imports = new Map<string, ImportedName>();
  /** `import "reflect-metadata"`: imports without names, for what loading them does. */
  readonly bareImports = new Set<ts.ImportDeclaration>();
  /** Names that other modules of the slice import. */
  readonly exports = new Set<string>();
  readonly imported = new Map<ts.Declaration, ImportedVariable>();
  /** What `await import(...)` loads. */
  readonly loaded = new Set<string>();
  readonly order = new WritingOrder<Unit | FunctionSlice>((part) => part instanceof FunctionSlice);

  constructor(
    /** Path relative to the project. */
    readonly id: string,
    readonly file: ParsedFile,
    /** The file Node.js loaded for it. */
    readonly script: string,
  ) {
    super();
  }

  functionSlice(fn: AnyFunction, node: CapturedNode): { slice: FunctionSlice; isNew: boolean } {
    const known = this.functions.find((slice) => slice.fn === fn);
    if (known) return { slice: known, isNew: false };
    const exportName = this.unusedName(`function${this.functions.length}`);
    const slice = new FunctionSlice(fn, node, exportName, scopesOf(fn));
    this.functions.push(slice);
    return { slice, isNew: true };
  }

  /** Declarations as they stand in the source, then functions: each after what it needs. */
  inOrder(): (Unit | FunctionSlice)[] {
    return this.order.of([...[...this.units].sort((a, b) => a.pos - b.pos), ...this.finished]);
  }

  override snapshot(): () => void {
    const restore = super.snapshot();
    const imports = new Map(this.imports);
    const functions = this.functions.length;
    const finished = this.finished.length;
    return () => {
      restore();
      this.imports = imports;
      this.functions.length = functions;
      this.finished.length = finished;
    };
  }

  /** A name that occurs nowhere in the file. */
  unusedName(wanted: string): string {
    const name = wanted.replace(/[^\w$]/g, "_").replace(/^(?=\d)/, "_");
    let candidate = name;
    for (
      let count = 2;
      new RegExp(`(?<![\\w$])${escape(candidate)}(?![\\w$])`).test(this.file.text);
    ) {
      candidate = `${name}_${count++}`;
    }
    return candidate;
  }
}

const escape = (name: string) => name.replace(/\$/g, "\\$");

/** One name brought in by an import: its text is written anew, with the names that are needed alone. */
export interface ImportedName {
  readonly local: string;
  readonly from: string;
  /** The exported name; "*" for a namespace. */
  readonly imported: string;
  readonly attributes?: string;
}

/** The declaration that is kept as a whole when a name in it is needed. */
export function unitOf(declaration: ts.Declaration): Unit | undefined {
  let node: ts.Node = declaration;
  while (
    ts.isBindingElement(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isArrayBindingPattern(node)
  ) {
    node = node.parent;
  }
  if (ts.isVariableDeclaration(node)) {
    const loop = node.parent.parent;
    const inLoop =
      ts.isForOfStatement(loop) || ts.isForInStatement(loop) || ts.isForStatement(loop);
    if (inLoop || ts.isCatchClause(node.parent)) return undefined;
    return node.initializer || ts.isVariableStatement(loop) ? node : undefined;
  }
  if (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node)
  ) {
    return node;
  }
  return undefined;
}

/** The block, function or file in which a declaration's name is visible. */
export function containerOf(declaration: ts.Node): ts.Node {
  let node: ts.Node = declaration;
  if (ts.isBindingElement(node)) {
    while (!ts.isVariableDeclaration(node) && !ts.isParameter(node)) node = node.parent;
  }
  const parent = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  for (let outer = parent.parent; ; outer = outer.parent) {
    if (ts.isVariableStatement(outer)) continue;
    if (
      ts.isSourceFile(outer) ||
      ts.isBlock(outer) ||
      ts.isFunctionLike(outer) ||
      ts.isForOfStatement(outer) ||
      ts.isForInStatement(outer) ||
      ts.isForStatement(outer) ||
      ts.isCaseBlock(outer) ||
      ts.isModuleBlock(outer) ||
      ts.isCatchClause(outer)
    ) {
      return outer;
    }
  }
}
