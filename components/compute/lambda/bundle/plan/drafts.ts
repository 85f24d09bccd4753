// A plan while it is being made.
import * as ts from "typescript";
import { AnyFunction, Scope, scopesOf } from "../live/inspector";
import { View } from "../live/live-values";
import { Unit } from "../source/declarations";
import { ExportedVariable } from "../source/exported-variable";
import { CapturedNode, ParsedFile } from "../source/source-file";
import { mentions } from "../source/syntax";
import {
  CapturedValue,
  Edit,
  Frame,
  FunctionSlice,
  ImportedName,
  KeptVariable,
  ModuleSlice,
} from "./plan";
import { WritingOrder } from "./writing-order";

export class FrameDraft implements Frame {
  readonly units = new Set<Unit>();
  readonly kept = new Map<ts.Declaration, KeptVariable>();
  readonly values = new Set<CapturedValue>();
  readonly edits = new Map<number, Edit>();
  readonly leftOut = new Set<ts.Statement>();
}

export class FunctionDraft extends FrameDraft implements FunctionSlice {
  /** Given when the function is taken in. */
  exportName = "";

  constructor(
    readonly fn: AnyFunction,
    readonly node: CapturedNode,
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

export class ModuleDraft extends FrameDraft implements ModuleSlice {
  readonly functions: FunctionDraft[] = [];
  /** The same functions, each after those that it uses. */
  readonly finished: FunctionDraft[] = [];
  readonly imports = new Map<string, ImportedName>();
  readonly bareImports = new Set<ts.ImportDeclaration>();
  readonly exports = new Set<string>();
  readonly loaded = new Set<string>();
  readonly imported = new Map<ts.Declaration, ImportedVariable>();
  readonly order = new WritingOrder<Unit | FunctionDraft>((part) => part instanceof FunctionDraft);
  /** Looked at, whether they are taken in or not. */
  readonly #known = new Map<AnyFunction, FunctionDraft>();

  constructor(
    readonly id: string,
    readonly file: ParsedFile,
    readonly script: string,
  ) {
    super();
  }

  frameOf(fn: AnyFunction, node: CapturedNode): FunctionDraft {
    const frame = this.#known.get(fn) ?? new FunctionDraft(fn, node, scopesOf(fn));
    this.#known.set(fn, frame);
    return frame;
  }

  /** What is seen from a function, or at the top level: there from any function captured from it. */
  viewFrom(frame: FrameDraft): View {
    const functions = frame instanceof FunctionDraft ? [frame] : this.functions.slice(0, 1);
    const surroundings = functions.map(({ node, scopes }) => ({ fn: node, scopes }));
    return new View(this.file, this.script, surroundings);
  }

  get parts(): (Unit | FunctionDraft)[] {
    return this.order.of([...[...this.units].sort((a, b) => a.pos - b.pos), ...this.finished]);
  }

  unusedName(wanted: string): string {
    const name = wanted.replace(/[^\w$]/g, "_").replace(/^(?=\d)/, "_");
    let candidate = name;
    for (let count = 2; mentions(this.file.text, candidate); count++)
      candidate = `${name}_${count}`;
    return candidate;
  }
}
