// What a module calls its own place. In a bundle all modules are one file: each gets the folder that it has in the project,
// where the files beside it are shipped to.
import * as path from "node:path";
import * as ts from "typescript";
import { isPlace } from "./file-references";
import type { ParsedFile } from "./source-file";

export interface PlaceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What to write for each use of its place in a part of a module; `id` is its path relative to the project. */
export function placeEdits(file: ParsedFile, root: ts.Node, id: string): PlaceEdit[] {
  if (id.startsWith("..") || !/\b__(dirname|filename)\b|\bimport\.meta\b/.test(file.text))
    return [];
  const edits: PlaceEdit[] = [];
  const visit = (node: ts.Node): void => {
    const text = isPlace(file, node) && !isKey(node) ? placeText(id, node.getText(file.tree)) : undefined; // prettier-ignore
    if (text !== undefined) edits.push({ start: node.getStart(file.tree), end: node.end, text });
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return edits;
}

/** Undefined for the folder of a module in the project's own, where the bundle lies too. */
function placeText(id: string, name: string): string | undefined {
  const folder = path.posix.dirname(id);
  if (name.endsWith("url")) return `new URL(${JSON.stringify(id)},import.meta.url).href`;
  if (name.endsWith("filename")) return `(import.meta.dirname+${JSON.stringify(`/${id}`)})`;
  return folder === "." ? undefined : `(import.meta.dirname+${JSON.stringify(`/${folder}`)})`;
}

/** The name of a property, which is none of the module's place. */
const isKey = (node: ts.Node): boolean =>
  ts.isShorthandPropertyAssignment(node.parent) ||
  ("name" in node.parent && node.parent.name === node);
