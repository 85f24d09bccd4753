/** How the URNs of a stack are kept in files, and what differs from them. */

/** File name to URNs, by the layer of the component that makes each; `stack` has what no layer makes. */
export function goldenFiles(urns: readonly string[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const urn of urns) {
    const file = `${layerOf(urn)}.urns.txt`;
    files.set(file, [...(files.get(file) ?? []), urn]);
  }
  return files;
}

/** `data` of `…::strata:index:Environment$strata:data:Table$aws:dynamodb/table:Table::photos`. */
function layerOf(urn: string): string {
  const components = urn.split("::")[2].match(/(?<=strata:)[a-z]+(?=:)/g) ?? [];
  const layer = components.at(-1);
  return layer === undefined || layer === "index" ? "stack" : layer;
}

/**
 * What differs, a line each.
 *
 * @param now URNs by file, as they are.
 * @param kept URNs by file, as they were kept.
 * @param aliases Former URNs of what is there: no loss.
 */
export function goldenProblems(
  now: ReadonlyMap<string, readonly string[]>,
  kept: ReadonlyMap<string, readonly string[]>,
  aliases: readonly string[],
): string[] {
  return [...new Set([...now.keys(), ...kept.keys()])].sort().flatMap((file) => {
    const urns = now.get(file);
    const golden = kept.get(file);
    const known = new Set([...(urns ?? []), ...aliases]);
    const old = new Set(golden ?? []);
    return [
      ...(urns ? [] : [`superfluous file ${file}`]),
      ...(golden ? [] : [`no file ${file}`]),
      ...[...old].filter((urn) => !known.has(urn)).map((urn) => `gone from ${file}: ${urn}`),
      ...(urns ?? []).filter((urn) => !old.has(urn)).map((urn) => `missing in ${file}: ${urn}`),
    ];
  });
}
