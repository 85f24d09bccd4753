// Statements that change what all code of a process shares: globals, prototypes, Node.js's own modules. In a module that
// is bundled whole they run, so they do where only a slice of it is.
import { builtinModules } from "node:module";
import * as ts from "typescript";
import { importOf, isImported, isIterated, loadsModule } from "./declarations";
import { isKeptStatement, KeptStatement } from "../plan/module-slice";
import { isDeploymentPackage } from "./project";
import type { ParsedFile } from "./source-file";
import { Change, changeOf } from "./variable-changes";

/** Those among the statements of a module or block. */
export const sharedChanges = (
  file: ParsedFile,
  statements: readonly ts.Statement[],
): KeptStatement[] =>
  statements.filter(isKeptStatement).filter((statement) => changesShared(file, statement));

/** `import "./polyfill"`, for what loading it does. */
export const bareImports = ({ tree }: ParsedFile): ts.ImportDeclaration[] =>
  tree.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .filter(({ importClause }) => importClause === undefined);

function changesShared(file: ParsedFile, statement: ts.Statement): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isClassLike(node) || (ts.isFunctionLike(node) && !runsHere(node))) return;
    found = ts.isExpression(node) && isShared(file, node, ts.isExpressionStatement(node.parent));
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** True for the callback of a loop and for a function that is called where it is written. */
function runsHere(node: ts.Node): boolean {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return isIterated(node) || (ts.isCallExpression(outer) && outer.arguments.every((each) => each !== node)); // prettier-ignore
}

function isShared(file: ParsedFile, expression: ts.Expression, isStatement: boolean): boolean {
  if (ts.isCallExpression(expression) && isStatement) {
    if (loadsModule(expression)) return isBareRequire(expression);
    if (ts.isIdentifier(expression.expression)) return setsForAll(file, expression.expression);
  }
  const change = changeOf(expression);
  if (!change || change.expression !== expression) return false;
  const isCall = ts.isCallExpression(expression) && change.target === expression.expression;
  const root = rootOf(file, change.variable);
  if (root === "global") return isCall ? isListener(change) : !own.has(change.variable.text);
  return root === "builtin" && (!isCall || isSetter(nameOf(change.target)));
}

/** `require("./polyfill");`, which is CommonJS for an import without names. */
const isBareRequire = ({ expression, arguments: [name] }: ts.CallExpression): boolean =>
  ts.isIdentifier(expression) &&
  name !== undefined &&
  ts.isStringLiteralLike(name) &&
  !isDeploymentPackage(name.text);

/** What CommonJS gives each module for itself. */
const own = new Set(["module", "exports", "require", "arguments"]);

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
  const name = (declaration.propertyName ?? declaration.name).text;
  return rootOf(file, called) === "builtin"
    ? isSetter(name)
    : /^set(Global|Default)[A-Z]/.test(name);
}

const nameOf = (target: ts.Expression): string =>
  ts.isPropertyAccessExpression(target) ? target.name.text : "";

function rootOf(file: ParsedFile, variable: ts.Identifier): "global" | "builtin" | undefined {
  const [declaration] = file.declarationsOf(variable);
  if (!declaration) return variable.text in globalThis || own.has(variable.text) ? "global" : undefined; // prettier-ignore
  if (!isImported(declaration)) return undefined;
  const { text } = importOf(declaration).moduleSpecifier as ts.StringLiteral;
  return text.startsWith("node:") || builtinModules.includes(text) ? "builtin" : undefined;
}
