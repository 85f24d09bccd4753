// Where a variable gets another value, and where the value that it holds is changed.
import * as ts from "typescript";
import { ParsedFile } from "./source-file";
import { assignedIn, callsReader, functionAround, isAssignment, isIterated, walk } from "./syntax";

/** Every place in its file where a variable is assigned, besides its declaration. */
export const assignmentsOf = (file: ParsedFile, declaration: ts.Declaration): ts.Identifier[] =>
  [...allAssigned(file.tree)].filter((each) => file.declarationsOf(each).includes(declaration));

export const isAssigned = ({ tree }: ParsedFile, identifier: ts.Identifier): boolean =>
  allAssigned(tree).has(identifier);

const assignments = new WeakMap<ts.SourceFile, ReadonlySet<ts.Identifier>>();

/** The variables that assignments in a file name. */
export function allAssigned(tree: ts.SourceFile): ReadonlySet<ts.Identifier> {
  const known = assignments.get(tree);
  if (known) return known;
  const found = new Set<ts.Identifier>();
  walk(tree, (node) => {
    const isLoop = ts.isForOfStatement(node) || ts.isForInStatement(node);
    const target = isLoop ? node.initializer : assignedIn(node);
    if (target && ts.isExpression(target)) namesAssigned(target).forEach((each) => found.add(each));
  });
  assignments.set(tree, found);
  return found;
}

/** The names in the left side of an assignment, which may be a pattern. */
function namesAssigned(target: ts.Node): ts.Identifier[] {
  if (ts.isIdentifier(target)) return [target];
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap(namesAssigned);
  if (ts.isObjectLiteralExpression(target)) return target.properties.flatMap(namesAssigned);
  if (ts.isPropertyAssignment(target)) return namesAssigned(target.initializer);
  if (ts.isShorthandPropertyAssignment(target)) return [target.name];
  if (
    ts.isSpreadAssignment(target) ||
    ts.isSpreadElement(target) ||
    ts.isParenthesizedExpression(target)
  ) {
    return namesAssigned(target.expression);
  }
  return isAssignment(target) ? namesAssigned(target.left) : []; // a default in a pattern
}

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
    walk(file.tree, (node) => {
      const change = ts.isExpression(node) && changeOf(node);
      if (change && change.expression === node) found.push(change);
    });
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
  const target = assignedIn(expression);
  return target && !ts.isIdentifier(target) ? target : undefined;
}

/** `Object.assign(a, ...)`, `Object.defineProperty(a, ...)` and the like. */
export const changesArgument = (call: ts.CallExpression): boolean =>
  call.arguments.length > 0 &&
  /^(Object|Reflect)\.(assign|definePropert(y|ies)|set|setPrototypeOf|deleteProperty)$/.test(
    call.expression.getText(),
  );

/** What a property is read from, a function is called on, and so on. */
const innerExpression = (node: ts.Expression): ts.Expression | undefined =>
  ts.isPropertyAccessExpression(node) ||
  ts.isElementAccessExpression(node) ||
  ts.isCallExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node)
    ? node.expression
    : undefined;

/** True for `list.forEach(...)` and the like: whatever that changes, it isn't the list. */
export const isRead = ({ expression, target, variable }: Change, value: unknown): boolean =>
  callsReader(expression) &&
  (target as ts.PropertyAccessExpression).expression === variable &&
  (Array.isArray(value) || value instanceof Map || value instanceof Set);

/**
 * Which variables of a module a top-level statement changes when the module is loaded: by itself, or through a function
 * of the module that it calls.
 */
export function variablesChangedBy(file: ParsedFile, statement: ts.Statement): Set<string> {
  const changed = new Set<string>();
  const visited = new Set<ts.Node>();
  const mark = (variable: ts.Identifier, given: Given): void => {
    for (const declaration of file.declarationsOf(variable)) {
      const passed = given.get(declaration);
      if (passed) mark(passed, new Map());
      else if (isTopLevel(declaration)) changed.add(variable.text);
    }
  };
  const lookThrough = (root: ts.Node, given: Given): void =>
    walk(root, (node) => {
      // Code that doesn't run with the statement it stands in.
      if ((ts.isFunctionLike(node) || ts.isClassLike(node)) && !isIterated(node)) return false;
      if (ts.isIdentifier(node) && isAssigned(file, node)) mark(node, given);
      const change = ts.isExpression(node) && changeOf(node);
      if (change && !isOnlyRead(change.expression)) mark(change.variable, given);
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) call(node);
      return true;
    });
  const call = ({ expression, arguments: values }: ts.CallExpression): void => {
    const fn = functionNamed(file, expression as ts.Identifier);
    if (!fn || visited.has(fn)) return;
    visited.add(fn);
    const given: Given = new Map();
    for (const [index, parameter] of fn.parameters.entries()) {
      const value = values[index];
      if (value && ts.isIdentifier(value)) given.set(parameter, value);
    }
    lookThrough(fn.body, given);
  };
  lookThrough(statement, new Map());
  return changed;
}

/** Parameters, with the variables that a call gives for them. */
type Given = Map<ts.Declaration, ts.Identifier>;

/** `routes.map(...)` within a larger expression; as a statement of its own it has some effect. */
const isOnlyRead = (expression: ts.Expression): boolean =>
  !ts.isExpressionStatement(expression.parent) && callsReader(expression);

function isTopLevel(declaration: ts.Declaration): boolean {
  const isWithin = ts.findAncestor(declaration.parent, ts.isBlock) !== undefined;
  return (
    !isWithin && ts.isSourceFile(functionAround(declaration)) && !ts.isImportSpecifier(declaration)
  );
}

type ModuleFunction = ts.SignatureDeclaration & { readonly body: ts.Node };

/** The function of the module that a name stands for. */
function functionNamed(file: ParsedFile, name: ts.Identifier): ModuleFunction | undefined {
  for (const declaration of file.declarationsOf(name)) {
    const node = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    const isFunction =
      node &&
      (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node));
    if (isFunction && node.body) return node as ModuleFunction;
  }
  return undefined;
}
