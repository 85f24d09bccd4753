/** For messages about names that don't exist. */
import { distance } from "../../rules/base/closest";

/** `Did you mean 'a', 'b'?`, or which names there are at all. */
export function didYouMean(wanted: string, existing: readonly string[]): string {
  if (existing.length === 0) {
    return "There are none.";
  }
  const ranked = [...new Set(existing)]
    .map((name) => ({ name, distance: distance(wanted, name) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const names = ranked.slice(0, SHOWN).map(({ name }) => `'${name}'`);
  const others = ranked.length > SHOWN ? ` (and ${ranked.length - SHOWN} others)` : "";
  return `Did you mean ${names.join(", ")}?${others}`;
}

const SHOWN = 5;
