/** For messages about names that are not there: which one was meant. */

/** How many characters must be put in, taken out or changed. */
export function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  [...one].forEach((character, i) => {
    const next = [i + 1];
    [...other].forEach((against, j) => {
      const changed = (row[j] ?? 0) + (character === against ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    });
    row = next;
  });
  return row[other.length] ?? 0;
}

/** The name that differs least, whatever its case, by so many characters at most; `undefined` where none is that near. */
export function closest(
  wanted: string,
  existing: Iterable<string>,
  most: number,
): string | undefined {
  const near = [...existing]
    .map((name) => ({ name, distance: distance(name.toLowerCase(), wanted.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= most ? near.name : undefined;
}
