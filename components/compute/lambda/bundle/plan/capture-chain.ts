// `data.tables.photos.name.get()`: follows the properties that the source reads from a captured variable down to an
// Output, plain data or a function, and decides what stands there instead.
import * as ts from "typescript";
import { AnyFunction } from "../live/inspector";
import {
  containsResource,
  hasGetter,
  isOutput,
  isPlainData,
  isResource,
  memberOf,
} from "../live/plain-data";
import { Step, step, textOf, wholeExpression } from "../source/syntax";
import { Finding, Refusal, refusal, Use } from "./findings";

/** True when the source goes on from here, property by property, to an Output within plain objects. */
export const readsOutput = (expression: ts.Expression, root: unknown): boolean =>
  reads(expression, root, isOutput);

/** The same for what can be captured by itself: an Output, plain data or a function. */
export const readsMember = (expression: ts.Expression, root: unknown): boolean =>
  reads(expression, root, (value) => typeof value === "function" || isPlainData(value));

function reads(
  expression: ts.Expression,
  root: unknown,
  isWanted: (value: unknown) => boolean,
): boolean {
  let value = root;
  for (let next = step(expression); next; next = step(next.node)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, next.name))
      return false;
    value = memberOf(value, next.name).value;
    if (isWanted(value)) return true;
  }
  return false;
}

/** @param isNamespace True for `import * as`: a function in it is no method. */
export function captureChain(use: Use, root: unknown, isNamespace = false): Finding {
  const { part, owner, container } = use;
  let path: readonly string[] = [use.identifier.text];
  let node: ts.Expression = use.identifier;
  let value = root;
  let receiver: unknown;
  for (;;) {
    const next = step(node);
    if (isOutput(value)) {
      const captured = { kind: "output", path, output: value, owner, container } as const;
      if (next?.name === "get" && isCallOf(next.node)) {
        return { ...captured, replaces: next.node.parent as ts.Expression, isRead: true };
      }
      if (!next || next.name === "get") {
        return misuse(use, node, path.join(".")) ?? { ...captured, replaces: node, isRead: false };
      }
      if (next.name === "apply" || next.name === "all") {
        return refusal(
          part,
          node,
          `calls ${next.name}() on ${path.join(".")}: in Lambda a captured Output has only get(). Call ${next.name}() outside and capture its result.`,
        );
      }
    } else {
      if (path.length > 1 && isPlainData(value) && !readsOutput(node, value)) {
        return captureMember(use, node, path, value);
      }
      if (typeof value === "function") {
        // A function found on a class's prototype needs its object; one stored in a plain object doesn't.
        const isMethod =
          path.length > 1 && isObject(receiver) && !Object.hasOwn(receiver, path[path.length - 1]);
        return isMethod
          ? refusedMethod(use, node, path, receiver)
          : { kind: "function", replaces: node, fn: value as AnyFunction };
      }
      if (!next || !isObject(value)) return refusedValue(use, node, path.join("."), value);
      receiver = isNamespace && path.length === 1 ? undefined : value;
    }
    path = [...path, next.name];
    const member = memberRead(value, next);
    if (member.isComputed) {
      return refusal(
        part,
        next.node,
        `captures ${path.join(".")}, which a getter computes each time it is read. Read it outside and capture the value, or ` +
          "give the handler a function that computes it.",
      );
    }
    value = member.value;
    node = next.node;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A property of an Output is an Output; those of resources may be made by getters. */
function memberRead(from: object, { name }: Step): { value: unknown; isComputed: boolean } {
  const isGetter = !isOutput(from) && !isResource(from) && hasGetter(from, name);
  const value = (from as Record<string, unknown>)[name];
  return { value, isComputed: isGetter && !isOutput(value) && !isResource(value) };
}

const isCallOf = (node: ts.Expression): boolean =>
  ts.isCallExpression(node.parent) &&
  node.parent.expression === node &&
  node.parent.arguments.length === 0;

function captureMember(
  { part, owner, container }: Use,
  node: ts.Expression,
  path: readonly string[],
  value: unknown,
): Finding {
  const name = part.module.unusedName(path.join("_"));
  const captured = { name, value, path, constant: false, reference: node, container };
  return { kind: "value", owner, value: captured, replaces: node };
}

/** What is never right with an Output itself: a text made of it, or a comparison with a value. */
function misuse({ part }: Use, node: ts.Expression, name: string): Refusal | undefined {
  const { parent } = wholeExpression(node);
  const operator = ts.isBinaryExpression(parent) ? parent.operatorToken.getText() : "";
  const isText = ts.isTemplateSpan(parent) || operator === "+" || operator === "+=";
  const isCompared =
    ts.isSwitchStatement(parent) ||
    (ts.isBinaryExpression(parent) &&
      /^[!=]==?$/.test(operator) &&
      !isNothing(parent.left) &&
      !isNothing(parent.right));
  if (!isText && !isCompared) return undefined;
  const what = isText
    ? `puts the Output ${name} into a text`
    : `compares the Output ${name} itself, which no value is equal to`;
  return refusal(part, node, `${what}. Read its value: ${name}.get().`);
}

/** Whether there is an Output at all may be asked. */
const isNothing = (expression: ts.Expression): boolean =>
  expression.kind === ts.SyntaxKind.NullKeyword ||
  ts.isVoidExpression(expression) ||
  textOf(expression) === "undefined";

/** A value that is neither plain data nor an Output nor a function, and what to capture instead. */
function refusedValue({ part }: Use, node: ts.Node, name: string, value: unknown): Refusal {
  const found = resourceWithin(value);
  if (found?.path.length === 0) {
    return refusal(
      part,
      node,
      `captures ${name}, a Pulumi resource. Capture one of its outputs instead, for example ${name}.${exampleOutput(found.resource)}.get().`,
      true,
    );
  }
  if (found) {
    const output = `${name}${found.path.map(accessText).join("")}.${exampleOutput(found.resource)}`;
    const key = found.path[found.path.length - 1];
    const map = typeof key === "number" ? `[${output}]` : `{ ${propertyText(key)}: ${output} }`;
    return refusal(
      part,
      node,
      `captures ${name}, which holds Pulumi resources. Name the output that is needed, for example ${output}.get(). ` +
        `Where the key is computed, make a map of Outputs outside, such as ${map}, and read map[key].get().`,
      true,
    );
  }
  if (value instanceof Promise) {
    return refusal(
      part,
      node,
      `captures ${name}, a Promise made while deploying. Wrap it outside: const value = pulumi.output(${name}), and read value.get() in the handler.`,
    );
  }
  const className = (value as object | undefined)?.constructor?.name ?? typeof value;
  return refusal(
    part,
    node,
    `captures ${name} (${className}), which is neither plain data nor an Output and can't be made again from source. ` +
      "Make it inside the handler or at module level, or capture the properties it needs.",
  );
}

/** A function that was found on its object's class. */
function refusedMethod(
  use: Use,
  node: ts.Node,
  path: readonly string[],
  receiver: unknown,
): Refusal {
  return isResource(receiver)
    ? refusal(
        use.part,
        node,
        `calls ${path.join(".")}(), a method of a Pulumi resource, which exists only while deploying. Call it outside and capture its result.`,
        true,
      )
    : refusedValue(use, node, path.slice(0, -1).join("."), receiver);
}

function exampleOutput(resource: object): string {
  const fields = resource as Record<string, unknown>;
  return ["name", "arn", "id"].find((field) => isOutput(fields[field])) ?? "id";
}

type Key = string | number;

/** The first resource within objects and lists. */
function resourceWithin(value: unknown): { resource: object; path: Key[] } | undefined {
  if (isResource(value)) return { resource: value, path: [] };
  if (!containsResource(value)) return undefined;
  const parts: [Key, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value as object);
  for (const [key, part] of parts) {
    const found = resourceWithin(part);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

const isIdentifier = (key: string): boolean => /^[A-Za-z_$][\w$]*$/.test(key);
const propertyText = (key: string): string => (isIdentifier(key) ? key : JSON.stringify(key));
const accessText = (key: Key): string =>
  typeof key === "string" && isIdentifier(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
