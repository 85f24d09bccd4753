// What the program has changed for all its code, and a bundle doesn't: a polyfill, for example, that a file imports which
// has no part in the bundle.
import { AnyFunction } from "../inspector";
import { isInstalledPackage, relativeTo } from "../project";
import { isGlobalName } from "../sloppy-mode";
import { parseFile } from "../source-file";
import { writtenAt } from "../written-at";

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
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    const value: unknown = descriptor?.value;
    // A package's own are its own concern.
    const place =
      placeOf(value, root) ?? (isGlobalName(name) ? undefined : assignmentOf(name, root));
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

/** Where one of the program's own files gives a global its value. */
function assignmentOf(name: string, root: string): string | undefined {
  const assigned = new RegExp(
    `\\bglobal(This)?\\b[^.\\[\\n]{0,40}(\\.|\\[["'])${escaped(name)}["'\\]]*\\s*(\\?\\?|\\|\\|)?=[^=]`,
  );
  for (const file of Object.keys(require.cache)) {
    if (isInstalledPackage(file) || !/\.[cm]?[jt]sx?$/.test(file)) continue;
    const { tree, text } = parseFile(file);
    const found = assigned.exec(text);
    if (found)
      return `${relativeTo(root, file)}:${tree.getLineAndCharacterOfPosition(found.index).line + 1}`;
  }
  return undefined;
}

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
  // Looking a native function up would take longer than reading its text.
  if (/\{ \[native code\] \}\s*$/.test(Function.prototype.toString.call(value))) return undefined;
  const at = writtenAt(value as AnyFunction);
  if (!at || isInstalledPackage(at.file)) return undefined;
  return `${relativeTo(root, at.file)}:${at.line + 1}`;
}

const escaped = (name: string) => name.replace(/\$/g, "\\$");
