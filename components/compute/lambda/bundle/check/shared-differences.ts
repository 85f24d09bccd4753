// What the program has changed for all its code, and a bundle doesn't: a polyfill, for example, that a file imports which
// has no part in the bundle.
import * as fs from "node:fs";
import { AnyFunction } from "../live/inspector";
import { isInstalledPackage, relativeTo } from "../source/project";
import { isGlobalName } from "../source/shared-changes";
import { escaped } from "../source/syntax";
import { writtenAt } from "../live/written-at";

/** A function of the program's own files on a built-in class, or a global of its own. */
interface SharedChange {
  /** `BigInt.prototype.toJSON` */
  readonly name: string;
  /** `file:line`, where it is known. */
  readonly place?: string;
  /** True for source that may rely on it. */
  readonly isUsedIn: (js: string) => boolean;
}

/**
 * A warning for each change that the bundle's text may rely on, and whose process doesn't have it.
 *
 * @param shared What the bundle added where it was loaded.
 */
export function missedChanges(
  {
    name: handler,
    js,
    root,
    place: handlerPlace,
  }: { name: string; js: string; root: string; place: string },
  shared: readonly string[],
): string[] {
  const there = new Set(shared);
  return sharedChanges(root)
    .filter(({ name, isUsedIn }) => !there.has(name) && isUsedIn(js))
    .map(({ name, place }) => {
      const where = place === undefined ? "" : ` (${place})`;
      return (
        `${handlerPlace}: handler "${handler}" may rely on ${name}, which the program changes${where} and the bundle doesn't. ` +
        'Import the file that does so where the handler is written: import "./file".'
      );
    });
}

function sharedChanges(root: string): SharedChange[] {
  const changes: SharedChange[] = [];
  const assigned = assignedGlobals(root);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    const value: unknown = descriptor?.value;
    // A package's own are its own concern.
    const place = placeOf(value, root) ?? (isGlobalName(name) ? undefined : assigned.get(name));
    if (place !== undefined) {
      const mention = new RegExp(`\\bglobal(This)?(\\.|\\[")${escaped(name)}(?![\\w$])`);
      changes.push({ name: `globalThis.${name}`, place, isUsedIn: (js) => mention.test(js) });
    }
    if (typeof value === "function" && /^[A-Z]/.test(name)) {
      changes.push(...changesOf(value, name, root));
      const prototype = value.prototype as unknown;
      if (prototype) changes.push(...changesOf(prototype, `${name}.prototype`, root));
    }
  }
  return changes;
}

/** Where the program's own files give globals their values, by name: `file:line`. */
function assignedGlobals(root: string): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const [file, loaded] of Object.entries(require.cache)) {
    if (!loaded || isInstalledPackage(file) || !/\.[cm]?[jt]sx?$/.test(file)) continue;
    for (const [name, line] of linesOfAssignments(loaded, file)) {
      if (!places.has(name)) places.set(name, `${relativeTo(root, file)}:${line}`);
    }
  }
  return places;
}

/** `(globalThis as any).name = `, and `??=` */
const ASSIGNMENT =
  /\bglobal(?:This)?\b[^.[\n]{0,40}(?:\.|\[["'])([\p{ID_Continue}$]+)["'\]]*\s*(?:\?\?|\|\|)?=(?!=)/gu;

/**
 * By name; read once for each time that a file is loaded, since every handler asks about all files. One that was
 * deleted since, as what a program writes for itself, gives no place.
 */
function linesOfAssignments(loaded: NodeModule, file: string): ReadonlyMap<string, number> {
  const known = assignments.get(loaded);
  if (known) return known;
  const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  const lines = new Map<string, number>();
  for (const { 1: name, index } of text.matchAll(ASSIGNMENT)) {
    if (!lines.has(name)) lines.set(name, text.slice(0, index).split("\n").length);
  }
  assignments.set(loaded, lines);
  return lines;
}

const assignments = new WeakMap<NodeModule, ReadonlyMap<string, number>>();

function changesOf(owner: object, ownerName: string, root: string): SharedChange[] {
  return Object.getOwnPropertyNames(owner).flatMap((key) => {
    const { value, get } = Object.getOwnPropertyDescriptor(owner, key) ?? {};
    const place = placeOf(value ?? get, root);
    if (place === undefined || key === "constructor") return [];
    // JSON.stringify() asks for it without naming it.
    const mention = key === "toJSON" ? /\bJSON\.stringify\b/ : new RegExp(`\\.${escaped(key)}(?![\\w$])`); // prettier-ignore
    return [{ name: `${ownerName}.${key}`, place, isUsedIn: (js: string) => mention.test(js) }];
  });
}

/** Where a function was written, if that is in the program itself. */
function placeOf(value: unknown, root: string): string | undefined {
  if (typeof value !== "function") return undefined;
  if (isNative(value)) return undefined;
  const at = writtenAt(value as AnyFunction);
  if (!at || isInstalledPackage(at.file)) return undefined;
  return `${relativeTo(root, at.file)}:${at.line + 1}`;
}

/** Looking a native function up would take longer than reading its text. */
function isNative(value: object): boolean {
  if (natives.has(value)) return true;
  if (!/\{ \[native code\] \}\s*$/.test(Function.prototype.toString.call(value))) return false;
  natives.add(value);
  return true;
}

/** All handlers ask about the same. */
const natives = new WeakSet<object>();
