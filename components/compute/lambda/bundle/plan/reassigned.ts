// A variable that gets another value after its declaration: what the declaration makes isn't what the handler sees.
import * as ts from "typescript";
import { captureFunction } from "./capture-chain";
import { runsAtOnce } from "../source/declarations";
import { AnyFunction } from "../live/inspector";
import { Live } from "../live/live-values";
import { containerOf, Frame, ModuleSlice, Unit } from "./module-slice";
import { isInstalledPackage } from "../source/project";
import type { References } from "./references";
import { contains, functionAt } from "../source/source-file";
import { assignmentsOf, changesOf, isRead } from "../source/variable-changes";
import { WrittenAt, writtenAt } from "../live/written-at";

/** Captures a variable whose value its declaration alone doesn't tell; false where it does. */
export function captureReassigned(
  references: References,
  identifier: ts.Identifier,
  declaration: ts.Declaration,
  unit: Unit,
  live: Live,
  owner: Frame,
): boolean {
  const { slice, module } = references;
  // The handler itself has not run yet.
  const all = assignmentsOf(module.file, declaration);
  const assignments = all.filter((each) => !contains(slice.handlerNode, each));
  if (assignments.length === 0) return false;

  const only = onlyAssignment(declaration, assignments);
  if (only) {
    references.keep(owner, declaration, identifier, live);
    references.keepStatement(owner, only);
    return true;
  }
  if (live.known && typeof live.value === "function") {
    const fn = live.value as AnyFunction;
    const at = writtenAt(fn);
    if (at && isWithin(unit, module, at)) return false;
    if (at && !isInstalledPackage(at.file) && !all.includes(identifier)) {
      captureFunction(references, identifier, fn);
      return true;
    }
  }
  throw slice.error(
    module,
    all.includes(identifier) ? identifier : assignments[0],
    `captures ${identifier.text}, which this assignment gives another value than its declaration: which one the handler is to ` +
      `see can't be told. Declare ${identifier.text} with const, or keep what changes in a property of a const object.`,
  );
}

/** Refuses a value that was read before it was replaced: what is read in Lambda is the last one. */
export function refuseEarlierValue(
  references: References,
  identifier: ts.Identifier,
  declaration: ts.Declaration,
  reader: ts.Node,
): void {
  const { slice, module } = references;
  if (!runsAtOnce(identifier, reader)) return;
  const around = functionAround(containerOf(declaration));
  const later = assignmentsOf(module.file, declaration).find((each) => {
    if (contains(reader, each)) return runsAtOnce(each, reader) && !isWhole(each, reader);
    return each.pos > reader.end && functionAround(each) === around;
  });
  if (!later) return;
  const line = module.file.position(reader).line;
  throw slice.error(
    module,
    later,
    `captures what line ${line} makes of ${identifier.text}, which this assignment changes. Give the two values a const each.`,
  );
}

/** Warns where a declaration was made of data that a statement changes later: Lambda makes it of the last state. */
export function warnOfEarlierState(
  { slice, module }: References,
  identifier: ts.Identifier,
  declaration: ts.Declaration,
  value: unknown,
  reader: ts.Node,
): void {
  if (typeof value !== "object" || !runsAtOnce(identifier, reader)) return;
  const around = functionAround(containerOf(declaration));
  const changes = changesOf(module.file, declaration).filter((each) => !isRead(each, value));
  const later = changes.find(
    ({ expression }) =>
      (contains(reader, expression)
        ? runsAtOnce(expression, reader) && !ts.isCallExpression(expression)
        : expression.pos > reader.end && ts.isExpressionStatement(expression.parent)) &&
      functionAround(expression) === around,
  );
  if (!later) return;
  const line = module.file.position(reader).line;
  slice.warn(
    module,
    later.expression,
    `captures what line ${line} makes of ${identifier.text}, which this changes: in Lambda it is made of what ${identifier.text} is in the ` +
      "end. Change it before it is used, or use two objects.",
  );
}

/** True when the statement is this assignment. */
const isWhole = (assigned: ts.Identifier, statement: ts.Node): boolean =>
  ts.isExpressionStatement(statement) && statement.expression === assigned.parent;

/** `let a; a = ...;`, both in the same block: that is its declaration. */
function onlyAssignment(
  declaration: ts.Declaration,
  assignments: readonly ts.Identifier[],
): ts.ExpressionStatement | undefined {
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer) return undefined;
  if (assignments.length !== 1) return undefined;
  const assignment = assignments[0].parent;
  const statement = assignment.parent;
  const isSimple =
    ts.isBinaryExpression(assignment) &&
    assignment.left === assignments[0] &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isExpressionStatement(statement) &&
    statement.parent === containerOf(declaration);
  return isSimple ? (statement as ts.ExpressionStatement) : undefined;
}

function isWithin(unit: Unit, module: ModuleSlice, { file, line, column }: WrittenAt): boolean {
  const node = file === module.file.path ? functionAt(module.file, line, column) : undefined;
  return node !== undefined && contains(unit, node);
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node, (each) => ts.isFunctionLike(each) || ts.isSourceFile(each));
}
