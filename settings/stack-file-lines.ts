/** Where a setting stands in its stack file, for messages. */

/** A map's key or a list's item at the beginning of a line. */
const ENTRY = /^(\s*)(?:(- )|(?:"([^"]+)"|'([^']+)'|([^\s#"'][^#]*?))\s*:(?=\s|$))/;

/**
 * The line of a setting, from 1; that of the nearest one around it where it has none of its own, as
 * within `{ ... }`. `undefined` where the file says nothing of it.
 *
 * @param keys From the top: `["strata:dns", "domain"]`; items of lists by their number.
 */
export function lineOf(text: string, keys: readonly string[]): number | undefined {
  const lines = text.split("\n");
  let at = below(lines, 0, -1, "config");
  let found: number | undefined;
  for (const key of keys) {
    at = at && below(lines, at.line + 1, at.indent, key);
    if (at) found = at.line + 1;
  }
  return found;
}

/** The entry of this name among those directly below a line. */
function below(
  lines: readonly string[],
  from: number,
  outer: number,
  key: string,
): { line: number; indent: number } | undefined {
  let depth: number | undefined;
  let item = -1;
  for (let line = from; line < lines.length; line++) {
    const [, space, dash, ...names] = ENTRY.exec(lines[line]) ?? [];
    if (space === undefined) continue;
    const indent = space.length;
    // Items of a list may stand as deep as their list's name.
    if (indent < outer || (indent === outer && !dash)) return undefined;
    depth ??= indent;
    if (indent !== depth) continue;
    if (dash) item++;
    const name = dash ? String(item) : names.find((each) => each !== undefined);
    if (name === key) return { line, indent };
  }
  return undefined;
}
