// Where a function was written: its script position followed through the source map, down to the TypeScript file.
import * as fs from "node:fs";
import { SourceMap, SourceMapping } from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { AnyFunction, scriptPosition, scriptText } from "./inspector";

export interface WrittenAt {
  /** The file with the original source. */
  readonly file: string;
  /** The file that Node.js loaded: the same one, or its compiled form. */
  readonly script: string;
  /** From 0. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

interface Script {
  readonly text: string;
  readonly lineStarts: number[];
  readonly map?: SourceMap;
}

const scripts = new Map<string, Script>();
// A function's text starts this far at most before the position V8 reports (that of its parameters).
const longestHead = 4096;

const places = new WeakMap<AnyFunction, { at?: WrittenAt }>();

/** The function's place in its source; undefined for native and bound functions and for code without a file. */
export function writtenAt(fn: AnyFunction): WrittenAt | undefined {
  let place = places.get(fn);
  if (!place) places.set(fn, (place = { at: findPlace(fn) }));
  return place.at;
}

/** Where the function's text starts in the file that Node.js loaded, and what that file's map says of it. */
export function scriptPlace(
  fn: AnyFunction,
): (Omit<WrittenAt, "file"> & { readonly entry?: Partial<SourceMapping> }) | undefined {
  const position = scriptPosition(fn);
  if (!position) return undefined;
  const file = position.url.startsWith("file:") ? fileURLToPath(position.url) : position.url;
  if (!path.isAbsolute(file)) return undefined;
  const script = loadScript(position.scriptId, file);
  const start = startOfText(script, script.lineStarts[position.line] + position.column, fn);
  const line = lineOf(script, start);
  const column = start - script.lineStarts[line];
  return { script: file, line, column, entry: script.map?.findEntry(line, column) };
}

function findPlace(fn: AnyFunction): WrittenAt | undefined {
  const place = scriptPlace(fn);
  if (!place) return undefined;
  const { script, line, column, entry } = place;
  const here = { file: script, script, line, column };
  if (entry?.originalSource === undefined || entry.originalLine === undefined) return here;
  const source = entry.originalSource;
  const original = source.startsWith("file:")
    ? fileURLToPath(source)
    : path.resolve(path.dirname(script), source);
  if (!fs.existsSync(original)) return here;
  return { file: original, script, line: entry.originalLine, column: entry.originalColumn ?? 0 };
}

function loadScript(scriptId: string, file: string): Script {
  const known = scripts.get(scriptId);
  if (known) return known;
  const text = scriptText(scriptId);
  const lineStarts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) {
    lineStarts.push(index + 1);
  }
  const script = { text, lineStarts, map: readSourceMap(text, file) };
  scripts.set(scriptId, script);
  return script;
}

/** The map that a text names at its end, inline or in a file beside it. */
export function readSourceMap(text: string, file: string): SourceMap | undefined {
  const url = [...text.matchAll(/^\/\/# sourceMappingURL=(.*)$/gm)].pop()?.[1];
  if (!url) return undefined;
  try {
    const json = url.startsWith("data:")
      ? Buffer.from(url.slice(url.indexOf(",") + 1), "base64").toString()
      : fs.readFileSync(path.resolve(path.dirname(file), url), "utf8");
    return new SourceMap(JSON.parse(json));
  } catch {
    return undefined; // Without its map the compiled file is the source.
  }
}

function startOfText(script: Script, reported: number, fn: AnyFunction): number {
  const text = fn.toString();
  for (let start = reported; start >= Math.max(0, reported - longestHead); start--) {
    if (script.text.startsWith(text, start)) return start;
  }
  return reported;
}

function lineOf(script: Script, offset: number): number {
  let low = 0;
  let high = script.lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (script.lineStarts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
