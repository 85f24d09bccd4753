/** What archives hold, by the names of their files: a rule can then tell whether a handler is among them. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { ARCHIVE, ASSET, SIGNATURE } from "../cloud-model/wire-values";

type Wire = { readonly [key: string]: unknown };

/**
 * The value with `{ files: [...] }` in place of each archive that can be listed here. Relative paths
 * start at `folder`, the project's.
 */
export function withArchiveFiles(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withArchiveFiles(item, folder));
  if (!isRecord(value)) return value;
  if (value[SIGNATURE] === ARCHIVE) {
    const files = filesOf(value, folder);
    return files === undefined ? value : { files };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withArchiveFiles(item, folder)]),
  );
}

/** Names with slashes; `undefined` for what is elsewhere, not there yet, or of another format. */
function filesOf(archive: Wire, folder: string): string[] | undefined {
  const { assets, path: place } = archive;
  if (typeof place === "string") return filesAt(path.resolve(folder, place));
  if (!isRecord(assets)) return undefined;
  const listed = Object.entries(assets).map(([name, entry]) => {
    if (!isRecord(entry)) return undefined;
    if (entry[SIGNATURE] === ASSET) return [name];
    return filesOf(entry, folder)?.map((file) => path.posix.join(name, file));
  });
  return listed.every((names) => names !== undefined) ? listed.flat() : undefined;
}

function filesAt(place: string): string[] | undefined {
  if (!existsSync(place)) return undefined;
  if (statSync(place).isDirectory()) {
    const names: string[] = [];
    for (const name of filesBelow(place, "")) {
      if (names.push(name) > MOST_FILES) return undefined;
    }
    return names;
  }
  return /\.(zip|jar)$/.test(place) ? filesInZip(readFileSync(place)) : undefined;
}

/** A larger folder is not listed: that would take longer than all other checks together. */
const MOST_FILES = 5_000;

function* filesBelow(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, name);
    else yield name;
  }
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** Size of the end record and of an entry without its name, extra field and comment. */
const END_BYTES = 22;
const ENTRY_BYTES = 46;

/** Names in the central directory at the end of a zip file; `undefined` where there is none. */
export function filesInZip(content: Buffer): string[] | undefined {
  let end = content.length - END_BYTES;
  while (end >= 0 && content.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) return undefined;
  const names: string[] = [];
  let at = content.readUInt32LE(end + 16);
  while (at + ENTRY_BYTES <= end && content.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const length = content.readUInt16LE(at + 28);
    names.push(content.toString("utf8", at + ENTRY_BYTES, at + ENTRY_BYTES + length));
    at += ENTRY_BYTES + length + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
  return names.length === content.readUInt16LE(end + 10) ? names : undefined;
}

function isRecord(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
