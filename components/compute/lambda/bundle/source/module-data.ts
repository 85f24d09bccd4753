// Plain data that another module exports. A bundled module runs anew in Lambda: what its source computes there may be
// something else than what the program saw.
import * as ts from "typescript";
import { exportedName, isConst, isImported, specifierOf } from "./declarations";
import { ExportedVariable, exportedVariable } from "./exported-variable";
import { localModule } from "./project";
import { ParsedFile } from "./source-file";
import { callsReader, isReference, referencesIn, runsAtOnce, someNode } from "./syntax";
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
export const isAssignedLater = ({ file, declaration }: ExportedVariable): boolean =>
  assignmentsOf(file, declaration).some((each) => !runsAtOnce(each, file.tree));

function initializerOf(declaration: ts.Declaration): ts.Expression | undefined {
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  return ts.isVariableDeclaration(declaration) && isConst(declaration)
    ? declaration.initializer
    : undefined;
}

function referencesOf(file: ParsedFile, declaration: ts.Declaration): ts.Identifier[] {
  const name = ts.getNameOfDeclaration(declaration);
  return referencesIn(file.tree).filter(
    (each) => each !== name && file.declarationsOf(each).includes(declaration),
  );
}

/** The change of a variable that this mention of it is part of. */
function changeBy(identifier: ts.Identifier): Change | undefined {
  for (let node: ts.Node = identifier; ts.isExpression(node); node = node.parent) {
    const change = changeOf(node);
    if (change?.variable === identifier && !callsReader(change.expression)) return change;
  }
  return undefined;
}

const fixedNames = /^(undefined|NaN|Infinity|Object|Map|Set|Date|URL|URLSearchParams|RegExp)$/;
const fixedCalls = /^(Object\.(assign|freeze)|[\w.]+\.(add|push|set))$/;

/** What a name stands for, in its own module or in the one that it is imported from. */
function variableOf(file: ParsedFile, name: ts.Identifier): ExportedVariable | undefined {
  const [declaration] = file.declarationsOf(name);
  if (!declaration) return undefined;
  const target = isImported(declaration) && localModule(specifierOf(declaration), file.path);
  const exported = target && exportedVariable(target, exportedName(declaration));
  return exported || { file, declaration };
}

/** The expressions that decide what a constant or an enum is. */
function madeFrom(declaration: ts.Declaration): ts.Expression[] | undefined {
  if (ts.isEnumDeclaration(declaration)) return declaration.members.flatMap(valueOf);
  if (ts.isEnumMember(declaration)) return valueOf(declaration);
  const initializer = initializerOf(declaration);
  return initializer && [initializer];
}

const valueOf = ({ initializer }: ts.EnumMember) => (initializer ? [initializer] : []);

/** True for an expression of literals: it has one value, wherever it runs. */
function isFixed(file: ParsedFile, source: ts.Node, seen: readonly ts.Node[] = []): boolean {
  const isOpen = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node)) {
      if (!isReference(node)) return false;
      const variable = variableOf(file, node);
      if (!variable) return !fixedNames.test(node.text);
      const { declaration } = variable;
      if (seen.includes(declaration)) return false;
      const made = madeFrom(declaration);
      return !made?.every((each) => isFixed(variable.file, each, [...seen, declaration]));
    }
    if (ts.isNewExpression(node))
      return !node.arguments?.length && node.expression.getText() === "Date";
    if (ts.isCallExpression(node)) return !fixedCalls.test(node.expression.getText());
    return (
      ts.isFunctionLike(node) ||
      ts.isClassLike(node) ||
      ts.isAwaitExpression(node) ||
      ts.isTaggedTemplateExpression(node) ||
      ts.isMetaProperty(node) ||
      node.kind === ts.SyntaxKind.ThisKeyword
    );
  };
  return !someNode(source, isOpen);
}
