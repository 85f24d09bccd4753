// Plain data that another module exports. A bundled module runs anew in Lambda: what its source computes there may be
// something else than what the program saw.
import * as ts from "typescript";
import { runsAtOnce } from "./declarations";
import { ExportedVariable } from "./exported-variable";
import { unwrapped } from "./literals";
import { forEachReference, ParsedFile } from "./source-file";
import { assignmentsOf, Change, changeOf } from "./variable-changes";

/** True where running the module anew may give other data. */
export function isComputed({ file, declaration }: ExportedVariable): boolean {
  const initializer = initializerOf(declaration);
  if (!initializer) return false;
  if (!isFixed(file, initializer)) return true;
  return referencesOf(file, declaration).some((each) => {
    const change = runsAtOnce(each, file.tree) ? changeBy(each) : undefined;
    return change !== undefined && !isFixed(file, change.expression);
  });
}

/** True where code of the module may use or change the data after it was made. */
export function isSharedInModule({ file, declaration }: ExportedVariable): boolean {
  return !referencesOf(file, declaration).every((each) => {
    if (ts.isExportSpecifier(each.parent) || ts.isExportAssignment(each.parent)) return true;
    const isMember =
      ts.isPropertyAccessExpression(each.parent) || ts.isElementAccessExpression(each.parent);
    return runsAtOnce(each, file.tree) && (isMember || changeBy(each) !== undefined);
  });
}

/** True where the module changes what the variable holds, in a function or by a statement. */
export const isChangedIn = (file: ParsedFile, declaration: ts.Declaration): boolean =>
  referencesOf(file, declaration).some((each) => changeBy(each) !== undefined);

/** True for a `let` that functions of its module assign. */
export function isAssignedLater({ file, declaration }: ExportedVariable): boolean {
  return assignmentsOf(file, declaration).some((each) => !runsAtOnce(each, file.tree));
}

function initializerOf(declaration: ts.Declaration): ts.Expression | undefined {
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  const isConst =
    ts.isVariableDeclaration(declaration) &&
    ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const;
  return isConst ? declaration.initializer : undefined;
}

function referencesOf(file: ParsedFile, declaration: ts.Declaration): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const name = ts.getNameOfDeclaration(declaration);
  forEachReference(file.tree, (identifier) => {
    if (identifier !== name && file.declarationsOf(identifier).includes(declaration)) {
      found.push(identifier);
    }
  });
  return found;
}

/** The change of a variable that this mention of it is part of. */
function changeBy(identifier: ts.Identifier): Change | undefined {
  for (let node: ts.Node = identifier; ts.isExpression(node); node = node.parent) {
    const change = changeOf(node);
    if (change?.variable === identifier) return change;
  }
  return undefined;
}

const fixedClasses = ["Map", "Set", "Date", "URL", "URLSearchParams", "RegExp"];
const fixedNames = ["undefined", "NaN", "Infinity", "Object"];

/** True for an expression of literals: it has one value, wherever it runs. */
function isFixed(file: ParsedFile, source: ts.Node, seen: readonly ts.Node[] = []): boolean {
  const node = unwrapped(source);
  const all = (parts: readonly ts.Node[]) => parts.every((each) => isFixed(file, each, seen));
  if (ts.isIdentifier(node)) {
    const [declaration] = file.declarationsOf(node);
    if (!declaration) return fixedNames.includes(node.text);
    if (seen.includes(declaration)) return true;
    const initializer = initializerOf(declaration);
    return initializer ? isFixed(file, initializer, [...seen, declaration]) : false;
  }
  if (ts.isNewExpression(node)) {
    const { expression, arguments: values = [] } = node;
    if (!ts.isIdentifier(expression) || !fixedClasses.includes(expression.text)) return false;
    return all(values) && (expression.text !== "Date" || values.length > 0);
  }
  if (ts.isCallExpression(node)) {
    return /^(Object\.(assign|freeze)|[\w.]+\.(add|push|set))$/.test(node.expression.getText())
      ? all([node.expression, ...node.arguments])
      : false;
  }
  if (ts.isPropertyAccessExpression(node)) return isFixed(file, node.expression, seen);
  if (ts.isPropertyAssignment(node)) {
    const { name, initializer } = node;
    return all(ts.isComputedPropertyName(name) ? [name.expression, initializer] : [initializer]);
  }
  if (!partsOfFixed.some((is) => is(node))) return false;
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (each) => void parts.push(each));
  return all(parts);
}

const partsOfFixed: readonly ((node: ts.Node) => boolean)[] = [
  ts.isToken,
  ts.isElementAccessExpression,
  ts.isArrayLiteralExpression,
  ts.isObjectLiteralExpression,
  ts.isShorthandPropertyAssignment,
  ts.isSpreadElement,
  ts.isSpreadAssignment,
  ts.isTemplateExpression,
  ts.isTemplateSpan,
  ts.isPrefixUnaryExpression,
  ts.isBinaryExpression,
  ts.isConditionalExpression,
];
