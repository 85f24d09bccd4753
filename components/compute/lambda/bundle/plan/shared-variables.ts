// Two captured functions that close over the same local variable: data stays one object, but a variable that is assigned
// can't be shared, as each function brings its own.
import * as ts from "typescript";
import { AnyFunction } from "../live/inspector";
import { writtenAt } from "../live/written-at";
import { isInstalledPackage } from "../source/project";
import { assignmentsOf } from "../source/variable-changes";
import type { FunctionDraft, ModuleDraft } from "./drafts";
import { Finding, Refusal, refusal, warning } from "./findings";

/** Refusals and warnings for every two functions of a module. */
export const sharedVariables = (module: ModuleDraft): Finding[] =>
  module.functions.flatMap((fn, index) =>
    module.functions
      .slice(0, index)
      .flatMap((other) => [...refused(module, fn, other), ...warned(module, fn, other)]),
  );

function refused(module: ModuleDraft, fn: FunctionDraft, other: FunctionDraft): Refusal[] {
  const declarations = new Set([...other.values].map(({ declaration }) => declaration));
  return [...fn.values].flatMap(({ name, declaration, container }) => {
    if (!declaration || !declarations.has(declaration)) return [];
    const isElsewhere = (node: ts.Node) =>
      ts.findAncestor(node, (each) => each === container || ts.isFunctionLike(each)) !== container;
    const assignment = assignmentsOf(module.file, declaration).find(isElsewhere);
    if (!assignment || !mayBeOne(name, fn, other)) return [];
    const reason =
      `captures ${name} in two functions, which can't share it: in Lambda each would have its own. Keep it in an object that both ` +
      `share: const state = { ${name}: ... }.`;
    return [refusal({ module }, assignment, reason)];
  });
}

/** False where another variable of the same scope shows that two calls made the functions. */
function mayBeOne(name: string, fn: FunctionDraft, other: FunctionDraft): boolean {
  const [one, two] = [fn, other].map(({ scopes }) => scopes.find((scope) => name in scope));
  if (!one || !two) return false;
  return Object.keys(one).every((key) => Object.is(one[key], two[key]));
}

/** Warns of an object that two functions see and that each makes anew. */
const warned = (module: ModuleDraft, fn: FunctionDraft, other: FunctionDraft): Finding[] =>
  [...fn.kept].flatMap(([declaration, { name, live }]) => {
    const same = other.kept.get(declaration)?.live;
    const isOne = live.known && same?.known && live.value === same.value;
    if (!isOne || !mayHaveState(live.value)) return [];
    const text = `captures ${name} in two functions, and each makes it anew in Lambda. Make it at module level, where both share it.`;
    return [warning({ module }, declaration, text)];
  });

/** False for functions, and for the clients and schemas of packages: two of them are as good as one. */
function mayHaveState(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const made = (value as { constructor?: unknown }).constructor;
  const at = typeof made === "function" ? writtenAt(made as AnyFunction) : undefined;
  return !at || !isInstalledPackage(at.file);
}
