// Decides for every variable that a function or a kept declaration uses how it gets into the bundle: as the value it
// has now, as an environment variable, as an import, or as its declaration, which is then looked through in turn.
import * as ts from "typescript";
import { addOutputsWithin, captureChain } from "./capture-chain";
import { readsOutput } from "../source/property-chain";
import {
  isImported,
  isNeverUndefined,
  isTypeOnly,
  loadsModule,
  namesRead,
  runsAtOnce,
} from "../source/declarations";
import { deploymentOnly } from "../source/deployment-only";
import { keepsEnvironment } from "./kept-environment";
import { captureRequired, nameError, packageError, visitImported } from "./imported";
import { AnyFunction, scopesOf } from "../live/inspector";
import {
  isReassignable,
  Live,
  moduleValue,
  scopeValue,
  Surroundings,
  UnassignedVariable,
} from "../live/live-values";
import { placeEdits } from "../source/module-place";
import { containerOf, Frame, FunctionSlice, ModuleSlice, Unit, unitOf } from "./module-slice";
import { containsResource, isOutput, isPlainData } from "../live/plain-data";
import { refuseOuterWords } from "./outer-words";
import { isDeploymentPackage, isLocalSpecifier, resolveLocal } from "../source/project";
import { captureReassigned, refuseEarlierValue, warnOfEarlierState } from "./reassigned";
import type { Slice } from "./slice";
import { isGlobalName, isSloppy, undeclaredReason } from "../source/sloppy-mode";
import { contains, forEachReference, functionAt } from "../source/source-file";
import { isAssigned } from "../source/variable-changes";
import { writtenAt } from "../live/written-at";

export class References {
  readonly surroundings: readonly Surroundings[];
  /** What is being looked through. */
  private root!: ts.Node;

  constructor(
    readonly slice: Slice,
    readonly module: ModuleSlice,
    /** Whose text is visited: edits go there. */
    readonly frame: Frame,
    surroundings?: readonly Surroundings[],
  ) {
    this.surroundings =
      surroundings ??
      (frame instanceof FunctionSlice ? [surroundingsOf(frame)] : outermost(module));
  }

  visitFunction(): void {
    if (this.frame instanceof FunctionSlice) this.visitUnit(this.frame.node);
  }

  /** Looks through everything a function or a declaration refers to. */
  visitUnit(root: ts.Node): void {
    this.root = root;
    const isCaptured = this.frame instanceof FunctionSlice && this.frame.node === root;
    refuseOuterWords(this.slice, this.module, root, isCaptured);
    this.refuseDeploymentImports(root);
    for (const { start, end, text } of placeEdits(this.module.file, root, this.module.id)) {
      this.frame.edits.set(start, { start, end, text: () => text });
    }
    // The name of a method that is captured by itself plays no part.
    const name = isCaptured && ts.isMethodDeclaration(root) ? root.name : undefined;
    forEachReference(root, (identifier) => {
      if (name && contains(name, identifier)) return;
      const declarations = this.module.file.declarationsOf(identifier);
      const declaration = declarations.find((each) => !isTypeOnly(each));
      if (!declaration) this.refuseUndeclared(identifier, declarations);
      if (!declaration || declarations.some((each) => contains(root, each))) return;
      if (isImported(declaration)) visitImported(this, identifier, declaration);
      else this.visitVariable(identifier, declaration);
    });
  }

  private refuseUndeclared(identifier: ts.Identifier, declarations: readonly ts.Node[]): void {
    const { file } = this.module;
    if (declarations.length > 0 || isGlobalName(identifier.text)) return;
    if (!isAssigned(file, identifier) || !isSloppy(file.tree)) return;
    throw this.slice.error(this.module, identifier, undeclaredReason(identifier.text));
  }

  /** `await import("@pulumi/...")` and the names that a dynamically imported local module loses. */
  private refuseDeploymentImports(root: ts.Node): void {
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      if (ts.isCallExpression(node) && node.arguments.length > 0 && loadsModule(node)) {
        const specifier = node.arguments[0];
        if (ts.isStringLiteralLike(specifier)) this.checkLoaded(node, specifier.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(root);
  }

  private checkLoaded(call: ts.CallExpression, specifier: string): void {
    if (isDeploymentPackage(specifier)) throw packageError(this, call, specifier, specifier);
    const target = isLocalSpecifier(specifier)
      ? resolveLocal(specifier, this.module.file.path)
      : undefined;
    if (!target) return;
    this.module.loaded.add(specifier);
    const missing = deploymentOnly(target, this.slice.root).names;
    for (const name of namesRead(call)) {
      const reason = missing.get(name);
      if (reason !== undefined) throw nameError(this, call, name, reason);
    }
  }

  private visitVariable(identifier: ts.Identifier, declaration: ts.Declaration): void {
    const unit = unitOf(declaration);
    const container = containerOf(unit ?? declaration);
    const inModule = ts.isSourceFile(container);
    const name = identifier.text;
    const live: Live = inModule
      ? moduleValue(
          identifier,
          declaration,
          this.surroundings,
          this.module.file,
          this.module.script,
        )
      : scopeValue(identifier, declaration, this.surroundings, this.module.file);
    const owner = inModule ? this.module : this.frame;

    if (ts.isImportEqualsDeclaration(declaration)) {
      if (captureRequired(this, identifier, declaration, live)) return;
      this.keep(owner, declaration, identifier, { known: false });
      return;
    }
    refuseEarlierValue(this, identifier, declaration, this.root);
    if (keepsEnvironment(this, identifier, declaration, unit, live, owner)) return;
    if (live.known) {
      if (live.value === undefined && isNeverUndefined(declaration))
        throw new UnassignedVariable(name);
      if (this.captureValue(identifier, declaration, container, live.value, owner)) {
        warnOfEarlierState(this, identifier, declaration, live.value, this.root);
        return;
      }
    }
    if (unit) {
      if (captureReassigned(this, identifier, declaration, unit, live, owner)) return;
      this.keep(owner, declaration, identifier, live);
      return;
    }
    if (live.known && (typeof live.value === "object" || typeof live.value === "function")) {
      captureChain(this, identifier, live.value, owner, container);
      return;
    }
    throw this.slice.error(
      this.module,
      identifier,
      live.known
        ? `captures ${name}, which is a ${typeof live.value} that can't be written into its code. Make it inside the handler or at module level.`
        : `needs ${name}, whose value is gone by the time the handler is packaged. Use ${name} inside the handler itself, or make what needs it at module level.`,
    );
  }

  /** Captures Outputs, resources and plain data; false for anything that only its source can make again. */
  captureValue(
    identifier: ts.Identifier,
    declaration: ts.Declaration,
    container: ts.Node,
    value: unknown,
    owner: Frame,
  ): boolean {
    this.refuseConfig(identifier, value);
    if (isOutput(value) || containsResource(value) || readsOutput(identifier, value)) {
      captureChain(this, identifier, value, owner, container);
      return true;
    }
    if (!isPlainData(value)) return false;
    if (!owner.valueAt([identifier.text], container)) {
      owner.values.add({
        name: identifier.text,
        value,
        path: [identifier.text],
        constant: !isReassignable(declaration),
        declaration,
        reference: identifier,
        container,
      });
      addOutputsWithin(this, identifier, value, [identifier.text], owner, container);
    }
    return true;
  }

  refuseConfig(identifier: ts.Identifier, value: unknown): void {
    if (typeof value !== "object" || value === null || !("requireSecret" in value)) return;
    throw this.slice.deploymentOnlyError(
      this.module,
      identifier,
      `captures ${identifier.text}, a pulumi.Config, which exists only while deploying. ` +
        `Read it outside, for example const size = ${identifier.text}.require("size"), and capture that.`,
    );
  }

  keep(owner: Frame, declaration: ts.Declaration, identifier: ts.Identifier, live: Live): void {
    const name = identifier.text;
    for (const each of this.allDeclarations(declaration)) {
      const unit = unitOf(each);
      if (!unit) continue;
      if (live.known || !owner.kept.has(each)) owner.kept.set(each, { name, live });
      if (owner === this.module) this.noteUse(identifier, unit);
      if (owner.units.has(unit)) continue;
      owner.units.add(unit);
      new References(this.slice, this.module, owner, this.surroundingsWithin(unit, live)).visitUnit(
        unit,
      );
    }
  }

  /** What is looked through uses a part of the module. */
  noteUse(node: ts.Node, used: Unit | FunctionSlice): void {
    const user = this.frame instanceof FunctionSlice ? this.frame : (this.root as Unit);
    this.module.order.add(user, used, runsAtOnce(node, this.root));
  }

  keepStatement(owner: Frame, statement: ts.ExpressionStatement): void {
    if (owner.units.has(statement)) return;
    owner.units.add(statement);
    new References(this.slice, this.module, owner, this.surroundings).visitUnit(statement);
  }

  /** Overloads and merged declarations belong together. */
  private allDeclarations(declaration: ts.Declaration): readonly ts.Declaration[] {
    const name = ts.getNameOfDeclaration(declaration);
    if (!name || !ts.isIdentifier(name)) return [declaration];
    return this.module.file.declarationsOf(name).filter((each) => !isTypeOnly(each));
  }

  /** A function knows its own surroundings best, if it was written in this declaration. */
  private surroundingsWithin(unit: Unit, live: Live): readonly Surroundings[] {
    if (!live.known || typeof live.value !== "function") return this.surroundings;
    const fn = live.value as AnyFunction;
    const at = writtenAt(fn);
    if (at?.file !== this.module.file.path) return this.surroundings;
    const node = functionAt(this.module.file, at.line, at.column);
    if (!node || !contains(unit, node)) return this.surroundings;
    return [{ fn: node, scopes: scopesOf(fn) }, ...this.surroundings];
  }
}

const surroundingsOf = ({ node, scopes }: FunctionSlice): Surroundings => ({ fn: node, scopes });

/** What is seen at a module's top level: from any function captured from it. */
const outermost = (module: ModuleSlice): readonly Surroundings[] =>
  module.functions.slice(0, 1).map(surroundingsOf);
