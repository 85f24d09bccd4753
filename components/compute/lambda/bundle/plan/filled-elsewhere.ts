// Calls that fill another module, such as `register(plugin)`, where code in the bundle uses what `register` fills.
import * as ts from "typescript";
import {
  declaredBy,
  exportedName,
  isImported,
  moduleLoads,
  specifierOf,
} from "../source/declarations";
import { ExportedVariable, exportedVariable } from "../source/exported-variable";
import { localModule } from "../source/project";
import { ParsedFile, parseFile } from "../source/source-file";
import {
  callsFiller,
  contains,
  isIterated,
  referencesIn,
  runsAtOnce,
  someNode,
} from "../source/syntax";
import { assignmentsOf, changesOf } from "../source/variable-changes";
import { bundledFiles, ModuleSlice } from "./plan";

export interface Bundled {
  readonly modules: ReadonlyMap<string, ModuleSlice>;
  readonly root: string;
}

/** True for a statement in which such a call runs at once, also within a loop or as a decorator. */
export const callsToFill = (bundled: Bundled, file: ParsedFile, statement: ts.Statement): boolean =>
  someNode(
    statement,
    (node) =>
      (ts.isCallExpression(node) || ts.isDecorator(node)) &&
      (runsAtOnce(node, statement) || ts.findAncestor(node, ts.isDecorator) !== undefined) &&
      fillsElsewhere(bundled, file, node),
  );

/** True for such a call, or a decorator. */
export function fillsElsewhere(bundled: Bundled, file: ParsedFile, call: ts.Node): boolean {
  const { name, calls } = calledIn(call);
  const declaration = name && file.declarationsOf(name).find(isImported);
  if (!declaration) return false;
  const filler = exportOf(file.path, specifierOf(declaration), exportedName(declaration));
  const isThere = filler && bundledFiles(bundled).has(filler.file.path);
  if (!isThere) return false;
  const filled = filledBy(filler, calls);
  if (filled.length === 0) return false;
  const used = mentionedFrom(filler.file, usedOf(bundled, filler.file.path));
  return filled.some((each) => used.includes(each));
}

/** `register` in `register(a)`, `await register(a)`, `route("GET /")(a)` and `@Get("/")`, and how often something is called. */
function calledIn(node: ts.Node): { readonly name?: ts.Identifier; readonly calls: number } {
  if (ts.isIdentifier(node)) return { name: node, calls: 0 };
  const isCall = ts.isCallExpression(node) || ts.isDecorator(node);
  if (!isCall && !ts.isAwaitExpression(node) && !ts.isVoidExpression(node)) return { calls: 0 };
  const { name, calls } = calledIn(node.expression);
  return { ...(name && { name }), calls: calls + (isCall ? 1 : 0) };
}

const exportOf = (
  importer: string,
  specifier: string,
  name: string,
): ExportedVariable | undefined => {
  const target = localModule(specifier, importer);
  return target === undefined ? undefined : exportedVariable(target, name);
};

/** Declarations of the module, and those that they mention, themselves or through others. */
function mentionedFrom(file: ParsedFile, first: readonly ts.Declaration[]): ts.Declaration[] {
  const topLevel = new Set<ts.Node>(file.tree.statements.flatMap(declaredBy));
  const found = new Set(first);
  for (const declaration of found) {
    for (const each of referencesIn(declaration).flatMap((name) => file.declarationsOf(name)))
      if (topLevel.has(each)) found.add(each);
  }
  return [...found];
}

/** The variables of its module that so many calls of a function assign or add something to, themselves or through others. */
function filledBy({ file, declaration }: ExportedVariable, calls: number): ts.Declaration[] {
  const runs = new Map([[declaration, calls]]);
  const runsIn = (node: ts.Node) =>
    [...runs].some(([one, depth]) => contains(one, node) && functionsAround(node, one) <= depth);
  const mentioned = mentionedFrom(file, [declaration]);
  for (const each of mentioned) {
    const isRun = referencesIn(file.tree).some((name) => file.declarationsOf(name).includes(each) && runsIn(name)); // prettier-ignore
    if (isRun && !runs.has(each)) runs.set(each, 1);
  }
  return mentioned.filter((variable) =>
    [
      ...assignmentsOf(file, variable),
      ...changesOf(file, variable)
        .map(({ expression }) => expression)
        .filter((each) => !ts.isCallExpression(each) || callsFiller(each)),
    ].some((each) => !contains(variable, each) && runsIn(each)),
  );
}

function functionsAround(node: ts.Node, within: ts.Node): number {
  let count = 0;
  for (let each = node; each !== within.parent; each = each.parent)
    if (ts.isFunctionLike(each) && !isIterated(each)) count++;
  return count;
}

/** What the bundle uses of a module. */
function usedOf({ modules, root }: Bundled, path: string): ts.Declaration[] {
  const all = () => parseFile(path).tree.statements.flatMap(declaredBy);
  const used = (importer: string, specifier: string, name: string) => {
    if (name === "*") return localModule(specifier, importer) === path ? all() : [];
    const exported = exportOf(importer, specifier, name);
    return exported?.file.path === path ? [exported.declaration] : [];
  };
  const inSlices = [...modules.values()].flatMap(({ file, imports }) =>
    [...imports.values()].flatMap(({ from, imported }) => used(file.path, from, imported)),
  );
  const inFiles = [...bundledFiles({ modules, root })].flatMap((file) =>
    parseFile(file)
      .tree.statements.flatMap(moduleLoads)
      .flatMap(({ specifier, names, namespace }) => [
        ...names.flatMap(({ exported }) => used(file, specifier, exported)),
        ...(namespace === undefined ? [] : used(file, specifier, "*")),
      ]),
  );
  const kept = [...(modules.get(path)?.kept.keys() ?? [])];
  return [...inSlices, ...inFiles, ...kept];
}
