// Which members the source of an object makes: those of its literal, and what each statement that comes along changes.
import * as ts from "typescript";
import { Change, changesArgument } from "./variable-changes";

export interface MadeMembers {
  /** Members by name, with their source where it is there to see. */
  readonly named: Map<string, ts.Node | undefined>;
  /** How many more there may be, whose names only running the source would tell. */
  unnamed: number;
}

const none = (): MadeMembers => ({ named: new Map(), unnamed: 0 });

/** What an expression makes; undefined where that can't be seen, as with a call. */
export function membersMadeBy(source: ts.Node | undefined): MadeMembers | undefined {
  if (!source) return undefined;
  const node = unwrapped(source);
  if (ts.isObjectLiteralExpression(node)) return ofObject(node);
  if (ts.isArrayLiteralExpression(node)) return ofList(node);
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    return ofCollection(node.expression.text, node.arguments ?? []);
  }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) {
    return none();
  }
  return undefined;
}

/** Without what changes the type alone. */
export function unwrapped(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
    ? unwrapped(node.expression)
    : node;
}

/** The value of a literal: text, a number, true, false or null. */
export function literalValue(source: ts.Node): { readonly value: unknown } | undefined {
  const node = unwrapped(source);
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { value: false };
    case ts.SyntaxKind.NullKeyword:
      return { value: null };
  }
  return undefined;
}

function ofObject({ properties }: ts.ObjectLiteralExpression): MadeMembers | undefined {
  const made = none();
  for (const property of properties) {
    if (ts.isSpreadAssignment(property)) return undefined;
    const key = keyOf(property.name);
    if (key === undefined) made.unnamed++;
    else made.named.set(key, ts.isPropertyAssignment(property) ? property.initializer : undefined);
  }
  return made;
}

function keyOf(name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name)) return literalKey(name.expression);
  return ts.isIdentifier(name) ? name.text : literalKey(name);
}

const literalKey = (node: ts.Node): string | undefined =>
  ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) ? node.text : undefined;

function ofList({ elements }: ts.ArrayLiteralExpression): MadeMembers | undefined {
  if (elements.some(ts.isSpreadElement)) return undefined;
  const made = none();
  elements.forEach((each, index) => {
    if (!ts.isOmittedExpression(each)) made.named.set(String(index), each);
  });
  return made;
}

function ofCollection(
  name: string,
  [content, ...more]: readonly ts.Expression[],
): MadeMembers | undefined {
  if (name !== "Map" && name !== "Set") return undefined;
  if (!content) return none();
  if (more.length > 0 || !ts.isArrayLiteralExpression(content)) return undefined;
  if (content.elements.some(ts.isSpreadElement)) return undefined;
  const made = none();
  if (name === "Set") made.unnamed = content.elements.length;
  else for (const each of content.elements) addEntry(made, each);
  return made;
}

function addEntry(made: MadeMembers, entry: ts.Expression): void {
  const key = ts.isArrayLiteralExpression(entry) ? literalKey(entry.elements[0]) : undefined;
  if (key === undefined) made.unnamed++;
  else made.named.set(key, (entry as ts.ArrayLiteralExpression).elements[1]);
}

/** A change of what a variable holds, seen from one of the objects on the way there. */
export interface Effect {
  readonly change: Change;
  /** The members from this object to the one that is changed; undefined for one whose name can't be told. */
  readonly path: readonly (string | undefined)[];
  /** False where the change goes through a call: what that gives may be anything. */
  readonly known: boolean;
}

export function effectOf(change: Change): Effect {
  const { expression, target, variable } = change;
  const path: (string | undefined)[] = [];
  // The last step names the member that is changed, or the method that is called.
  const isArgument = ts.isCallExpression(expression) && changesArgument(expression);
  let node: ts.Node = isArgument ? target : (target as Step).expression;
  for (; node !== variable; node = (node as Step).expression) {
    if (ts.isCallExpression(node)) return { change, path: [], known: false };
    if (ts.isPropertyAccessExpression(node)) path.unshift(node.name.text);
    if (ts.isElementAccessExpression(node)) path.unshift(literalKey(node.argumentExpression));
  }
  return { change, path, known: !ts.isCallExpression(target) };
}

type Step = ts.Expression & { readonly expression: ts.Expression };

/** Takes a change of this very object in; false where it could do anything. */
export function applyChange(made: MadeMembers, effect: Effect, value: unknown): boolean {
  const { expression, target } = effect.change;
  if (!effect.known) return false;
  if (ts.isCallExpression(expression)) {
    return changesArgument(expression)
      ? applyToArgument(made, expression)
      : applyCall(made, expression, value);
  }
  const key = ts.isPropertyAccessExpression(target)
    ? target.name.text
    : ts.isElementAccessExpression(target)
      ? literalKey(target.argumentExpression)
      : undefined;
  if (ts.isDeleteExpression(expression)) return key !== undefined && made.named.delete(key);
  const simple =
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (key === undefined) made.unnamed++;
  else made.named.set(key, simple ? expression.right : undefined);
  return true;
}

function applyCall(made: MadeMembers, call: ts.CallExpression, value: unknown): boolean {
  const method = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : "";
  const [first, second] = call.arguments;
  if (call.arguments.some(ts.isSpreadElement)) return false;
  if (value instanceof Map && method === "set") {
    const key = literalKey(first);
    if (key === undefined) made.unnamed++;
    else made.named.set(key, second);
    return true;
  }
  const adds =
    (Array.isArray(value) && method === "push") || (value instanceof Set && method === "add");
  if (adds) made.unnamed += call.arguments.length;
  return adds;
}

function applyToArgument(made: MadeMembers, call: ts.CallExpression): boolean {
  const [, ...given] = call.arguments;
  const method = (call.expression as ts.PropertyAccessExpression).name.text;
  if (method === "defineProperty" || method === "set") {
    const key = literalKey(given[0]);
    if (key === undefined) made.unnamed++;
    else made.named.set(key, undefined);
    return true;
  }
  const from = method === "assign" ? given.map((each) => membersMadeBy(each)) : [undefined];
  for (const each of from) {
    if (!each) return false;
    each.named.forEach((source, key) => made.named.set(key, source));
    made.unnamed += each.unnamed;
  }
  return true;
}
