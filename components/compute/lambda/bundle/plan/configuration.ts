// Statements that configure what the handler uses, such as `dayjs.extend(utc)` or `routes.set("a", ...)`: those of the
// module and of the blocks around a captured function, where they run exactly once.
import * as ts from "typescript";
import { bundledFiles } from "./bundled-parts";
import { CaptureError, DeploymentOnlyError } from "./capture-error";
import { importOf, isImported, isIterated } from "../source/declarations";
import { containerOf, Frame, FunctionSlice, KeptStatement, ModuleSlice } from "./module-slice";
import { moduleLoads } from "../source/module-loads";
import { isDeploymentPackage } from "../source/project";
import { References } from "./references";
import { bareImports, sharedChanges } from "../source/shared-changes";
import type { Slice } from "./slice";
import { parseFile } from "../source/source-file";
import { Change, changeOf, isRead } from "../source/variable-changes";

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
      addBareImports(module);
      for (const frame of [module, ...module.functions]) {
        added = addSharedChanges(slice, module, frame, tried) || added;
        const known = candidates.get(frame) ?? candidatesOf(module, frame);
        candidates.set(frame, known);
        for (const { statement, change } of known) {
          const owner = keeperOf(slice, module, frame, change.variable);
          if (!owner || tried.get(owner)?.has(statement)) continue;
          if (onlyReads(module, owner, change) || repeats(module, statement, change)) continue;
          note(tried, owner, statement);
          added = true;
          addStatement(slice, module, frame, statement);
        }
      }
    }
  }
}

const note = (tried: Map<Frame, Set<ts.Statement>>, owner: Frame, statement: ts.Statement) =>
  tried.set(owner, (tried.get(owner) ?? new Set()).add(statement));

const statementsOf = (module: ModuleSlice, frame: Frame): readonly ts.Statement[] =>
  frame instanceof FunctionSlice ? statementsAround(frame.node) : module.file.tree.statements;

function addBareImports(module: ModuleSlice): void {
  for (const statement of bareImports(module.file)) {
    const { text } = statement.moduleSpecifier as ts.StringLiteral;
    if (!isDeploymentPackage(text)) module.bareImports.add(statement);
  }
}

/** What changes globals and the like comes along whatever the handler uses; true where something new did. */
function addSharedChanges(
  slice: Slice,
  module: ModuleSlice,
  frame: Frame,
  tried: Map<Frame, Set<ts.Statement>>,
): boolean {
  const found = sharedChanges(module.file, statementsOf(module, frame)).filter(
    (statement) =>
      ![frame, module].some((each) => each.units.has(statement) || tried.get(each)?.has(statement)),
  );
  for (const statement of found) {
    note(tried, frame, statement);
    addStatement(slice, module, frame, statement, CaptureError);
  }
  return found.length > 0;
}

function candidatesOf(module: ModuleSlice, frame: Frame): Candidate[] {
  return statementsOf(module, frame).flatMap((statement) => {
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
function keeperOf(
  slice: Slice,
  module: ModuleSlice,
  frame: Frame,
  variable: ts.Identifier,
): Frame | undefined {
  const declarations = module.file.declarationsOf(variable);
  const imported = declarations.find(isImported);
  if (imported) {
    const { text } = importOf(imported).moduleSpecifier as ts.StringLiteral;
    return module.imports.has(variable.text) || isBundled(slice, text) ? module : undefined;
  }
  return [frame, module].find((each) => declarations.some((one) => each.kept.has(one)));
}

/** True for a package that another file of the bundle imports: it is one for all. */
const isBundled = (slice: Slice, specifier: string): boolean =>
  !/^[./]/.test(specifier) &&
  !isDeploymentPackage(specifier) &&
  [...bundledFiles(slice)].some((file) =>
    parseFile(file)
      .tree.statements.flatMap(moduleLoads)
      .some((load) => load.specifier === specifier),
  );

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
  statement: KeptStatement,
  /** The errors that a warning can take the place of. */
  excusable: typeof CaptureError = DeploymentOnlyError,
): void {
  const restore = slice.snapshot();
  try {
    slice.guard(module, statement, () => new References(slice, module, frame).visitUnit(statement));
    frame.units.add(statement);
  } catch (error) {
    restore();
    if (!(error instanceof excusable)) throw error;
    frame.leftOut.add(statement);
    slice.warn(module, statement, `leaves this statement out: ${(error as Error).message}`);
  }
}
