// In the process that replays a slice: the fingerprint of what its text has handed over.
import { AnyFunction, scopesOf, variablesIn } from "../live/inspector";
import { scriptPlace } from "../live/written-at";
import { Fingerprint, FingerprintWriter, Place } from "./fingerprint";

/** @param bundle The file that was loaded; its map lies beside it. */
export function replayedFingerprint(
  bundle: string,
  task: string,
  handedOver: readonly Record<string, () => unknown>[],
): Fingerprint {
  const writer = new FingerprintWriter({
    placeOf: (fn) => placeIn(fn, bundle),
    closedOver: (fn) => variablesIn(scopesOf(fn, "Module")),
    isClosed: () => false,
    isHeld: () => true,
    text: (text) => text.split(task).join(""),
  });
  const roots: Record<string, string | number> = {};
  for (const variables of handedOver) {
    for (const [key, read] of Object.entries(variables)) {
      const value = valueOf(read);
      if (value) roots[key] = writer.add(value.value);
    }
  }
  writer.finish();
  return { roots, nodes: writer.nodes };
}

function valueOf(read: () => unknown): { value: unknown } | undefined {
  try {
    return { value: read() };
  } catch {
    return undefined; // not assigned
  }
}

/** Where a function stands in the program; the map has the program's own files alone. */
function placeIn(fn: AnyFunction, bundle: string): Place | undefined {
  const { script, line, entry } = scriptPlace(fn) ?? {};
  // An entry of a line before is that of another file.
  if (script !== bundle || entry?.generatedLine !== line) return undefined;
  const { originalSource: file, originalLine, originalColumn } = entry ?? {};
  if (!file || originalLine === undefined || originalColumn === undefined) return undefined;
  return { file, line: originalLine + 1, column: originalColumn + 1 };
}
