/** Arguments of a resource as rules take them, whoever holds them. */
import { unknown, type Inputs, type Plain } from "./rule";

/**
 * What is known of arguments: of a component while its program runs, where Outputs, promises and
 * resources are not, or of what `@pulumi/policy` hands to a policy, which throws where a value that is
 * not known yet is read. Rules have nothing to say on assets and archives: they are `unknown`, too.
 */
export function plainInputs(args: object): Inputs {
  // `__defaults` and its like are notes of a provider to itself.
  const keys = Object.keys(args).filter((key) => !key.startsWith("__"));
  const known = keys.map((key): [string, Plain] => [key, plainMember(args, key)]);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

function plainMember(container: object, key: string | number): Plain {
  let member: unknown;
  try {
    member = (container as Record<string | number, unknown>)[key];
  } catch (error) {
    if (isUnknownValueError(error)) return unknown;
    throw error;
  }
  return plain(member);
}

function plain(value: unknown): Plain {
  if (value === undefined || value === null) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  // Not `map`: it reads the elements itself, and an unknown one throws.
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) => plainMember(value, index));
  }
  return isPlain(value as object) ? plainInputs(value as object) : unknown;
}

/** Not an Output, a promise, a resource, a function or an asset. */
function isPlain(value: object): boolean {
  const isAsset = "__pulumiAsset" in value || "__pulumiArchive" in value;
  return Object.getPrototypeOf(value) === Object.prototype && !isAsset;
}

/** `@pulumi/policy` does not export its error class. */
function isUnknownValueError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}
