import { unknown, type Inputs, type Plain } from "../rules";

/**
 * The properties that `@pulumi/policy` hands to a policy, as plain values. It throws where a policy
 * reads a value that isn't known yet; here that value becomes `unknown`. Assets and archives are
 * `unknown` too: rules have nothing to say on them.
 */
export function plainInputs(properties: Readonly<Record<string, unknown>>): Inputs {
  return plainRecord(properties);
}

function plainRecord(value: Readonly<Record<string, unknown>>): Inputs {
  // `__defaults` and its like are notes of a provider to itself.
  const keys = Object.keys(value).filter((key) => !key.startsWith("__"));
  return Object.fromEntries(keys.map((key) => [key, plainMember(value, key)]));
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
  switch (typeof value) {
    case "boolean":
    case "number":
    case "string":
      return value;
    case "object":
      if (value === null) return null;
      // Not `map`: it reads the elements itself, and an unknown one throws.
      if (Array.isArray(value)) {
        return Array.from({ length: value.length }, (_, index) => plainMember(value, index));
      }
      return isAsset(value) ? unknown : plainRecord(value as Record<string, unknown>);
    default:
      return undefined;
  }
}

/** `@pulumi/policy` does not export its error class. */
function isUnknownValueError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

function isAsset(value: object): boolean {
  return "__pulumiAsset" in value || "__pulumiArchive" in value;
}
