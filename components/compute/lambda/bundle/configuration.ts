// Statements that configure what the handler uses, such as `dayjs.extend(utc)` or `routes.set("a", ...)`: those of the
// module and of the blocks around a captured function, where they run exactly once.
import * as ts from "typescript";
import { DeploymentOnlyError } from "./capture-error";
import { isImported, isIterated } from "./declarations";
import { containerOf, Frame, FunctionSlice, ModuleSlice } from "./module-slice";
import { References } from "./references";
import type { Slice } from "./slice";
import { Change, changeOf, isRead } from "./variable-changes";

interface Candidate {
  readonly statement: ts.ExpressionStatement;
  readonly change: Change;
}

/** One that needs what exists only while deploying is left out with a warning. */
export function addConfiguration(slice: Slice): void {
  const candidates = new Map<Frame, readonly Candidate[]>();
  const tried = new Map<Frame, Set<ts.Statement>>();
  for (let added = true; added;) {
    added = false;
    // What a statement needs may bring functions and modules of its own.
    for (const module of slice.modules.values()) {
      for (const frame of [module, ...module.functions]) {
        const known = candidates.get(frame) ?? candidatesOf(module, frame);
        candidates.set(frame, known);
        for (const { statement, change } of known) {
          const owner = keeperOf(module, frame, change.variable);
          if (!owner || tried.get(owner)?.has(statement)) continue;
          if (onlyReads(module, owner, change) || repeats(module, statement, change)) continue;
          tried.set(owner, (tried.get(owner) ?? new Set()).add(statement));
          added = true;
          addStatement(slice, module, frame, statement);
        }
      }
    }
  }
}

function candidatesOf(module: ModuleSlice, frame: Frame): Candidate[] {
  const statements =
    frame instanceof FunctionSlice ? statementsAround(frame.node) : module.file.tree.statements;
  return statements.flatMap((statement) => {
    const change = ts.isExpressionStatement(statement) && changeOf(statement.expression);
    return change ? [{ statement, change }] : [];
  });
}

/** The statements of the blocks around a function, as far as they ran when it was made or have run since. */
export function statementsAround(fn: ts.Node): ts.Statement[] {
  const found: ts.Statement[] = [];
  let returned = false;
  for (let node = fn; !ts.isSourceFile(node.parent); node = node.parent) {
    returned = (returned || ts.isReturnStatement(node)) && !ts.isFunctionLike(node);
    const block = node.parent;
    if (!ts.isBlock(block) && !ts.isCaseClause(block) && !ts.isDefaultClause(block)) continue;
    found.push(...block.statements.filter(({ pos }) => pos < node.end || !returned));
  }
  return found;
}

/** The frame that keeps the variable's declaration, if it is kept as source. */
function keeperOf(module: ModuleSlice, frame: Frame, variable: ts.Identifier): Frame | undefined {
  const declarations = module.file.declarationsOf(variable);
  if (declarations.some(isImported)) {
    return module.imports.has(variable.text) ? module : undefined;
  }
  return [frame, module].find((each) => declarations.some((one) => each.kept.has(one)));
}

/** True for a call that only reads what the variable holds now. */
function onlyReads(module: ModuleSlice, owner: Frame, change: Change): boolean {
  return module.file.declarationsOf(change.variable).some((declaration) => {
    const live = owner.kept.get(declaration)?.live;
    return live?.known === true && isRead(change, live.value);
  });
}

/** True when a loop inside the variable's scope runs the statement any number of times. */
function repeats(module: ModuleSlice, statement: ts.Statement, { variable }: Change): boolean {
  const containers = module.file.declarationsOf(variable).map(containerOf);
  for (let node: ts.Node = statement; !ts.isSourceFile(node); node = node.parent) {
    if (containers.includes(node)) return false;
    if (ts.isIterationStatement(node, false) || isIterated(node)) return true;
  }
  return false;
}

function addStatement(
  slice: Slice,
  module: ModuleSlice,
  frame: Frame,
  statement: ts.ExpressionStatement,
): void {
  const restore = slice.snapshot();
  try {
    slice.guard(module, statement, () => new References(slice, module, frame).visitUnit(statement));
    frame.units.add(statement);
  } catch (error) {
    restore();
    if (!(error instanceof DeploymentOnlyError)) throw error;
    frame.leftOut.add(statement);
    slice.warn(module, statement, `leaves this statement out: ${error.message}`);
  }
}
