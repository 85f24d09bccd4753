// A variable that its source makes again must come out as it is now: what a loop, a condition or a function put into it
// while the program ran would be missing in Lambda without a word.
import * as ts from "typescript";
import { bundledFiles, functionsLeftOut } from "./bundled-functions";
import { CaptureError } from "./capture-error";
import { statementsAround } from "./configuration";
import { isImported, isIterated } from "./declarations";
import { functionsWithin } from "./functions-within";
import { AnyFunction } from "./inspector";
import { effectOf } from "./made-members";
import { Difference, differenceOf, mayBeHidden } from "./member-differences";
import { ModuleSlice } from "./module-slice";
import { isOutput, isResource } from "./plain-data";
import { relativeTo } from "./project";
import type { Slice } from "./slice";
import { contains } from "./source-file";
import { assignmentsOf, Change, changeOf, changesOf, isRead } from "./variable-changes";
import { writtenAt } from "./written-at";

export function checkKeptVariables(slice: Slice): void {
  const bundled = bundledFiles(slice);
  for (const module of slice.modules.values()) {
    for (const { kept } of [module, ...module.functions]) {
      for (const [declaration, { name, live }] of kept) {
        const value = live.known ? live.value : undefined;
        if (!mayHoldMembers(value)) continue;
        const variable = { slice, module, bundled, declaration, name, value };
        if (!isImported(declaration)) checkMembers(variable);
        checkFunctions(variable);
        warnOfChanges(variable);
      }
    }
  }
}

const mayHoldMembers = (value: unknown): boolean =>
  typeof value === "function" ||
  (typeof value === "object" && value !== null && !isOutput(value) && !isResource(value));

interface Variable {
  readonly slice: Slice;
  readonly module: ModuleSlice;
  /** Files that are bundled as they are. */
  readonly bundled: ReadonlySet<string>;
  readonly declaration: ts.Declaration;
  readonly name: string;
  readonly value: unknown;
}

const outside = "a loop, a condition or a function";

function checkMembers(variable: Variable): void {
  const { module, declaration, name, value } = variable;
  const changes = changesAlong(module, declaration);
  const source = sourceOf(module, declaration);
  const difference = differenceOf(module.file, value, source, changes.map(effectOf), [name]);
  if (!difference) return;
  const path = difference.path.join(".");
  const reason = {
    added: `captures ${path}, which the source of ${name} doesn't make: ${outside} put it there`,
    changed: `captures ${path}, which the source of ${name} makes differently: ${outside} changed it`,
    deleted: `captures ${name} without ${path}, which its source makes: ${outside} deleted it`,
  };
  throw notAlong(variable, placeOf(variable, difference), reason[difference.kind]);
}

function checkFunctions(variable: Variable): void {
  const { slice, bundled, name, value } = variable;
  const [fn] = functionsLeftOut(slice, bundled, functionsWithin(value, slice, bundled));
  if (!fn) return;
  const reason = `captures ${name}, which holds this function: ${outside} put it there`;
  throw notAlong(variable, placeOfFunction(slice, fn), reason);
}

const notAlong = ({ slice, name }: Variable, place: string, reason: string) =>
  new CaptureError(
    slice.handlerName,
    place,
    `${reason}, and that runs only while deploying. Make ${name} complete in its declaration, for example with ` +
      "Object.fromEntries(...), or in statements of their own in the same block.",
  );

/** Warns of statements that change the variable while deploying alone, where the difference doesn't show. */
function warnOfChanges({ slice, module, declaration, name, value }: Variable): void {
  const along = changesAlong(module, declaration).map(effectOf);
  const source = isImported(declaration) ? undefined : sourceOf(module, declaration);
  for (const change of changesOutside(module, declaration)) {
    if (isRead(change, value) || !mayBeHidden(value, source, along, effectOf(change))) continue;
    slice.warn(
      module,
      change.expression,
      `leaves this statement out: it changes ${name} in ${outside}, and that runs only while deploying. Write it as a statement of its own in the block that ` +
        `declares ${name}, or call it in the handler.`,
    );
  }
}

/** Changes by the module and by the blocks around captured functions that don't come along. */
function changesOutside(module: ModuleSlice, declaration: ts.Declaration): Change[] {
  const frames = [module, ...module.functions];
  const along = new Set<ts.Node>(frames.flatMap(({ units, leftOut }) => [...units, ...leftOut]));
  const found = new Set<ts.ExpressionStatement>();
  const find = (node: ts.Node): void => {
    if (along.has(node) || (ts.isFunctionLike(node) && !isIterated(node))) return;
    if (ts.isExpressionStatement(node)) found.add(node);
    ts.forEachChild(node, find);
  };
  module.file.tree.statements.forEach(find);
  for (const { node } of module.functions) statementsAround(node).forEach(find);
  return [...found]
    .flatMap((statement) => changeOf(statement.expression) ?? [])
    .filter(({ variable }) => module.file.declarationsOf(variable).includes(declaration));
}

/** The changes that come along into the bundle, in the order in which they run there. */
function changesAlong(module: ModuleSlice, declaration: ts.Declaration): Change[] {
  const statements = new Set<ts.Node>();
  for (const { units, leftOut } of [module, ...module.functions]) {
    for (const each of [...units, ...leftOut]) statements.add(each);
  }
  return [...statements]
    .filter((each) => ts.isExpressionStatement(each))
    .sort((a, b) => a.pos - b.pos)
    .flatMap((statement) => changeOf(statement.expression) ?? [])
    .filter(({ variable }) => module.file.declarationsOf(variable).includes(declaration));
}

/** What makes the variable's value: its initializer, or the declaration itself. */
function sourceOf(module: ModuleSlice, declaration: ts.Declaration): ts.Node | undefined {
  if (!ts.isVariableDeclaration(declaration)) {
    const name = ts.getNameOfDeclaration(declaration);
    const isMerged = name && ts.isIdentifier(name) && module.file.declarationsOf(name).length > 1;
    return isMerged ? undefined : declaration;
  }
  if (!ts.isIdentifier(declaration.name)) return undefined;
  return declaration.initializer ?? assignedValue(module, declaration);
}

/** The right side of `let a; a = ...;`. */
function assignedValue(module: ModuleSlice, declaration: ts.Declaration): ts.Node | undefined {
  const [assigned] = assignmentsOf(module.file, declaration);
  return assigned && ts.isBinaryExpression(assigned.parent) ? assigned.parent.right : undefined;
}

/** The line to look at: the function that stays behind, what changes the variable outside, or its declaration. */
function placeOf(variable: Variable, { value }: Difference): string {
  const { slice, module, bundled, declaration } = variable;
  const functions = functionsWithin([value], slice, bundled);
  const [fn] = functionsLeftOut(slice, bundled, functions);
  if (fn) return placeOfFunction(slice, fn);
  return slice.place(module, changeOutside(module, declaration) ?? declaration);
}

function placeOfFunction(slice: Slice, fn: AnyFunction): string {
  const at = writtenAt(fn);
  if (!at) return slice.handlerName;
  return `${relativeTo(slice.root, at.file)}:${at.line + 1}:${at.column + 1}`;
}

function changeOutside(module: ModuleSlice, declaration: ts.Declaration): ts.Node | undefined {
  const along = [module, ...module.functions].flatMap(({ units }) => [...units]);
  return changesOf(module.file, declaration).find(
    ({ expression }) => !along.some((each) => contains(each, expression)),
  )?.expression;
}
