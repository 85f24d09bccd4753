// A variable that gets another value after its declaration: what the declaration makes isn't what the handler sees.
import * as ts from "typescript";
import { AnyFunction } from "../live/inspector";
import { writtenAt } from "../live/written-at";
import { containerOf, Unit } from "../source/declarations";
import { isInstalledPackage } from "../source/project";
import { functionAt } from "../source/source-file";
import { contains, functionAround, runsAtOnce } from "../source/syntax";
import { assignmentsOf, changesOf, isRead } from "../source/variable-changes";
import { Finding, keep, Refusal, refusal, Use, warning } from "./findings";

/** How a variable that can be kept gets in: by its declaration, or by what was assigned to it since. */
export function captureReassigned(use: Use & { readonly unit: Unit }): Finding {
  const { part, identifier, declaration, live } = use;
  const all = assignmentsOf(part.module.file, declaration);
  // The handler itself has not run yet.
  const assignments = all.filter((each) => !contains(part.handler.node, each));
  if (assignments.length === 0) return keep(use);
  const statement = onlyAssignment(declaration, assignments);
  if (statement) return { kind: "keep", use, statement };
  if (live.known && typeof live.value === "function") {
    const fn = live.value as AnyFunction;
    const file = writtenAt(fn)?.file;
    if (file !== undefined && isWithin(use, fn)) return keep(use);
    if (file !== undefined && !isInstalledPackage(file) && !all.includes(identifier)) {
      return { kind: "function", replaces: identifier, fn };
    }
  }
  return refusal(
    part,
    all.includes(identifier) ? identifier : assignments[0],
    `captures ${identifier.text}, which this assignment gives another value than its declaration: which one the handler is to ` +
      `see can't be told. Declare ${identifier.text} with const, or keep what changes in a property of a const object.`,
  );
}

/** Refuses a value that was read before it was replaced: what is read in Lambda is the last one. */
export function refuseEarlierValue({ part, identifier, declaration }: Use): Refusal | undefined {
  const { node: reader, module } = part;
  if (!runsAtOnce(identifier, reader)) return undefined;
  const around = functionAround(declaration);
  const later = assignmentsOf(module.file, declaration).find((each) => {
    if (contains(reader, each)) return runsAtOnce(each, reader) && !isWhole(each, reader);
    return each.pos >= reader.end && functionAround(each) === around;
  });
  if (!later) return undefined;
  const { line } = module.file.position(reader);
  return refusal(
    part,
    later,
    `captures what line ${line} makes of ${identifier.text}, which this assignment changes. Give the two values a const each.`,
  );
}

/** Warns where a declaration was made of data that a statement changes later: Lambda makes it of the last state. */
export function warnOfEarlierState(use: Use, value: unknown): Finding | undefined {
  const { part, identifier, declaration } = use;
  const { node: reader, module } = part;
  if (typeof value !== "object" || !runsAtOnce(identifier, reader)) return undefined;
  const around = functionAround(declaration);
  const later = changesOf(module.file, declaration)
    .filter((each) => !isRead(each, value))
    .map(({ expression }) => expression)
    .find(
      (each) =>
        functionAround(each) === around &&
        (contains(reader, each)
          ? runsAtOnce(each, reader) && !ts.isCallExpression(each)
          : each.pos >= reader.end && ts.isExpressionStatement(each.parent)),
    );
  if (!later) return undefined;
  const { line } = module.file.position(reader);
  return warning(
    part,
    later,
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
  [assigned, ...more]: readonly ts.Identifier[],
): ts.ExpressionStatement | undefined {
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer) return undefined;
  const { parent: assignment } = assigned;
  const { parent: statement } = assignment;
  const isOnly =
    more.length === 0 &&
    ts.isBinaryExpression(assignment) &&
    assignment.left === assigned &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isExpressionStatement(statement) &&
    statement.parent === containerOf(declaration);
  return isOnly ? (statement as ts.ExpressionStatement) : undefined;
}

/** True for a function that stands in the declaration. */
function isWithin({ part, unit }: Use, fn: AnyFunction): boolean {
  const at = writtenAt(fn);
  const { file } = part.module;
  const node = at?.file === file.path ? functionAt(file, at.line, at.column) : undefined;
  return node !== undefined && unit !== undefined && contains(unit, node);
}
