// `data.tables.photos.name.get()`: follows the properties that the source reads from a captured variable down to an
// Output, plain data or a function, and replaces the expression by it.
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";
import { AnyFunction } from "./inspector";
import { Frame } from "./module-slice";
import {
  containsResource,
  isOutput,
  isPlainData,
  isResource,
  onlyOnce,
  writeData,
} from "./plain-data";
import { hasGetter, step } from "./property-chain";
import type { References } from "./references";

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
    if (path.length > 1 && isPlainData(value)) {
      captureData(references, node, path, value, owner, container);
      return;
    }
    if (typeof value === "function") {
      if (path.length > 1 && isMethod(receiver, path[path.length - 1])) {
        throw methodError(references, node, path, receiver);
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

  const name = path.join(".");
  if (isResource(value) || containsResource(value)) {
    throw slice.deploymentOnlyError(
      module,
      node,
      `captures ${name}, a Pulumi resource. Capture one of its outputs instead, for example ${name}.${exampleOutput(value)}.get().`,
    );
  }
  if (value instanceof Promise) {
    throw slice.error(
      module,
      node,
      `captures ${name}, a Promise made while deploying. Wrap it outside: const value = pulumi.output(${name}), and read value.get() in the handler.`,
    );
  }
  throw instanceError(references, node, name, value);
}

function getterError(references: References, node: ts.Node, path: readonly string[]): Error {
  return references.slice.error(
    references.module,
    node,
    `captures ${path.join(".")}, which a getter computes each time it is read. Read it outside and capture the value, or ` +
      "give the handler a function that computes it.",
  );
}

function instanceError(references: References, node: ts.Node, name: string, value: unknown): Error {
  const className = (value as object | undefined)?.constructor?.name ?? typeof value;
  return references.slice.error(
    references.module,
    node,
    `captures ${name} (${className}), which is neither plain data nor an Output and can't be made again from source. ` +
      "Make it inside the handler or at module level, or capture the properties it needs.",
  );
}

function methodError(
  references: References,
  node: ts.Node,
  path: readonly string[],
  receiver: unknown,
): Error {
  if (!isResource(receiver)) {
    return instanceError(references, node, path.slice(0, -1).join("."), receiver);
  }
  return references.slice.deploymentOnlyError(
    references.module,
    node,
    `calls ${path.join(".")}(), a method of a Pulumi resource, which exists only while deploying. Call it outside and capture its result.`,
  );
}

function exampleOutput(value: unknown): string {
  if (!isResource(value)) return "id";
  const fields = value as unknown as Record<string, unknown>;
  return ["name", "arn", "id"].find((field) => isOutput(fields[field])) ?? "id";
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
  if (!isRead && (ts.isTemplateSpan(node.parent) || isConcatenation(node))) {
    throw slice.error(
      module,
      node,
      `puts the Output ${path.join(".")} into a text. Read its value: ${path.join(".")}.get().`,
    );
  }
  const captured = slice.addOutput(module, node, { path: [...path], output, owner, container });
  replace(references, node, () => {
    const read = slice.readExpression(captured);
    return isRead ? read : `({get:()=>${read}})`;
  });
}

const isConcatenation = (node: ts.Expression): boolean =>
  ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.PlusToken;

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
