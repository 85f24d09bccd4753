// Why a captured value can't get into the bundle, and what to capture instead.
import * as ts from "typescript";
import { containsResource, isOutput, isResource } from "../live/plain-data";
import type { References } from "./references";

/** A value that is neither plain data nor an Output nor a function. */
export function refusedValue(
  { slice, module }: References,
  node: ts.Node,
  name: string,
  value: unknown,
): Error {
  if (isResource(value)) {
    return slice.deploymentOnlyError(
      module,
      node,
      `captures ${name}, a Pulumi resource. Capture one of its outputs instead, for example ${name}.${exampleOutput(value)}.get().`,
    );
  }
  const found = resourceWithin(value);
  if (found) {
    const output = `${name}${found.path.map(accessText).join("")}.${exampleOutput(found.resource)}`;
    const key = found.path[found.path.length - 1];
    const map = typeof key === "number" ? `[${output}]` : `{ ${propertyText(key)}: ${output} }`;
    return slice.deploymentOnlyError(
      module,
      node,
      `captures ${name}, which holds Pulumi resources. Name the output that is needed, for example ${output}.get(). ` +
        `Where the key is computed, make a map of Outputs outside, such as ${map}, and read map[key].get().`,
    );
  }
  if (value instanceof Promise) {
    return slice.error(
      module,
      node,
      `captures ${name}, a Promise made while deploying. Wrap it outside: const value = pulumi.output(${name}), and read value.get() in the handler.`,
    );
  }
  const className = (value as object | undefined)?.constructor?.name ?? typeof value;
  return slice.error(
    module,
    node,
    `captures ${name} (${className}), which is neither plain data nor an Output and can't be made again from source. ` +
      "Make it inside the handler or at module level, or capture the properties it needs.",
  );
}

/** A function that was found on its object's class. */
export function refusedMethod(
  references: References,
  node: ts.Node,
  path: readonly string[],
  receiver: unknown,
): Error {
  if (!isResource(receiver)) {
    return refusedValue(references, node, path.slice(0, -1).join("."), receiver);
  }
  return references.slice.deploymentOnlyError(
    references.module,
    node,
    `calls ${path.join(".")}(), a method of a Pulumi resource, which exists only while deploying. Call it outside and capture its result.`,
  );
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
