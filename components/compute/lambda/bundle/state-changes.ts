// What the program did to the state of a kept variable through functions that it called: the source makes the variable
// anew in Lambda, where nobody calls them. Which calls change state, the functions' own source tells.
import * as ts from "typescript";
import { isIterated } from "./declarations";
import { AnyFunction } from "./inspector";
import { ModuleSlice } from "./module-slice";
import { isInstalledPackage } from "./project";
import type { Slice } from "./slice";
import { contains, functionAt, ParsedFile, parseFile } from "./source-file";
import { changeOf, isAssigned } from "./variable-changes";
import { writtenAt } from "./written-at";

/** Refuses, or warns of, what ran while deploying and is neither in the variable's source nor in the bundle. */
export function refuseStateChanges(slice: Slice): void {
  for (const module of slice.modules.values()) {
    const frames = [module, ...module.functions];
    const kept = new Map(
      frames.flatMap((frame) =>
        [...frame.kept].flatMap(
          ([declaration, { name, live }]) =>
          live.known && isStateful(live.value) ? [[declaration, { name, value: live.value }] as const] : [], // prettier-ignore
        ),
      ),
    );
    if (kept.size === 0) continue;
    const along = new Set<ts.Node>(frames.flatMap(({ units, leftOut }) => [...units, ...leftOut]));
    for (const run of callsWhileLoading(module, along)) {
      for (const change of changesIn(module.file, run.body, along)) {
        const [declaration] = module.file.declarationsOf(change.variable);
        const variable = declaration && kept.get(declaration);
        if (!variable || !changesState(change, variable.value)) continue;
        tell(slice, module, variable.name, change.expression, run);
      }
    }
  }
}

const isStateful = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** A function of the module that a statement called while the module was loaded. */
interface Run {
  readonly body: ts.Node;
  readonly fn: ts.Node;
  readonly name: string;
  /** False where a condition or a loop decides whether it ran. */
  readonly surely: boolean;
}

/** The functions that run with the statements that stay behind, called by their names. */
function callsWhileLoading({ file }: ModuleSlice, along: ReadonlySet<ts.Node>): Run[] {
  const runs = new Map<ts.Node, Run>();
  const visit = (node: ts.Node, surely: boolean): void => {
    if (along.has(node) || (ts.isFunctionLike(node) && !isIterated(node)) || ts.isClassLike(node)) return; // prettier-ignore
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const found = functionNamed(file, node.expression);
      if (found && !runs.has(found)) {
        const body = found.body as ts.Node;
        runs.set(found, { body, fn: found, name: node.expression.text, surely });
        visit(body, surely);
      }
    }
    const isBranch = ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isIterationStatement(node, false) || ts.isTryStatement(node); // prettier-ignore
    ts.forEachChild(node, (child) => visit(child, surely && !isBranch));
  };
  file.tree.statements.forEach((statement) => visit(statement, true));
  return [...runs.values()];
}

function functionNamed(
  file: ParsedFile,
  name: ts.Identifier,
): (ts.SignatureDeclaration & { body?: ts.Node }) | undefined {
  // prettier-ignore
  for (const declaration of file.declarationsOf(name)) {
    const node = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    const isFunction = node && (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node)); // prettier-ignore
    if (isFunction && node.body) return node;
  }
  return undefined;
}

interface StateChange {
  readonly variable: ts.Identifier;
  readonly expression: ts.Expression;
}

/** Calls of members and assignments to them, in a function's body as it runs. */
function changesIn(file: ParsedFile, body: ts.Node, along: ReadonlySet<ts.Node>): StateChange[] {
  const found: StateChange[] = [];
  const visit = (node: ts.Node): void => {
    if (along.has(node)) return;
    if ((ts.isFunctionLike(node) && !isIterated(node)) || ts.isClassLike(node)) return;
    const change = ts.isExpression(node) && changeOf(node);
    if (change && change.expression === node && !contains(body, file.declarationsOf(change.variable)[0] ?? body)) found.push(change); // prettier-ignore
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** True where what is called or assigned changes the object, as far as its source or its class tells. */
function changesState({ expression, variable }: StateChange, value: object): boolean {
  if (!ts.isCallExpression(expression)) return isHidden(value);
  const path = pathFrom(variable);
  const method = path.pop();
  if (method === undefined) return false;
  let receiver: unknown = value;
  for (const name of path) receiver = dataOf(receiver, name);
  if (typeof receiver !== "object" || receiver === null) return false;
  const fn = dataOf(receiver, method);
  if (typeof fn !== "function") return false;
  if (isWeak(receiver)) return /^(add|set|delete)$/.test(method);
  return mutates(fn as AnyFunction, new Set());
}

/** Members of plain objects, lists, Maps and Sets are compared as they are, with those that the source makes. */
const isHidden = (value: object): boolean =>
  isWeak(value) || (!Array.isArray(value) && ![Object.prototype, Map.prototype, Set.prototype, null].includes(Object.getPrototypeOf(value) as object)); // prettier-ignore

const isWeak = (value: unknown): boolean => value instanceof WeakMap || value instanceof WeakSet;

/** The properties from a variable up to its first call: `counter.up().up()` gives `up`. */
function pathFrom(variable: ts.Identifier): string[] {
  const path: string[] = [];
  let node: ts.Expression = variable;
  for (;;) {
    const { parent }: { parent: ts.Node } = node;
    if (ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent)) node = parent;
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      path.push(parent.name.text);
      node = parent;
    } else return path;
  }
}

/** A member without running a getter. */
function dataOf(value: unknown, name: string): unknown {
  for (
    let each = value;
    typeof each === "object" && each !== null;
    each = Object.getPrototypeOf(each) as unknown
  ) {
    // prettier-ignore
    const found = Object.getOwnPropertyDescriptor(each, name);
    if (found) return found.value;
  }
  return undefined;
}

/** True for a function of the program that assigns to `this`, or to a variable outside of itself. */
function mutates(fn: AnyFunction, seen: Set<ts.Node>): boolean {
  const at = writtenAt(fn);
  if (!at || isInstalledPackage(at.file)) return false;
  const file = parseFile(at.file);
  const node = functionAt(file, at.line, at.column);
  return node !== undefined && bodyMutates(file, node, seen);
}

function bodyMutates(file: ParsedFile, fn: ts.Node, seen: Set<ts.Node>): boolean {
  if (seen.has(fn)) return false;
  seen.add(fn);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(node) && isAssigned(file, node) && isOutside(file, node, fn)) found = true;
    if (ts.isExpression(node) && (changesThis(file, node, seen) || changesOuter(file, node, fn))) found = true; // prettier-ignore
    ts.forEachChild(node, visit);
  };
  visit(fn);
  return found;
}

const isOutside = (file: ParsedFile, name: ts.Identifier, fn: ts.Node): boolean =>
  file.declarationsOf(name).some((declaration) => !contains(fn, declaration));

const mutators =
  /^(add|set|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|append)$/;

/** `this.n++`, `this.items.set(...)`, or a method of the same class that does so. */
function changesThis(file: ParsedFile, node: ts.Expression, seen: Set<ts.Node>): boolean {
  const target = targetOf(node);
  if (!target) return false;
  const names: string[] = [];
  let inner: ts.Expression = target;
  while (
    ts.isPropertyAccessExpression(inner) ||
    ts.isElementAccessExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    // prettier-ignore
    if (ts.isPropertyAccessExpression(inner)) names.push(inner.name.text);
    inner = inner.expression;
  }
  if (inner.kind !== ts.SyntaxKind.ThisKeyword) return false;
  if (!ts.isCallExpression(node)) return true;
  const [method] = names;
  if (names.length > 1) return method !== undefined && mutators.test(method);
  const owner = ts.findAncestor(node, ts.isClassLike);
  const own = owner?.members.find((each) => each.name?.getText(file.tree) === method);
  return own !== undefined && bodyMutates(file, own, seen);
}

/** The same for what a function closes over: `items.push(...)`. */
function changesOuter(file: ParsedFile, node: ts.Expression, fn: ts.Node): boolean {
  const change = changeOf(node);
  if (!change || change.expression !== node || !isOutside(file, change.variable, fn)) return false;
  if (!ts.isCallExpression(node)) return true;
  const { target } = change;
  return ts.isPropertyAccessExpression(target) && mutators.test(target.name.text);
}

function targetOf(node: ts.Expression): ts.Expression | undefined {
  if (ts.isCallExpression(node)) return node.expression;
  if (ts.isDeleteExpression(node)) return node.expression;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const isStep = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken; // prettier-ignore
    return isStep ? node.operand : undefined;
  }
  const isAssignment =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isAssignment ? node.left : undefined;
}

function tell(
  slice: Slice,
  module: ModuleSlice,
  name: string,
  expression: ts.Expression,
  run: Run,
): void {
  const text =
    `captures ${name}, whose state ${run.name}() changes here while deploying: in Lambda ${name} is made anew, and nobody calls ` +
    `${run.name}(). Make ${name} complete in its declaration, or in statements of their own in the same block.`;
  // The handler may call the function itself, and find the same.
  const reachable = [module, ...module.functions].some(({ units }) =>
    [...units].some((unit) => contains(unit, run.fn)),
  );
  if (reachable || !run.surely) slice.warn(module, expression, text);
  else throw slice.error(module, expression, text);
}
