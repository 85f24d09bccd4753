/** The mark of a run that reaches no AWS. */

/**
 * Has a Strata program count the placeholders in its settings instead of refusing them; set by the
 * preview for every program that it runs. `components/base/placeholder.ts` says what it means, and has
 * the same text.
 */
export const withPlaceholdersCounted = { STRATA_PLACEHOLDERS: "counted" } as const;

/** Sets the mark in this process, and gives what takes it away again. */
export function countPlaceholders(): () => void {
  const before = { ...process.env };
  Object.assign(process.env, withPlaceholdersCounted);
  return () => {
    for (const name of Object.keys(withPlaceholdersCounted)) {
      if (before[name] === undefined) {
        Reflect.deleteProperty(process.env, name);
      } else {
        process.env[name] = before[name];
      }
    }
  };
}
