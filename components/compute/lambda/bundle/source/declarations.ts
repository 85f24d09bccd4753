// What the syntax of a declaration or of a module load says, without looking at values.
import * as ts from "typescript";
import { isReassignable } from "../live/live-values";

export type ImportedDeclaration = ts.ImportSpecifier | ts.NamespaceImport | ts.ImportClause;

export const isImported = (declaration: ts.Declaration): declaration is ImportedDeclaration =>
  ts.isImportSpecifier(declaration) ||
  ts.isNamespaceImport(declaration) ||
  ts.isImportClause(declaration);

/** A const that undefined would show to be unassigned: before Node.js 22 V8 says so no other way. */
export function isNeverUndefined(declaration: ts.Declaration): boolean {
  if (isReassignable(declaration) || !ts.isVariableDeclaration(declaration)) return false;
  const { initializer } = declaration;
  return (
    initializer !== undefined &&
    (ts.isArrayLiteralExpression(initializer) ||
      ts.isObjectLiteralExpression(initializer) ||
      ts.isNewExpression(initializer) ||
      ts.isLiteralExpression(initializer) ||
      ts.isTemplateExpression(initializer))
  );
}

export const isTypeOnly = (declaration: ts.Declaration): boolean =>
  ts.isInterfaceDeclaration(declaration) ||
  ts.isTypeAliasDeclaration(declaration) ||
  ts.isTypeParameterDeclaration(declaration);

export function importOf(declaration: ImportedDeclaration): ts.ImportDeclaration {
  let node: ts.Node = declaration;
  while (!ts.isImportDeclaration(node)) node = node.parent;
  return node;
}

/** The module that `import a = require("...")` names. */
export function requiredModule({
  moduleReference,
}: ts.ImportEqualsDeclaration): string | undefined {
  return ts.isExternalModuleReference(moduleReference) &&
    ts.isStringLiteral(moduleReference.expression)
    ? moduleReference.expression.text
    : undefined;
}

export const loadsModule = (call: ts.CallExpression): boolean =>
  call.expression.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(call.expression) && call.expression.text === "require");

/** Without parentheses, `!` and types. */
export function innerExpression(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) ||
    ts.isNonNullExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression)
    ? innerExpression(expression.expression)
    : expression;
}

/** The names read from `await import(...)`, where they are written beside it. */
export function namesRead(call: ts.Node): string[] {
  let node = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) {
    node = node.parent;
  }
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return [parent.name.text];
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    return parent.name.elements
      .map((element) => element.propertyName ?? element.name)
      .filter((name) => ts.isIdentifier(name))
      .map((name) => name.text);
  }
  return [];
}

const readers =
  /^(at|concat|entries|every|filter|find\w*|flat|flatMap|forEach|get|has|includes|indexOf|join|keys|lastIndexOf|map|reduce\w*|slice|some|to\w+|values)$/;

/** True for the methods that only read a list, a Map or a Set. */
export const isReader = (method: string): boolean => readers.test(method);

/** True for the callback of `list.forEach(...)` and the like. */
export function isIterated(node: ts.Node): boolean {
  const call = node.parent;
  return (
    ts.isFunctionLike(node) &&
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    isReader(call.expression.name.text)
  );
}

/** True for what runs with its declaration or statement, not in a function that is called later. */
export function runsAtOnce(node: ts.Node, unit: ts.Node): boolean {
  for (let each = node; each !== unit; each = each.parent) {
    if (ts.isFunctionLike(each) && !isIterated(each)) return false;
  }
  return !ts.isFunctionLike(unit);
}
