/** Maps with stable names, the form every list of things takes. */

/** One made thing for every entry, under the same key. Sorted, so that the order of keys never matters. */
export function mapNamed<Key extends string, Args, Made>(
  entries: Readonly<Record<Key, Args>> | undefined,
  make: (key: Key, args: Args) => Made,
): Record<Key, Made> {
  const keys = (Object.keys(entries ?? {}) as Key[]).sort();
  return Object.fromEntries(keys.map((key) => [key, make(key, entries![key])])) as Record<
    Key,
    Made
  >;
}
