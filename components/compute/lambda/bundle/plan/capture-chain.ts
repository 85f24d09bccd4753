// `data.tables.photos.name.get()`: follows the properties that the source reads from a captured variable down to an
// Output, plain data or a function, and replaces the expression by it.
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";
import { AnyFunction } from "../live/inspector";
import { Frame } from "./module-slice";
import { importStandIn, standIn } from "../write/output-stand-in";
import { isOutput, isPlainData, isResource, onlyOnce, writeData } from "../live/plain-data";
import { hasGetter, readsOutput, step, wholeExpression } from "../source/property-chain";
import type { References } from "./references";
import { refusedMethod, refusedValue } from "./refused-values";

export function captureChain(
  references: References,
  identifier: ts.Identifier,
  root: unknown,
  owner: Frame,
  container: ts.Node,
  isNamespace = false,
): void {
  const { slice, module } = references;
  const path = [identifier.text];
  let node: ts.Expression = identifier;
  let value = root;
  let receiver: unknown;

  for (;;) {
    const next = step(node);
    if (isOutput(value)) {
      if (next?.name === "get" && isCallOf(next.node)) {
        captureOutput(
          references,
          next.node.parent as ts.Expression,
          path,
          value,
          true,
          owner,
          container,
        );
        return;
      }
      if (next?.name === "apply" || next?.name === "all") {
        throw slice.error(
          module,
          node,
          `calls ${next.name}() on ${path.join(".")}: in Lambda a captured Output has only get(). Call ${next.name}() outside and capture its result.`,
        );
      }
      if (next && next.name !== "get") {
        path.push(next.name);
        value = (value as unknown as Record<string, unknown>)[next.name];
        node = next.node;
        continue;
      }
      captureOutput(references, node, path, value, false, owner, container);
      return;
    }
    if (path.length > 1 && isPlainData(value) && !readsOutput(node, value)) {
      captureData(references, node, path, value, owner, container);
      return;
    }
    if (typeof value === "function") {
      if (path.length > 1 && isMethod(receiver, path[path.length - 1])) {
        throw refusedMethod(references, node, path, receiver);
      }
      captureFunction(references, node, value as AnyFunction);
      return;
    }
    if (!next || typeof value !== "object" || value === null) break;
    receiver = isNamespace && path.length === 1 ? undefined : value;
    path.push(next.name);
    const isComputed = !isResource(value) && hasGetter(value, next.name);
    value = (value as Record<string, unknown>)[next.name];
    if (isComputed && !isOutput(value) && !isResource(value)) {
      throw getterError(references, next.node, path);
    }
    node = next.node;
  }

  throw refusedValue(references, node, path.join("."), value);
}

function getterError(references: References, node: ts.Node, path: readonly string[]): Error {
  return references.slice.error(
    references.module,
    node,
    `captures ${path.join(".")}, which a getter computes each time it is read. Read it outside and capture the value, or ` +
      "give the handler a function that computes it.",
  );
}

const isCallOf = (node: ts.Expression): boolean =>
  ts.isCallExpression(node.parent) &&
  node.parent.expression === node &&
  node.parent.arguments.length === 0;

/** A function found on a class's prototype needs its object; one stored in a plain object doesn't. */
function isMethod(receiver: unknown, name: string): boolean {
  return typeof receiver === "object" && receiver !== null && !Object.hasOwn(receiver, name);
}

function captureOutput(
  references: References,
  node: ts.Expression,
  path: readonly string[],
  output: pulumi.Output<unknown>,
  isRead: boolean,
  owner: Frame,
  container: ts.Node,
): void {
  const { slice, module } = references;
  const misuse = isRead ? undefined : misuseOf(node);
  if (misuse) {
    const name = path.join(".");
    throw slice.error(module, node, `${misuse(name)}. Read its value: ${name}.get().`);
  }
  const captured = slice.addOutput(module, node, { path: [...path], output, owner, container });
  if (isRead) {
    replace(references, node, () => slice.readExpression(captured));
    return;
  }
  importStandIn(module);
  replace(references, node, () => standIn(slice, module, captured));
}

/** What is never right with an Output itself: a text made of it, or a comparison with a value. */
function misuseOf(node: ts.Expression): ((name: string) => string) | undefined {
  const whole = wholeExpression(node);
  const { parent } = whole;
  const inText = (name: string) => `puts the Output ${name} into a text`;
  const compared = (name: string) =>
    `compares the Output ${name} itself, which no value is equal to`;
  if (ts.isTemplateSpan(parent)) return inText;
  if (ts.isSwitchStatement(parent)) return compared;
  if (!ts.isBinaryExpression(parent)) return undefined;
  switch (parent.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken:
    case ts.SyntaxKind.PlusEqualsToken:
      return inText;
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      // Whether there is an Output at all may be asked.
      return isNothing(parent.left) || isNothing(parent.right) ? undefined : compared;
    default:
      return undefined;
  }
}

const isNothing = (expression: ts.Expression): boolean =>
  expression.kind === ts.SyntaxKind.NullKeyword ||
  ts.isVoidExpression(expression) ||
  (ts.isIdentifier(expression) && expression.text === "undefined");

function captureData(
  references: References,
  node: ts.Expression,
  path: readonly string[],
  value: unknown,
  owner: Frame,
  container: ts.Node,
): void {
  const known = owner.valueAt(path, container);
  const name = known?.name ?? references.module.unusedName(path.join("_"));
  if (!known) {
    owner.values.add({
      name,
      value,
      path: [...path],
      constant: false,
      reference: node,
      container,
    });
    addOutputsWithin(references, node, value, path, owner, container);
  }
  replace(references, node, () => name);
}

/** Registers the Outputs that sit in plain data; they are written where the data is. */
export function addOutputsWithin(
  references: References,
  reference: ts.Node,
  value: unknown,
  path: readonly string[],
  owner: Frame,
  container: ts.Node,
): void {
  const { slice, module } = references;
  const add = (output: pulumi.Output<unknown>, found: readonly string[]) => {
    slice.addOutput(module, reference, { path: [...found], output, owner, container });
    importStandIn(module);
    return "0";
  };
  writeData(value, onlyOnce(add), path);
}

/** Replaces an expression by a function that is captured with its surroundings. */
export function captureFunction(
  references: References,
  node: ts.Expression,
  fn: AnyFunction,
): void {
  const { slice, module } = references;
  const [target, captured] = slice.capture(fn, slice.place(module, node));
  if (target === module) {
    references.noteUse(node, captured);
    replace(references, node, () => captured.exportName);
    return;
  }
  const local = module.unusedName(captured.exportName + "_" + target.id);
  module.imports.set(local, {
    local,
    from: `slice:${target.id}`,
    imported: captured.exportName,
  });
  replace(references, node, () => local);
}

function replace(references: References, node: ts.Expression, text: () => string): void {
  const tree = references.module.file.tree;
  const prefix = ts.isShorthandPropertyAssignment(node.parent) ? `${node.getText(tree)}:` : "";
  const start = node.getStart(tree);
  references.frame.edits.set(start, { start, end: node.end, text: () => prefix + text() });
}
