/** What AWS made up for a resource stays when an alias gives it another URN; a plan makes it up from the URN. */
import { Props, reveal, rewrite, Value } from "../../cloud-model";
import type { RegisteredResource } from "./registration";
import type { Pair } from "./replacements";

/** Shorter texts are no ids: they may stand anywhere. */
const SHORTEST = 8;

/** Puts the values that resources had before an alias moved them where a plan has new ones. */
export function movedValues(pairs: readonly Pair[]): (props: Props) => Props {
  const before = new Map<string, string>();
  for (const pair of pairs.filter((each) => each.before.urn !== each.after.urn)) {
    const [old, made] = [madeUp(pair.before), madeUp(pair.after)];
    for (const [output, text] of Object.entries(made)) {
      if (old[output] !== undefined && old[output] !== text && text.length >= SHORTEST) {
        before.set(text, old[output]);
      }
    }
  }
  if (before.size === 0) {
    return (props) => props;
  }
  // The longest first: an ARN before the id that it ends in.
  const texts = [...before.keys()].sort((one, other) => other.length - one.length);
  const any = new RegExp(texts.map((text) => text.replace(/[^\w]/g, "\\$&")).join("|"), "g");
  const change = (value: Value): Value =>
    typeof value === "string" ? value.replace(any, (text) => before.get(text) ?? text) : value;
  return (props) => rewrite(props, change) as Props;
}

/** The texts among a resource's id and outputs that are none of its arguments. */
function madeUp({ id, inputs, outputs }: RegisteredResource): Record<string, string> {
  const texts = Object.entries({ ...outputs, id }).flatMap(([output, value]) => {
    const text = inputs[output] === undefined ? reveal(value) : undefined;
    return typeof text === "string" ? [[output, text] as const] : [];
  });
  return Object.fromEntries(texts);
}
