// CommonJS without "use strict" makes a global of a variable that is declared nowhere. A bundle is an ES module, which is
// strict: there the same assignment throws, when a handler first comes by it.
import * as ts from "typescript";
import { assignedIdentifiers } from "./variable-changes";

/** True for a module that Node.js runs without strict mode. */
export function isSloppy({ statements }: ts.SourceFile): boolean {
  const [first] = statements;
  const isStrict =
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === "use strict";
  return !isStrict && !statements.some(isEsSyntax);
}

const isEsSyntax = (statement: ts.Statement): boolean =>
  ts.isImportDeclaration(statement) ||
  ts.isImportEqualsDeclaration(statement) ||
  ts.isExportDeclaration(statement) ||
  ts.isExportAssignment(statement) ||
  (ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));

/** What CommonJS gives each module for itself. */
const given = new Set(["module", "exports", "require", "__dirname", "__filename", "arguments"]);

/** Node.js's globals that a loop over globalThis shows; of what else it shows, some may be a program's own, made without a declaration. */
const enumerable = new Set(
  (
    "global clearImmediate setImmediate clearInterval clearTimeout setInterval setTimeout queueMicrotask structuredClone " +
    "atob btoa performance fetch navigator crypto"
  ).split(" "),
);

export function isGlobalName(name: string): boolean {
  if (given.has(name) || enumerable.has(name)) return true;
  return Object.getOwnPropertyDescriptor(globalThis, name)?.enumerable === false;
}

/** The assignments in a sloppy module to what is declared nowhere in it. */
export function undeclaredAssignments(tree: ts.SourceFile): ts.Identifier[] {
  if (!isSloppy(tree)) return [];
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = ts.isIdentifier(node) && isDeclared(node) ? node.text : undefined;
    if (name !== undefined) declared.add(name);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return assignedIdentifiers(tree).filter(({ text }) => !declared.has(text) && !isGlobalName(text));
}

function isDeclared(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassLike(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent)) &&
    parent.name === identifier
  );
}

/** What is wrong with such an assignment; in the slice and in the files that are bundled whole. */
export const undeclaredReason = (name: string): string =>
  `assigns ${name}, which is declared nowhere: while deploying that makes a global, in Lambda's strict mode it throws. Declare it: let ${name};`;
