/** The first entry that a list has twice, where it has one. */
export function repeated<Entry>(list: readonly Entry[]): Entry | undefined {
  return list.find((entry, index) => list.indexOf(entry) !== index);
}
