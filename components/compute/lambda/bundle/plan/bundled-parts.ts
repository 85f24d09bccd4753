// The source of the program that a handler's bundle is made of: what its slices keep, and what is bundled whole.
import * as ts from "typescript";
import { deploymentOnly } from "../source/deployment-only";
import { isLocalSpecifier, resolveLocal } from "../source/project";
import type { Slice } from "./slice";
import { ParsedFile, parseFile } from "../source/source-file";

export interface BundledPart {
  readonly file: ParsedFile;
  readonly node: ts.Node;
  /** What Node.js loaded for the file while deploying. */
  readonly script: string;
  /** True for what runs when the module is loaded, as it did in the program. */
  readonly loads: boolean;
}

export function bundledParts(slice: Slice): BundledPart[] {
  const parts: BundledPart[] = [];
  for (const { file, script, units, functions } of slice.modules.values()) {
    for (const node of units) parts.push({ file, script, node, loads: true });
    for (const fn of functions) {
      for (const node of fn.units) parts.push({ file, script, node, loads: true });
      parts.push({ file, script, node: fn.node, loads: false });
    }
  }
  const whole = [...bundledFiles(slice)];
  if (slice.entry.kind === "module") whole.push(slice.entry.file);
  for (const path of whole) {
    const file = parseFile(path);
    const left = deploymentOnly(path, slice.root).statements;
    for (const node of file.tree.statements) {
      if (!left.has(node)) parts.push({ file, script: path, node, loads: true });
    }
  }
  return parts;
}

/** Files that are bundled as they are, because something that is kept imports them. */
export function bundledFiles(slice: Slice): ReadonlySet<string> {
  const files = new Set<string>();
  for (const module of slice.modules.values()) {
    const specifiers = [...module.imports.values()].map(({ from }) => from);
    for (const specifier of [...specifiers, ...module.loaded].filter(isLocalSpecifier)) {
      const target = resolveLocal(specifier, module.file.path);
      if (target) deploymentOnly(target, slice.root).files.forEach((file) => files.add(file));
    }
  }
  return files;
}
