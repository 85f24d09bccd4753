import { isKnown, unknown, type Inputs, type Plain } from "./rule";

/** A value and the path where it stands, such as `origins[0].originId`. */
export interface Place {
  readonly path: string;
  readonly value: Plain;
}

/** True for `{ ... }`: not a list, not a value that is not known yet. */
export function isRecord(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The known entries of a list; nothing for anything else. */
export function listOf(value: Plain): readonly Plain[] {
  return Array.isArray(value) ? (value as readonly Plain[]) : [];
}

/**
 * Every value at `path`, whose parts are separated by dots and where `*` stands for each element
 * of a list or each key of a record: `origins.*.originId`. A part that is absent gives the value
 * `undefined`, one that is not known yet gives `unknown`.
 */
export function valuesAt(inputs: Inputs, path: string): Place[] {
  let places: Place[] = [{ path: "", value: inputs }];
  for (const part of path.split(".")) {
    places = places.flatMap((place) =>
      part === "*" ? elementsOf(place) : [memberOf(place, part)],
    );
  }
  return places;
}

/** The one value at a `path` without `*`. */
export function valueAt(inputs: Inputs, path: string): Plain {
  return valuesAt(inputs, path)[0]?.value;
}

/** True where the argument is known to be set to `value`. */
export function equals(inputs: Inputs, path: string, value: Plain): boolean {
  return valueAt(inputs, path) === value;
}

/** True where the argument is known not to be set. */
export function isAbsent(inputs: Inputs, path: string): boolean {
  const value = valueAt(inputs, path);
  return value === undefined || value === null;
}

/** True where the argument is known and set. */
export function isSet(inputs: Inputs, path: string): boolean {
  return isKnown(valueAt(inputs, path));
}

/** The value as text, where it is known text. */
export function textAt(inputs: Inputs, path: string): string | undefined {
  const value = valueAt(inputs, path);
  return typeof value === "string" ? value : undefined;
}

/** The value as a number; `absent` where the argument is known not to be set. */
export function numberAt(inputs: Inputs, path: string, absent?: number): number | undefined {
  const value = valueAt(inputs, path);
  if (value === undefined || value === null) return absent;
  return typeof value === "number" ? value : undefined;
}

/** A JSON document that is given as text or as an object; `undefined` where it can't be read. */
export function jsonAt(inputs: Inputs, path: string): Plain {
  return jsonOf(valueAt(inputs, path));
}

/** The same for a value that is at hand. */
export function jsonOf(value: Plain): Plain {
  if (typeof value !== "string") return isRecord(value) ? value : undefined;
  try {
    return JSON.parse(value) as Plain;
  } catch {
    return undefined;
  }
}

function elementsOf({ path, value }: Place): Place[] {
  if (Array.isArray(value)) {
    return (value as readonly Plain[]).map((element, index) => ({
      path: `${path}[${index}]`,
      value: element,
    }));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([key, element]) => ({
    path: path === "" ? key : `${path}.${key}`,
    value: element,
  }));
}

function memberOf({ path, value }: Place, part: string): Place {
  return {
    path: path === "" ? part : `${path}.${part}`,
    value:
      value === unknown
        ? unknown
        : isRecord(value) && Object.hasOwn(value, part)
          ? value[part]
          : undefined,
  };
}
