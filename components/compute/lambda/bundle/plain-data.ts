// Data that can be written down as a JavaScript expression. Captured Outputs inside it are written by the caller.
import * as pulumi from "@pulumi/pulumi";

export const isOutput = (value: unknown): value is pulumi.Output<unknown> =>
  pulumi.Output.isInstance(value);
export const isResource = (value: unknown): value is pulumi.Resource =>
  pulumi.Resource.isInstance(value);

/** Writes one captured Output, found at this path below the captured variable. */
export type WriteOutput = (output: pulumi.Output<unknown>, path: readonly string[]) => string;

/** The expression for a value; undefined when it isn't plain data (a function, a class instance, a cycle). */
export function writeData(
  value: unknown,
  writeOutput: WriteOutput,
  path: readonly string[] = [],
  ancestors: readonly unknown[] = [],
): string | undefined {
  if (isOutput(value)) return writeOutput(value, path);
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "symbol": {
      const key = Symbol.keyFor(value);
      return key === undefined ? undefined : `Symbol.for(${JSON.stringify(key)})`;
    }
    case "function":
      return undefined;
  }
  if (value === null) return "null";
  if (isResource(value) || ancestors.includes(value)) return undefined;
  const inner = (part: unknown, key: string) =>
    writeData(part, writeOutput, [...path, key], [...ancestors, value]);
  if (Array.isArray(value)) return writeList(value, inner, "[", "]");
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return writeObject(value as Record<string, unknown>, inner);
  }
  return writeBuiltIn(value as object, inner);
}

type WritePart = (part: unknown, key: string) => string | undefined;

function writeList(
  parts: readonly unknown[],
  inner: WritePart,
  open: string,
  close: string,
): string | undefined {
  const written = Array.from(parts, (part, index) => inner(part, String(index)));
  return written.includes(undefined) ? undefined : `${open}${written.join(",")}${close}`;
}

function writeObject(value: Record<string, unknown>, inner: WritePart): string | undefined {
  const members: string[] = [];
  for (const key of Object.keys(value)) {
    const getter = Object.getOwnPropertyDescriptor(value, key)?.get;
    // TypeScript's re-exports are getters too; those without side effects on values are read as data.
    const written = inner(getter ? getter.call(value) : value[key], key);
    if (written === undefined) return undefined;
    members.push(`${key === "__proto__" ? `["__proto__"]` : JSON.stringify(key)}:${written}`);
  }
  if (Object.getOwnPropertySymbols(value).length > 0) return undefined;
  return `{${members.join(",")}}`;
}

/** Built-in classes whose whole state can be read; only the classes themselves, not what extends them. */
function writeBuiltIn(value: object, inner: WritePart): string | undefined {
  if (Object.keys(value).some((key) => !/^\d+$/.test(key))) return undefined;
  switch (Object.getPrototypeOf(value)) {
    case RegExp.prototype:
      return String(value);
    case Date.prototype:
      return `new Date(${(value as Date).getTime()})`;
    case URL.prototype:
      return `new URL(${JSON.stringify((value as URL).href)})`;
    case URLSearchParams.prototype:
      return `new URLSearchParams(${JSON.stringify(String(value))})`;
    case Headers.prototype:
      return `new Headers(${JSON.stringify([...(value as Headers)])})`;
    case Map.prototype:
      return writeList([...(value as Map<unknown, unknown>)], inner, "new Map([", "])");
    case Set.prototype:
      return writeList([...(value as Set<unknown>)], inner, "new Set([", "])");
    case Buffer.prototype:
      return `Buffer.from(${JSON.stringify((value as Buffer).toString("base64"))},"base64")`;
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const name = value.constructor.name;
    if (
      Object.getPrototypeOf(value) !==
      (globalThis as unknown as Record<string, { prototype: object } | undefined>)[name]?.prototype
    ) {
      return undefined;
    }
    const elements = Array.from(value as unknown as ArrayLike<number | bigint>);
    return writeList(elements, inner, `new ${name}([`, "])");
  }
  return undefined;
}

const anyOutput: WriteOutput = () => "0";
export const isPlainData = (value: unknown): boolean => writeData(value, anyOutput) !== undefined;

/** True when a resource sits in this value, itself or within objects and arrays. */
export function containsResource(value: unknown, depth = 5): boolean {
  if (isOutput(value)) return false;
  if (isResource(value)) return true;
  if (depth === 0 || typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).some((part) => containsResource(part, depth - 1));
}

/** True when an Output sits in this plain data. */
export function containsOutput(value: unknown): boolean {
  let found = false;
  writeData(value, () => {
    found = true;
    return "0";
  });
  return found;
}
