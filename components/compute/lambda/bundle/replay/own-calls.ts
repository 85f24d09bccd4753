// Whether a value of the program can be what the handler's own calls made of it: then another call in Lambda makes it
// again, and that it is missing at the start may be right. Names alone are looked at: in doubt they can.
import * as ts from "typescript";
import { bundledParts, Plan } from "../plan/plan";
import type { ParsedFile } from "../source/source-file";
import { assignedIn, callsFiller, someNode, textOf, walk } from "../source/syntax";
import { changesArgument } from "../source/variable-changes";

/** @param steps As in a fingerprint, from the variable to what differs. */
export function mayComeAbout(plan: Plan, variable: string, steps: readonly string[]): boolean {
  const last = steps.at(-1);
  if (last === undefined) return true;
  const name = nameOf(last);
  const container = [variable, ...steps.slice(0, -1).map(nameOf)].at(-1) ?? variable;
  const isMember = /^[.#']/.test(last);
  const isElement = !isMember || /^\d+$/.test(name);
  return reachable(plan).some(({ file, node }) =>
    someNode(
      node,
      (each) =>
        passesOn(each, variable) ||
        (isMember && assigns(each, name)) ||
        (isElement && fills(file, each, container)),
    ),
  );
}

/** The name in a step. */
export const nameOf = (step: string): string => step.replace(/^('\S+ |[.=+](get |set |key )?)/, "");

/** A function in the bundle; without a name one that code may call which doesn't mention it. */
interface Code {
  readonly file: ParsedFile;
  readonly node: ts.Node;
  readonly name?: string;
}

const known = new WeakMap<Plan, readonly Code[]>();

/** The handler, and the functions in the bundle whose names it mentions, itself or through others. */
function reachable(plan: Plan): readonly Code[] {
  const before = known.get(plan);
  if (before) return before;
  const functions = functionsOf(plan);
  const found = new Set(functions.filter(({ name }) => name === undefined));
  const names = new Set<string>();
  for (const { node } of found) {
    walk(node, (each) => void names.add(textOf(each) ?? ""));
    functions.filter(({ name = "" }) => names.has(name)).forEach((each) => found.add(each));
  }
  known.set(plan, [...found]);
  return [...found];
}

function functionsOf(plan: Plan): Code[] {
  return bundledParts(plan).flatMap(({ file, node: part, loads }) => {
    const found: Code[] = [];
    walk(part, (node) => {
      if (!ts.isFunctionLike(node) || !("body" in node)) return;
      found.push({ file, node, name: !loads && node === part ? undefined : nameOfFunction(node) });
    });
    return found;
  });
}

function nameOfFunction(node: ts.SignatureDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(node)) return node.parent.name?.text;
  const { parent } = node;
  const isNamed =
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent);
  const name = node.name ?? (isNamed ? parent.name : undefined);
  return name && textOf(name);
}

/** `x.name = ...`, `name++`, `delete x.name`, `Object.assign(...)`; of a new object's own constructor it means that one. */
function assigns(node: ts.Node, name: string): boolean {
  if (ts.isCallExpression(node)) return changesArgument(node);
  const target = assignedIn(node);
  const isInConstructor =
    target && ts.isConstructorDeclaration(ts.findAncestor(node, ts.isFunctionLike) ?? node);
  return (
    target !== undefined &&
    someNode(target, (each) => {
      if (ts.isElementAccessExpression(each)) {
        const { argumentExpression: key } = each;
        return !ts.isStringLiteralLike(key) || key.text === name;
      }
      if (ts.isPropertyAccessExpression(each)) {
        const isOfNew = isInConstructor && each.expression.kind === ts.SyntaxKind.ThisKeyword;
        return each.name.text === name && !isOfNew;
      }
      return ts.isIdentifier(each) && each.text === name && !ts.isPropertyAccessExpression(each.parent); // prettier-ignore
    })
  );
}

/** `container.set(...)`, also where the object goes by another name. */
function fills(file: ParsedFile, node: ts.Node, container: string): boolean {
  const target = assignedIn(node);
  if (target && ts.isElementAccessExpression(target)) return true;
  if (!callsFiller(node)) return false;
  const { expression: receiver } = node.expression as ts.PropertyAccessExpression;
  if (ts.isPropertyAccessExpression(receiver)) return receiver.name.text === container;
  if (!ts.isIdentifier(receiver) || receiver.text === container) return true;
  const [declaration] = file.declarationsOf(receiver);
  if (!declaration || ts.isImportSpecifier(declaration)) return false;
  const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const isFresh =
    made &&
    (ts.isNewExpression(made) ||
      ts.isArrayLiteralExpression(made) ||
      ts.isObjectLiteralExpression(made));
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
  return !harmless.test(textOf(called) ?? "");
}
