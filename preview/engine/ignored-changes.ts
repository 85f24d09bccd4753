/** What `ignoreChanges` leaves as it was: whole arguments, and parts of them such as `encryptAtRest.kmsKeyId`. */
import { isObject, Props, Value } from "../../cloud-model";

/** The new arguments, with what is ignored as it was before. */
export function asIgnored(before: Props, after: Props, paths: readonly string[]): Props {
  return paths.reduce<Props>(
    (props, path) => replaced(before, props, path.match(/[^.[\]"]+/g) ?? []) as Props,
    after,
  );
}

/** `*` in a path stands for every element of a list. */
function replaced(
  before: Value | undefined,
  after: Value | undefined,
  [first, ...rest]: readonly string[],
): Value | undefined {
  if (first === undefined) return before;
  if (Array.isArray(after)) {
    const old = Array.isArray(before) ? before : [];
    return after.map((item, i) =>
      first === "*" || first === String(i) ? (replaced(old[i], item, rest) ?? item) : item,
    );
  }
  if (!isObject(after)) return after;
  const old = isObject(before) ? before[first] : undefined;
  const value = replaced(old, after[first], rest);
  const others = Object.entries(after).filter(([key]) => key !== first);
  return Object.fromEntries(value === undefined ? others : [...others, [first, value]]);
}
