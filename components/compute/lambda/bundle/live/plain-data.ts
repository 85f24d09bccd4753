// Data that can be written down as a JavaScript expression. Captured Outputs inside it are written by the caller.
import { types } from "node:util";
import * as pulumi from "@pulumi/pulumi";

export const isOutput = (value: unknown): value is pulumi.Output<unknown> =>
  pulumi.Output.isInstance(value);
export const isResource = (value: unknown): value is pulumi.Resource =>
  pulumi.Resource.isInstance(value);

/** Writes one captured Output, found at this path below the captured variable. */
export type WriteOutput = (output: pulumi.Output<unknown>, path: readonly string[]) => string;

export interface DataWriter {
  readonly output: WriteOutput;
  /** The name of an object that is written elsewhere, because other data holds it too. */
  readonly object?: (value: object, path: readonly string[]) => string | undefined;
}

/** The expression for a value; undefined when it isn't plain data (a function, a class instance, a cycle). */
export function writeData(
  value: unknown,
  writer: DataWriter,
  path: readonly string[] = [],
  ancestors: readonly unknown[] = [],
): string | undefined {
  if (isOutput(value)) return writer.output(value, path);
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
  if (typeof value !== "object" || value === null) return "null";
  // What a proxy gives is its own code's.
  if (isResource(value) || types.isProxy(value) || ancestors.includes(value)) return undefined;
  const name = writer.object?.(value, path);
  if (name !== undefined) return name;
  const inner = (part: unknown, key: string) =>
    writeData(part, writer, [...path, key], [...ancestors, value]);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    const isPlain =
      prototype === Array.prototype && Reflect.ownKeys(value).length === value.length + 1;
    return isPlain ? frozenAs(value, writeList(value, inner, "[", "]")) : undefined;
  }
  if (prototype === Object.prototype || prototype === null)
    return frozenAs(value, writeObject(value, inner));
  return writeBuiltIn(value, inner);
}

const frozenAs = (value: object, text: string | undefined): string | undefined =>
  text !== undefined && Object.isFrozen(value) ? `Object.freeze(${text})` : text;

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

function writeObject(value: object, inner: WritePart): string | undefined {
  const members: string[] = Object.getPrototypeOf(value) === null ? ["__proto__:null"] : [];
  for (const key of Reflect.ownKeys(value)) {
    if (isExportMark(value, key)) continue;
    const member = memberOf(value, key);
    if (typeof key === "symbol" || !member.enumerable || member.isComputed) return undefined;
    const written = inner(member.value, key);
    if (written === undefined) return undefined;
    members.push(`${key === "__proto__" ? `["__proto__"]` : JSON.stringify(key)}:${written}`);
  }
  return `{${members.join(",")}}`;
}

interface Member {
  readonly value?: unknown;
  /** True where reading it runs code of its own. */
  readonly isComputed: boolean;
  readonly enumerable: boolean;
}

/** A member without running a getter, except for those that TypeScript writes to export another module's names. */
export function memberOf(value: object, key: PropertyKey): Member {
  const found = Object.getOwnPropertyDescriptor(value, key);
  const enumerable = found?.enumerable ?? false;
  if (!found?.get && !found?.set) return { value: found?.value, isComputed: false, enumerable };
  if (!found.get || !Object.hasOwn(value, "__esModule")) return { isComputed: true, enumerable };
  return { value: found.get.call(value), isComputed: false, enumerable };
}

const isExportMark = (value: object, key: PropertyKey): boolean =>
  key === "__esModule" && !memberOf(value, key).enumerable;

/** Built-in classes whose whole state can be read; only the classes themselves, not what extends them. */
function writeBuiltIn(value: object, inner: WritePart): string | undefined {
  if (Object.keys(value).some((key) => !/^\d+$/.test(key))) return undefined;
  switch (Object.getPrototypeOf(value)) {
    case RegExp.prototype: {
      const { lastIndex } = value as RegExp;
      return lastIndex === 0 ? String(value) : `Object.assign(${value},{lastIndex:${lastIndex}})`;
    }
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

/** True where reading the member runs a getter, of the object or of its class. */
export function hasGetter(value: object, name: string): boolean {
  for (let each: object | null = value; each; each = Object.getPrototypeOf(each) as object | null) {
    if (Object.hasOwn(each, name)) return memberOf(each, name).isComputed;
  }
  return false;
}

export interface FoundOutput {
  readonly output: pulumi.Output<unknown>;
  readonly path: readonly string[];
}

/** Whether a value is plain data, and the Outputs in it; each object is looked at once, however often it is held. */
export function lookInto(
  value: unknown,
  path: readonly string[] = [],
): { isPlain: boolean; outputs: FoundOutput[] } {
  const outputs: FoundOutput[] = [];
  const seen = new Set<object>();
  const output = (each: pulumi.Output<unknown>, at: readonly string[]) => {
    outputs.push({ output: each, path: at });
    return "0";
  };
  const object = (each: object) => (seen.size === seen.add(each).size ? "0" : undefined);
  return { isPlain: writeData(value, { output, object }, path) !== undefined, outputs };
}

export const isPlainData = (value: unknown): boolean => lookInto(value).isPlain;

export const containsOutput = (value: unknown): boolean => lookInto(value).outputs.length > 0;

/** True when a resource sits in this value, itself or within objects and arrays. */
export function containsResource(value: unknown, depth = 5): boolean {
  if (isOutput(value)) return false;
  if (isResource(value)) return true;
  if (depth === 0 || typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false;
  return Object.keys(value).some((key) => containsResource(memberOf(value, key).value, depth - 1));
}
