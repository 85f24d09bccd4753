/**
 * Changes of an argument that replace its resource, where others of the same argument are made in place. Each is a
 * comparison that the provider makes (`CustomizeDiff`):
 * https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
 */
import type { ChangedArgument, SometimesReplaces } from "./type-facts";
import { isObject, Value } from "./wire-values";

/** A list from which something goes; with `allowed`, only where it is true of the resource's arguments. */
export function unlessOnlyAdded(
  allowed: (change: ChangedArgument) => boolean = () => true,
  when = "where anything but an addition changes",
): SometimesReplaces {
  return {
    when,
    replaces: (change) => {
      const after = new Set(listOf(change.after).map((item) => JSON.stringify(item)));
      const isGone = listOf(change.before).some((item) => !after.has(JSON.stringify(item)));
      return allowed(change) && (change.isAnothers === true || isGone);
    },
  };
}

/** What is there for the first time, or no more. */
export function unlessBothThere(
  allowed: (change: ChangedArgument) => boolean = () => true,
  when = "where it is given for the first time, or no more",
): SometimesReplaces {
  return {
    when,
    replaces: (change) => allowed(change) && isThere(change.before) !== isThere(change.after),
  };
}

/** A version that goes down: `7.1` to `7.0`. */
export const whenDowngraded: SometimesReplaces = {
  when: "where the version goes down",
  replaces: ({ before, after }) => {
    const [old, wanted] = [versionOf(before), versionOf(after)];
    const at = old.findIndex((part, i) => part !== (wanted[i] ?? part));
    return at >= 0 && wanted[at] < old[at];
  },
};

/** `{ enabled: true }` that becomes `{ enabled: false }`, or is left out. */
export const whenSwitchedOff: SometimesReplaces = {
  when: "where it is switched off",
  replaces: ({ before, after }) => isEnabled(before) && !isEnabled(after),
};

const listOf = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);
const isThere = (value: Value | undefined) =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "";
const isEnabled = (value: Value | undefined) => isObject(value) && value.enabled === true;

/** The numbers of `OpenSearch_2.19`, `7.1` or `8.x`; of what is not known yet, none. */
const versionOf = (value: Value | undefined): number[] =>
  typeof value === "string" ? (value.match(/\d+/g) ?? []).map(Number) : [];
