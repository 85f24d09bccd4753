// What all code of a process shares: globals, prototypes, Node.js's own modules. Which names are global, which statements
// change something of it, and which assignments make a global by mistake.
import { builtinModules } from "node:module";
import * as ts from "typescript";
import {
  exportedName,
  isImported,
  isKeptStatement,
  KeptStatement,
  loadedModule,
  loadsModule,
  specifierOf,
} from "./declarations";
import { isDeploymentPackage } from "./project";
import type { ParsedFile } from "./source-file";
import { isCalledHere, isExported, isIterated, walk } from "./syntax";
import { allAssigned, Change, changeOf } from "./variable-changes";

/** What CommonJS gives each module for itself. */
const ownOfModule = new Set([
  "module",
  "exports",
  "require",
  "arguments",
  "__dirname",
  "__filename",
]);

/** Node.js's globals that a loop over globalThis shows; of what else it shows, some may be a program's own, made without a declaration. */
const enumerable = new Set(
  (
    "global clearImmediate setImmediate clearInterval clearTimeout setInterval setTimeout queueMicrotask structuredClone " +
    "atob btoa performance fetch navigator crypto"
  ).split(" "),
);

export const isGlobalName = (name: string): boolean =>
  ownOfModule.has(name) ||
  enumerable.has(name) ||
  Object.getOwnPropertyDescriptor(globalThis, name)?.enumerable === false;

export const isBuiltInModule = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);

/** `import "./polyfill"`, for what loading it does. */
export const bareImports = ({ tree }: ParsedFile): ts.ImportDeclaration[] =>
  tree.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .filter(({ importClause }) => importClause === undefined);

/**
 * Statements of a module or block that change what is shared. In a module that is bundled whole they run, so they do where
 * only a slice of it is.
 */
export const sharedChanges = (
  file: ParsedFile,
  statements: readonly ts.Statement[],
): KeptStatement[] =>
  statements.filter(isKeptStatement).filter((statement) => changesShared(file, statement));

function changesShared(file: ParsedFile, statement: ts.Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    const isOther = ts.isFunctionLike(node) && !isIterated(node) && !isCalledHere(node);
    if (found || ts.isClassLike(node) || isOther) return false;
    found = ts.isExpression(node) && isShared(file, node, ts.isExpressionStatement(node.parent));
    return !found;
  });
  return found;
}

function isShared(file: ParsedFile, expression: ts.Expression, isStatement: boolean): boolean {
  if (ts.isCallExpression(expression) && isStatement) {
    const { expression: called } = expression;
    if (loadsModule(expression)) return isBareRequire(expression);
    if (ts.isIdentifier(called)) return setsForAll(file, called);
  }
  const change = changeOf(expression);
  if (!change || change.expression !== expression) return false;
  const isCall = ts.isCallExpression(expression) && change.target === expression.expression;
  const root = rootOf(file, change.variable);
  if (root === "global")
    return isCall ? isListener(change) : !ownOfModule.has(change.variable.text);
  return root === "builtin" && (!isCall || isSetter(nameOf(change.target)));
}

/** `require("./polyfill");`, which is CommonJS for an import without names. */
function isBareRequire(call: ts.CallExpression): boolean {
  const specifier = loadedModule(call);
  return (
    ts.isIdentifier(call.expression) && specifier !== undefined && !isDeploymentPackage(specifier)
  );
}

/** `process.on(...)` and the like; a call of another global function, such as `console.log(...)`, changes nothing. */
const isListener = ({ target, variable }: Change): boolean =>
  variable.text === "process" &&
  /^(on|once|addListener|prependListener|prependOnceListener|setMaxListeners|setUncaughtExceptionCaptureCallback)$/.test(
    nameOf(target),
  );

/** `setGlobalDispatcher(...)`, `setDefaultResultOrder(...)`; timers are set for one. */
const isSetter = (name: string): boolean =>
  /^set[A-Z]/.test(name) && !/^set(Timeout|Interval|Immediate)$/.test(name);

function setsForAll(file: ParsedFile, called: ts.Identifier): boolean {
  const declaration = file.declarationsOf(called)[0];
  if (!declaration || !ts.isImportSpecifier(declaration)) return false;
  const name = exportedName(declaration);
  return isBuiltInModule(specifierOf(declaration))
    ? isSetter(name)
    : /^set(Global|Default)[A-Z]/.test(name);
}

const nameOf = (target: ts.Expression): string =>
  ts.isPropertyAccessExpression(target) ? target.name.text : "";

function rootOf(file: ParsedFile, variable: ts.Identifier): "global" | "builtin" | undefined {
  const [declaration] = file.declarationsOf(variable);
  if (!declaration)
    return variable.text in globalThis || ownOfModule.has(variable.text) ? "global" : undefined;
  return isImported(declaration) && isBuiltInModule(specifierOf(declaration))
    ? "builtin"
    : undefined;
}

/**
 * True for a module that Node.js runs without strict mode: CommonJS without "use strict". It makes a global of a variable
 * that is declared nowhere. A bundle is an ES module, which is strict: there the same assignment throws.
 */
export function isSloppy({ statements }: ts.SourceFile): boolean {
  const [first] = statements;
  const isStrict =
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === "use strict";
  const isEsSyntax = (statement: ts.Statement) =>
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement) ||
    isExported(statement);
  return !isStrict && !statements.some(isEsSyntax);
}

/** The assignments in a sloppy module to what is declared nowhere in it. */
export function undeclaredAssignments(tree: ts.SourceFile): ts.Identifier[] {
  if (!isSloppy(tree)) return [];
  const declared = new Set<string>();
  walk(tree, (node) => {
    if (ts.isIdentifier(node) && isDeclared(node)) declared.add(node.text);
  });
  return [...allAssigned(tree)].filter(({ text }) => !declared.has(text) && !isGlobalName(text));
}

const isDeclared = (identifier: ts.Identifier): boolean =>
  "name" in identifier.parent &&
  identifier.parent.name === identifier &&
  !ts.isPropertyAccessExpression(identifier.parent) &&
  !ts.isClassElement(identifier.parent) &&
  !ts.isObjectLiteralElement(identifier.parent);

/** What is wrong with such an assignment; in the slice and in the files that are bundled whole. */
export const undeclaredReason = (name: string): string =>
  `assigns ${name}, which is declared nowhere: while deploying that makes a global, in Lambda's strict mode it throws. Declare it: let ${name};`;
