/** Compares arguments with what a test expects of them. */
import { isObject, Value } from "../../cloud-model";

/** What a test expects of arguments: objects may have more than it says, lists may not; a RegExp is for text. */
export type Expected = { readonly [argument: string]: unknown };

/** What of `expected` is not so, each with its place and both values. */
export function mismatches(actual: Value | undefined, expected: unknown, at = ""): string[] {
  if (expected instanceof RegExp) {
    const isSo = typeof actual === "string" && actual.search(expected) >= 0;
    return isSo ? [] : [`${at} is ${inWords(actual)}, which ${String(expected)} does not match`];
  }
  const value = asObject(actual, expected);
  if (Array.isArray(expected) && Array.isArray(value)) {
    const lengths =
      expected.length === value.length
        ? []
        : [`${at} has ${value.length} items, not ${expected.length}`];
    return [
      ...lengths,
      ...expected.flatMap((item: unknown, i) => mismatches(value[i], item, `${at}[${i}]`)),
    ];
  }
  if (isPlainObject(expected, at) && isObject(value)) {
    return Object.entries(expected).flatMap(([key, item]) =>
      mismatches(value[key], item, at === "" ? key : `${at}.${key}`),
    );
  }
  const [found, wanted] = [inWords(value), inWords(expected)];
  return found === wanted ? [] : [`${at} is ${found}, not ${wanted}`];
}

/** A document that travels as JSON text, such as a policy, where an object is expected. */
function asObject(actual: Value | undefined, expected: unknown): Value | undefined {
  if (typeof actual !== "string" || typeof expected !== "object") {
    return actual;
  }
  try {
    return JSON.parse(actual) as Value;
  } catch {
    return actual;
  }
}

/** @throws an Error for an object whose properties say nothing of what it is: a test with it could not fail. */
function isPlainObject(value: unknown, at: string): value is Expected {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const kind = value.constructor?.name ?? "object";
    throw new Error(
      `${at || "expected"} is compared with ${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}; give text, a number, a boolean, null, a list, a plain object or a RegExp`,
    );
  }
  return true;
}

function inWords(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}
