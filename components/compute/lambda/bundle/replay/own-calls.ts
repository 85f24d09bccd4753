// Whether a value of the program can be what the handler's own calls made of it: then another call in Lambda makes it
// again, and that it is missing at the start may be right. Names alone are looked at: in doubt they can.
import * as ts from "typescript";
import { bundledParts } from "../plan/bundled-parts";
import type { Slice } from "../plan/slice";
import type { ParsedFile } from "../source/source-file";

/** @param steps As in a fingerprint, from the variable to what differs. */
export function mayComeAbout(slice: Slice, variable: string, steps: readonly string[]): boolean {
  const last = steps.at(-1);
  if (last === undefined) return true;
  const name = nameOf(last);
  const container = [variable, ...steps.slice(0, -1).map(nameOf)].at(-1) ?? variable;
  const isMember = /^[.#']/.test(last);
  return reachable(slice).some(({ file, node }) =>
    some(node, (each) => {
      if (passesOn(each, variable)) return true;
      if (isMember && assigns(each, name)) return true;
      return (!isMember || /^\d+$/.test(name)) && fills(file, each, container);
    }),
  );
}

/** The name in a step. */
export const nameOf = (step: string): string => step.replace(/^('\S+ |[.=+](get |set |key )?)/, "");

interface Code {
  readonly file: ParsedFile;
  readonly node: ts.Node;
}

const known = new WeakMap<Slice, readonly Code[]>();

/** The handler, and the functions in the bundle whose names it mentions, itself or through others. */
function reachable(slice: Slice): readonly Code[] {
  const before = known.get(slice);
  if (before) return before;
  const functions = functionsOf(slice);
  const found = new Set<Code>(functions.filter(({ name }) => name === undefined));
  const names = new Set<string>();
  for (const code of found) {
    some(code.node, (each) => {
      if (ts.isIdentifier(each) || ts.isPrivateIdentifier(each) || ts.isStringLiteralLike(each)) {
        names.add(each.text);
      }
      return false;
    });
    functions.filter(({ name }) => name !== undefined && names.has(name)).forEach((each) => found.add(each)); // prettier-ignore
  }
  const result = [...found];
  known.set(slice, result);
  return result;
}

/** All functions of the bundle; without a name those that code may call which doesn't mention them. */
function functionsOf(slice: Slice): (Code & { readonly name?: string })[] {
  return bundledParts(slice).flatMap(({ file, node: part, loads }) => {
    const found: (Code & { readonly name?: string })[] = [];
    some(part, (node) => {
      if (!ts.isFunctionLike(node) || !("body" in node)) return false;
      found.push({ file, node, name: !loads && node === part ? undefined : nameOfFunction(node) });
      return false;
    });
    return found;
  });
}

function nameOfFunction(node: ts.SignatureDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(node)) return node.parent.name?.text;
  if (node.name) return ts.isComputedPropertyName(node.name) ? undefined : textOf(node.name);
  const { parent } = node;
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    // prettier-ignore
    return ts.isComputedPropertyName(parent.name) ? undefined : textOf(parent.name);
  }
  return undefined;
}

const textOf = (name: ts.Node): string | undefined =>
  ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)
    ? name.text
    : undefined;

function some(root: ts.Node, is: (node: ts.Node) => boolean): boolean {
  const visit = (node: ts.Node): boolean =>
    !ts.isTypeNode(node) && (is(node) || (ts.forEachChild(node, visit) ?? false));
  return visit(root);
}

const changing = /^(assign|definePropert(y|ies)|set|setPrototypeOf|deleteProperty)$/;

/** `x.name = ...`, `name++`, `delete x.name`, `Object.assign(...)`; of a new object's own constructor it means that one. */
function assigns(node: ts.Node, name: string): boolean {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression: of, name: method } = node.expression;
    return ts.isIdentifier(of) && /^(Object|Reflect)$/.test(of.text) && changing.test(method.text);
  }
  const target = assignedIn(node);
  if (!target) return false;
  const isOwn = ts.findAncestor(node, ts.isFunctionLike);
  return some(target, (each) => {
    if (ts.isElementAccessExpression(each)) {
      const { argumentExpression: key } = each;
      return !ts.isStringLiteralLike(key) || key.text === name;
    }
    if (ts.isPropertyAccessExpression(each)) {
      const isOfNew = each.expression.kind === ts.SyntaxKind.ThisKeyword && isOwn !== undefined && ts.isConstructorDeclaration(isOwn); // prettier-ignore
      return each.name.text === name && !isOfNew;
    }
    return ts.isIdentifier(each) && each.text === name && !ts.isPropertyAccessExpression(each.parent); // prettier-ignore
  });
}

function assignedIn(node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const is = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return is ? node.left : undefined;
  }
  if (ts.isDeleteExpression(node)) return node.expression;
  const isStep = ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)); // prettier-ignore
  return isStep ? node.operand : undefined;
}

const fillers =
  /^(add|set|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/;

/** `container.set(...)`, also where the object goes by another name. */
function fills(file: ParsedFile, node: ts.Node, container: string): boolean {
  const target = assignedIn(node);
  if (target && ts.isElementAccessExpression(target)) return true;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  if (!fillers.test(node.expression.name.text)) return false;
  const { expression: receiver } = node.expression;
  if (ts.isPropertyAccessExpression(receiver)) return receiver.name.text === container;
  if (!ts.isIdentifier(receiver)) return true;
  if (receiver.text === container) return true;
  const [declaration] = file.declarationsOf(receiver);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return declaration !== undefined && !ts.isImportSpecifier(declaration); // prettier-ignore
  const { initializer } = declaration;
  const isFresh = initializer && (ts.isNewExpression(initializer) || ts.isArrayLiteralExpression(initializer) || ts.isObjectLiteralExpression(initializer)); // prettier-ignore
  return !isFresh;
}

/** Built-in functions that change nothing of what they get. */
const harmless = /^(JSON|console|Object|Array|Number|String|Boolean|Math|Promise|Symbol|structuredClone|isNaN)$/; // prettier-ignore

/** `change(variable)`, where nothing is known of what is called. */
function passesOn(node: ts.Node, variable: string): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  const isGiven = node.arguments?.some((each) => ts.isIdentifier(each) && each.text === variable);
  if (!isGiven) return false;
  let called: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(called)) called = called.expression;
  return !(ts.isIdentifier(called) && harmless.test(called.text));
}
