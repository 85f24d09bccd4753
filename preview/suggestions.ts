/** For messages about names that don't exist. */

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

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(change, previous[j] + 1, current[j - 1] + 1);
    }
    previous = current;
  }
  return previous[b.length];
}
