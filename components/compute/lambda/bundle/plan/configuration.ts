// Statements that configure what the handler uses, such as `dayjs.extend(utc)` or `routes.set("a", ...)`: those of the
// module and of the blocks around a captured function, where they run exactly once.
import * as ts from "typescript";
import {
  containerOf,
  isImported,
  KeptStatement,
  moduleLoads,
  specifierOf,
} from "../source/declarations";
import { deploymentOnly } from "../source/deployment-only";
import { isDeploymentPackage, relativeTo } from "../source/project";
import { bareImports, sharedChanges } from "../source/shared-changes";
import { ParsedFile, parseFile } from "../source/source-file";
import { contains, isIterated } from "../source/syntax";
import { Change, changeOf, isRead } from "../source/variable-changes";
import { Collector } from "./collector";
import { FrameDraft, FunctionDraft, ModuleDraft } from "./drafts";
import { callsToFill, fillsElsewhere } from "./filled-elsewhere";
import { bundledFiles, placeOf } from "./plan";

interface InFrame {
  readonly module: ModuleDraft;
  readonly frame: FrameDraft;
}

/** Until nothing more comes along: what a statement needs may bring functions and modules of its own. */
export function addConfiguration(collector: Collector): void {
  const tried = new Map<FrameDraft, Set<ts.Statement>>();
  const isNew = (frame: FrameDraft, statement: ts.Statement) =>
    !frame.units.has(statement as KeptStatement) && !tried.get(frame)?.has(statement);
  const add = (
    { module, frame }: InFrame,
    owner: FrameDraft,
    statement: KeptStatement,
    isShared: boolean,
  ) => {
    tried.set(owner, (tried.get(owner) ?? new Set()).add(statement));
    const obstacle = collector.addStatement(module, frame, statement);
    if (!obstacle) return;
    const error = collector.error(obstacle);
    // One that needs what exists only while deploying is left out.
    if (!isShared && !obstacle.isDeploymentOnly) throw error;
    frame.leftOut.add(statement);
    collector.warn(placeOf(module, statement), `leaves this statement out: ${error.message}`);
  };
  for (let added = true; added;) {
    added = false;
    for (const module of collector.modules.values()) {
      for (const statement of bareImports(module.file)) {
        const { text } = statement.moduleSpecifier as ts.StringLiteral;
        if (!isDeploymentPackage(text)) module.bareImports.add(statement);
      }
      for (const frame of [module, ...module.functions]) {
        const statements = statementsOf(collector, module, frame);
        // What changes globals and the like comes along whatever the handler uses.
        for (const statement of sharedChanges(module.file, statements)) {
          if (!isNew(frame, statement) || !isNew(module, statement)) continue;
          add({ module, frame }, frame, statement, true);
          added = true;
        }
        for (const statement of statements.filter(ts.isExpressionStatement)) {
          const isCall = frame === module && isNew(module, statement);
          if (isCall && fillsElsewhere(collector, module.file, statement.expression)) {
            add({ module, frame }, module, statement, true);
            added = true;
            continue;
          }
          const change = changeOf(statement.expression);
          const owner = change && keeperOf(collector, { module, frame }, change.variable);
          if (!owner || tried.get(owner)?.has(statement)) continue;
          if (onlyReads(module, owner, change) || repeats(module, statement, change)) continue;
          add({ module, frame }, owner, statement, false);
          added = true;
        }
      }
    }
  }
  warnOfLeftOut(collector);
}

/** Of statements that fill what the handler uses, where they are more than a call or need what exists only while deploying. */
function warnOfLeftOut(collector: Collector): void {
  const { modules, root } = collector;
  const warn = (file: ParsedFile, statement: ts.Statement, why: string) => {
    if (!callsToFill(collector, file, statement)) return;
    const place = placeOf({ id: relativeTo(root, file.path), file }, statement);
    collector.warn(place, `leaves this statement out, which fills what the handler uses: ${why}`);
  };
  for (const path of bundledFiles(collector)) {
    if (modules.has(path)) continue;
    for (const statement of deploymentOnly(path, root).statements)
      warn(parseFile(path), statement, needsDeployment);
  }
  for (const module of modules.values()) {
    const { file, units, leftOut } = module;
    const isAlong = (statement: ts.Statement) => [...units, ...leftOut].some((each) => contains(statement, each)); // prettier-ignore
    for (const statement of statementsOf(collector, module, module))
      if (!isAlong(statement)) warn(file, statement, isNoCall);
  }
}

const needsDeployment =
  "it needs what exists only while deploying. Write it in the file that gives the handler, where an Output can be captured.";
const isNoCall =
  "only a call comes along by itself. Write the call as a statement of its own in this file, or move it to a module that the handler's code imports.";

/** Those of a module that is bundled as it is run there, but for what it lacks. */
function statementsOf(
  { search: { handler } }: Collector,
  { file }: ModuleDraft,
  frame: FrameDraft,
): readonly ts.Statement[] {
  if (frame instanceof FunctionDraft) return statementsAround(frame.node);
  const { statements } = file.tree;
  if (!handler.whole.has(file.path)) return statements;
  const lacking = deploymentOnly(file.path, handler.root).statements;
  return statements.filter((each) => lacking.has(each));
}

/** The statements of the blocks around a function, as far as they ran when it was made or have run since. */
function statementsAround(fn: ts.Node): ts.Statement[] {
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
  collector: Collector,
  { module, frame }: InFrame,
  variable: ts.Identifier,
): FrameDraft | undefined {
  const declarations = module.file.declarationsOf(variable);
  const imported = declarations.find(isImported);
  if (!imported) {
    return [frame, module].find((each) => declarations.some((one) => each.kept.has(one)));
  }
  const isHere = module.imports.has(variable.text) || isBundled(collector, specifierOf(imported));
  return isHere ? module : undefined;
}

/** True for a package that another file of the bundle imports: it is one for all. */
const isBundled = (collector: Collector, specifier: string): boolean =>
  !/^[./]/.test(specifier) &&
  !isDeploymentPackage(specifier) &&
  [...bundledFiles(collector)].some((file) =>
    parseFile(file)
      .tree.statements.flatMap(moduleLoads)
      .some((load) => load.specifier === specifier),
  );

/** True for a call that only reads what the variable holds now. */
const onlyReads = (module: ModuleDraft, owner: FrameDraft, change: Change): boolean =>
  module.file.declarationsOf(change.variable).some((declaration) => {
    const live = owner.kept.get(declaration)?.live;
    return live?.known === true && isRead(change, live.value);
  });

/** True when a loop inside the variable's scope runs the statement any number of times. */
function repeats({ file }: ModuleDraft, statement: ts.Statement, { variable }: Change): boolean {
  const containers = file.declarationsOf(variable).map(containerOf);
  for (let node: ts.Node = statement; !ts.isSourceFile(node); node = node.parent) {
    if (containers.includes(node)) return false;
    if (ts.isIterationStatement(node, false) || isIterated(node)) return true;
  }
  return false;
}
