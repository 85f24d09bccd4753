// Whether the slice brings the functions along that a live value holds.
import * as ts from "typescript";
import { deploymentOnly } from "./deployment-only";
import { AnyFunction, isClass } from "./inspector";
import { ModuleSlice } from "./module-slice";
import { isInstalledPackage, isLocalSpecifier, resolveLocal } from "./project";
import type { Slice } from "./slice";
import { classAt, contains, functionAt, parseFile } from "./source-file";
import { WrittenAt, writtenAt } from "./written-at";

/** The functions among these that the bundle would be without. */
export function functionsLeftOut(
  slice: Slice,
  bundled: ReadonlySet<string>,
  functions: Iterable<AnyFunction>,
): AnyFunction[] {
  const once = new Set<ts.Node>();
  return [...functions].filter((fn) => {
    const at = writtenAt(fn);
    if (!at || isInstalledPackage(at.file)) return false;
    const module = slice.modules.get(at.file);
    const find = isClass(fn) ? classAt : functionAt;
    const node = module && find(module.file, at.line, at.column);
    const source = node && sourceAround(module, node);
    if (!source) return !bundled.has(at.file) || isBlanked(slice, at);
    if (!runsOnce(source, node)) return false;
    // What runs once makes one function: a second one comes from another run of the same source.
    const isSecond = once.has(node);
    once.add(node);
    return isSecond;
  });
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

/** True for what the file is bundled without. */
function isBlanked(slice: Slice, { file, line, column }: WrittenAt): boolean {
  const { tree } = parseFile(file);
  const position = tree.getPositionOfLineAndCharacter(line, column);
  return [...deploymentOnly(file, slice.root).statements].some(
    (statement) => position >= statement.pos && position < statement.end,
  );
}

/** What is kept of a module with this function in it. */
function sourceAround(module: ModuleSlice, fn: ts.Node): ts.Node | undefined {
  const frames = [module, ...module.functions];
  return [
    ...frames.flatMap(({ units, leftOut }) => [...units, ...leftOut]),
    ...module.functions.map(({ node }) => node),
  ].find((each) => contains(each, fn));
}

/** True when one run of the source makes the function once: no other function and no loop is around it there. */
function runsOnce(source: ts.Node, fn: ts.Node): boolean {
  for (let node = fn; node !== source; node = node.parent) {
    const around = node.parent;
    if (ts.isFunctionLike(around) || ts.isIterationStatement(around, false)) return false;
  }
  return !ts.isFunctionLike(source);
}
