import type { Inputs } from "../../../../rules";

/** Arguments that keep a rule, and arguments that break it. */
export interface Case {
  readonly pass: Inputs;
  readonly fail: Inputs;
  /** The logical name that keeps the rule and the one that breaks it, where the rule is about that. */
  readonly names?: { readonly pass: string; readonly fail: string };
}

export type Cases = { readonly [rule: string]: Case };

/** A list of `count` names. */
export function many(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `item-${index}`);
}

/** A policy document with one statement. */
export function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
