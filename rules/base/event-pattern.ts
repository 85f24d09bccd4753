/**
 * Patterns that choose events: of EventBridge rules, event source mappings and subscriptions. All are of
 * one language, the one of https://github.com/aws/event-ruler.
 */
import { unknown, type Plain } from "./rule";
import { isRecord } from "./values";

/** A part of a pattern that AWS refuses. */
export interface PatternProblem {
  /** Keys that lead to it, such as `body.kind`. */
  readonly at: string;
  readonly found: Plain;
  readonly allowed: string;
}

export interface PatternForm {
  /** False where keys have lists alone: attributes of a message are not nested. Default: true. */
  readonly nested?: boolean;
}

const LIST = 'a list of values, such as ["photo"]';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS: { readonly [name: string]: (value: Plain) => boolean } = {
  prefix: (value) => typeof value === "string" || isRecord(value),
  suffix: (value) => typeof value === "string" || isRecord(value),
  "equals-ignore-case": (value) => typeof value === "string" || Array.isArray(value),
  wildcard: (value) => typeof value === "string" || Array.isArray(value),
  "anything-but": (value) => value !== null && typeof value !== "boolean",
  numeric: (value) => Array.isArray(value) && value.length >= 2,
  cidr: (value) => typeof value === "string",
  exists: (value) => typeof value === "boolean",
};

/** Everything in the pattern that AWS refuses; what is not known yet is passed over. */
export function patternProblems(pattern: Plain, form: PatternForm = {}, at = ""): PatternProblem[] {
  if (!isRecord(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]): PatternProblem[] => {
    const place = at === "" ? key : `${at}.${key}`;
    if (value === unknown) return [];
    if (key === "$or") return alternatives(value, form, at, place);
    if (Array.isArray(value)) return listed(value as readonly Plain[], place);
    if (!isRecord(value)) return [{ at: place, found: value, allowed: LIST }];
    if (form.nested === false) {
      const allowed = `${LIST}: attributes are not nested, bodies are (filterPolicyScope MessageBody)`;
      return [{ at: place, found: value, allowed }];
    }
    return Object.keys(value).length === 0
      ? [{ at: place, found: value, allowed: `${LIST}, or an object that is not empty` }]
      : patternProblems(value, form, place);
  });
}

function alternatives(
  value: Plain,
  form: PatternForm,
  at: string,
  place: string,
): PatternProblem[] {
  if (Array.isArray(value) && value.length >= 2 && value.every((each) => isRecord(each))) {
    return value.flatMap((each) => patternProblems(each, form, at));
  }
  return [{ at: place, found: value, allowed: "a list of two or more objects" }];
}

function listed(values: readonly Plain[], at: string): PatternProblem[] {
  if (values.length === 0) return [{ at, found: [], allowed: `${LIST}, that is not empty` }];
  return values.flatMap((value): PatternProblem[] => {
    if (Array.isArray(value)) {
      return [{ at, found: value, allowed: `${LIST}, without lists in it` }];
    }
    if (!isRecord(value)) return [];
    const [[operator = "", operand] = [], ...more] = Object.entries(value);
    if (more.length > 0 || !Object.hasOwn(OPERATORS, operator)) {
      const names = Object.keys(OPERATORS).join(", ");
      return [{ at, found: value, allowed: `${LIST}, or objects with one of ${names}` }];
    }
    return operand === unknown || OPERATORS[operator]?.(operand) === true
      ? []
      : [{ at, found: value, allowed: FORMS[operator] ?? "a text as its value" }];
  });
}

const FORMS: { readonly [operator: string]: string } = {
  exists: '{ "exists": true } or false',
  numeric: 'a comparison such as { "numeric": [">=", 5] }',
};
