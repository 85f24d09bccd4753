/**
 * Constructors for the common shapes of a rule, so that a rule is one readable entry. All of them
 * pass over values that are not known yet.
 */
import {
  isKnown,
  unknown,
  type Inputs,
  type Plain,
  type Problem,
  type ResourceRule,
  type RuleContext,
  type Severity,
  type Subject,
} from "./rule";
import { valueAt, valuesAt, type Place } from "./values";

/** Numbers from `min` to `max`, in `unit`; `also` are allowed besides. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly also?: readonly number[];
  /** False where fractions are allowed. */
  readonly integer?: false;
}

/** What every constructor takes besides its own subject. */
export interface Text {
  /** Default `error`. */
  readonly severity?: Severity;
  readonly source: string;
  readonly fix: string;
  /** Says what is allowed, where the sentence made from the subject does not. */
  readonly limit?: string;
  /** The rule applies only where this holds. It must be false while it can't be decided. */
  readonly when?: (inputs: Inputs) => boolean;
}

type Type = ResourceRule["type"];

/** A rule with a check of its own. */
export function custom(
  id: string,
  type: Type,
  text: Text & { readonly limit: string },
  check: (
    inputs: Inputs,
    context: RuleContext,
    subject: Subject,
  ) => Problem | readonly Problem[] | undefined,
): ResourceRule {
  const { severity = "error", limit, source, fix, when } = text;
  return {
    id,
    severity,
    type,
    limit,
    source,
    fix,
    check: (inputs, context, subject) =>
      when === undefined || when(inputs) ? check(inputs, context, subject) : undefined,
  };
}

/** The number at `path` lies within the range. */
export function range(
  id: string,
  type: Type,
  path: string,
  allowed: Range,
  text: Text,
): ResourceRule {
  const rule = each(id, type, path, { limit: inWords(allowed), ...text }, ({ value }) =>
    typeof value !== "number" ? false : !isWithin(allowed, value),
  );
  return { ...rule, allowed: { numbers: allowed } };
}

/** The text at `path` is one of the values. */
export function oneOf(
  id: string,
  type: Type,
  path: string,
  allowed: readonly (string | number)[],
  text: Text,
) {
  const rule = each(id, type, path, { limit: allowed.join(", "), ...text }, ({ value }) =>
    typeof value === "string" || typeof value === "number" ? !allowed.includes(value) : false,
  );
  return { ...rule, allowed: { values: allowed } };
}

/** The text at `path` matches the expression, which `text.limit` says in words. */
export function pattern(
  id: string,
  type: Type,
  path: string,
  allowed: RegExp,
  text: Text & { readonly limit: string },
): ResourceRule {
  const rule = each(id, type, path, text, ({ value }) =>
    typeof value === "string" ? !allowed.test(value) : false,
  );
  return { ...rule, allowed: { form: allowed } };
}

/** The text at `path` does not match the expression. */
export function refuses(
  id: string,
  type: Type,
  path: string,
  refused: RegExp,
  text: Text & { readonly limit: string },
) {
  return each(id, type, path, text, ({ value }) =>
    typeof value === "string" ? refused.test(value) : false,
  );
}

/** The list or record at `path` has no more entries than `max`. */
export function atMost(
  id: string,
  type: Type,
  path: string,
  max: number,
  text: Text,
): ResourceRule {
  const rule = about(
    path,
    custom(id, type, { limit: `at most ${grouped(max)}`, ...text }, (inputs) =>
      valuesAt(inputs, path)
        .filter(({ value }) => sizeOf(value) > max)
        .map((place) => ({ argument: place.path, found: sizeOf(place.value) })),
    ),
  );
  return { ...rule, allowed: { mostEntries: max } };
}

/** The argument is set. A value that is not known yet counts as set. */
export function required(id: string, type: Type, path: string, text: Text) {
  return about(
    path,
    custom(id, type, { limit: "a value", ...text }, (inputs) =>
      valuesAt(inputs, path)
        .filter(({ value }) => value === undefined || value === null)
        .map((place) => ({ argument: place.path, found: undefined })),
    ),
  );
}

/** The argument is not set. */
export function absent(
  id: string,
  type: Type,
  path: string,
  text: Text & { readonly limit: string },
) {
  return each(id, type, path, text, () => true);
}

/** Not both arguments are set. */
export function excludes(id: string, type: Type, path: string, other: string, text: Text) {
  return about(
    path,
    custom(id, type, { limit: `${path} or ${other}, not both`, ...text }, (inputs) =>
      isKnown(valueAt(inputs, path)) && isKnown(valueAt(inputs, other))
        ? { argument: path, found: valueAt(inputs, path) }
        : undefined,
    ),
  );
}

/** The argument is set to `value`: absent counts as different. */
export function expects(id: string, type: Type, path: string, value: Plain, text: Text) {
  return about(
    path,
    custom(id, type, { limit: String(value), ...text }, (inputs) =>
      valuesAt(inputs, path)
        .filter((place) => place.value !== unknown && place.value !== value)
        .map((place) => ({ argument: place.path, found: place.value })),
    ),
  );
}

/** `value` in words: `128 to 10,240 MB`. */
export function inWords({ min, max, unit, also = [] }: Range): string {
  const numbers = `${grouped(min)} to ${grouped(max)}${unit === undefined ? "" : ` ${unit}`}`;
  return [...also.map(grouped), numbers].join(" or ");
}

/** True where the number is allowed. */
export function isWithin({ min, max, also = [], integer }: Range, value: number): boolean {
  if (also.includes(value)) return true;
  return value >= min && value <= max && (integer === false || Number.isInteger(value));
}

/** `10,240`. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

function sizeOf(value: Plain): number {
  if (typeof value !== "object" || value === null) return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function each(
  id: string,
  type: Type,
  path: string,
  text: Text & { readonly limit: string },
  isWrong: (place: Place) => boolean,
): ResourceRule {
  return about(
    path,
    custom(id, type, text, (inputs) =>
      valuesAt(inputs, path)
        .filter((place) => isKnown(place.value) && isWrong(place))
        .map((place) => ({ argument: place.path, found: place.value })),
    ),
  );
}

function about(argument: string, rule: ResourceRule): ResourceRule {
  return { ...rule, argument };
}
