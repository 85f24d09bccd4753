// Where a variable gets another value, and where the value that it holds is changed.
import * as ts from "typescript";
import { isReader } from "./declarations";
import { ParsedFile } from "./source-file";

const assignments = new WeakMap<ts.SourceFile, ReadonlySet<ts.Identifier>>();

/** Every place in its file where a variable is assigned, besides its declaration. */
export function assignmentsOf(
  file: ParsedFile,
  declaration: ts.Declaration,
): readonly ts.Identifier[] {
  return [...allAssigned(file)].filter((each) => file.declarationsOf(each).includes(declaration));
}

export const isAssigned = (file: ParsedFile, identifier: ts.Identifier): boolean =>
  allAssigned(file).has(identifier);

function allAssigned({ tree }: ParsedFile): ReadonlySet<ts.Identifier> {
  const known = assignments.get(tree) ?? new Set(assignedIdentifiers(tree));
  assignments.set(tree, known);
  return known;
}

/** The variables that assignments in a file name. */
export function assignedIdentifiers(tree: ts.SourceFile): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const add = (target: ts.Node): void => {
    if (ts.isIdentifier(target)) found.push(target);
    else if (ts.isParenthesizedExpression(target) || ts.isSpreadElement(target)) {
      add(target.expression);
    } else if (ts.isArrayLiteralExpression(target)) target.elements.forEach(add);
    else if (ts.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        if (ts.isPropertyAssignment(property)) add(property.initializer);
        else if (ts.isShorthandPropertyAssignment(property)) add(property.name);
        else if (ts.isSpreadAssignment(property)) add(property.expression);
      }
    } else if (isAssignment(target)) add(target.left); // a default in a pattern
  };
  const visit = (node: ts.Node): void => {
    if (isAssignment(node)) add(node.left);
    else if (isIncrement(node)) add(node.operand);
    else if (
      (ts.isForOfStatement(node) || ts.isForInStatement(node)) &&
      ts.isExpression(node.initializer)
    ) {
      add(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

const isIncrement = (node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression =>
  (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
  (node.operator === ts.SyntaxKind.PlusPlusToken ||
    node.operator === ts.SyntaxKind.MinusMinusToken);

/** An expression that changes what a variable holds: `a.b.c(...)`, `a[b] = c`, `delete a.b`, `Object.assign(a, ...)`. */
export interface Change {
  readonly variable: ts.Identifier;
  readonly expression: ts.Expression;
  /** What is called, assigned to or deleted; the first argument of `Object.assign()`. */
  readonly target: ts.Expression;
}

export function changeOf(expression: ts.Expression): Change | undefined {
  if (
    ts.isAwaitExpression(expression) ||
    ts.isParenthesizedExpression(expression) ||
    ts.isVoidExpression(expression)
  ) {
    return changeOf(expression.expression);
  }
  const target = changedTarget(expression);
  if (!target) return undefined;
  let variable = target;
  for (let inner; (inner = innerExpression(variable));) variable = inner;
  return ts.isIdentifier(variable) ? { variable, expression, target } : undefined;
}

const changes = new WeakMap<ts.SourceFile, readonly Change[]>();

/** Every change of what a variable holds, wherever in its file. */
export function changesOf(file: ParsedFile, declaration: ts.Declaration): readonly Change[] {
  let known = changes.get(file.tree);
  if (!known) {
    const found: Change[] = [];
    const visit = (node: ts.Node): void => {
      const change = ts.isExpression(node) && changeOf(node);
      if (change && change.expression === node) found.push(change);
      ts.forEachChild(node, visit);
    };
    visit(file.tree);
    known = found;
    changes.set(file.tree, known);
  }
  return known.filter(({ variable }) => file.declarationsOf(variable).includes(declaration));
}

function changedTarget(expression: ts.Expression): ts.Expression | undefined {
  if (ts.isCallExpression(expression)) {
    if (changesArgument(expression)) return expression.arguments[0];
    return ts.isIdentifier(expression.expression) ? undefined : expression.expression;
  }
  if (ts.isDeleteExpression(expression)) return expression.expression;
  const target = isAssignment(expression)
    ? expression.left
    : isIncrement(expression)
      ? expression.operand
      : undefined;
  return target && !ts.isIdentifier(target) ? target : undefined;
}

/** `Object.assign(a, ...)`, `Object.defineProperty(a, ...)` and the like. */
export function changesArgument(call: ts.CallExpression): boolean {
  const callee = call.expression;
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    ["Object", "Reflect"].includes(callee.expression.text) &&
    /^(assign|definePropert(y|ies)|set|setPrototypeOf|deleteProperty)$/.test(callee.name.text) &&
    call.arguments.length > 0
  );
}

/** What a property is read from, a function is called on, and so on. */
function innerExpression(node: ts.Expression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node)
    ? node.expression
    : undefined;
}

/** True for `list.forEach(...)` and the like: whatever that changes, it isn't the list. */
export function isRead({ expression, target, variable }: Change, value: unknown): boolean {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(target)) return false;
  if (target.expression !== variable || !isReader(target.name.text)) return false;
  return Array.isArray(value) || value instanceof Map || value instanceof Set;
}
