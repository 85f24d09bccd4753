// Which variables are made of process.env. Their values on the machine that deploys say nothing about Lambda, and may be
// secrets: such a variable is made anew there.
import * as ts from "typescript";
import { importOf, isImported, isIterated } from "./declarations";
import { importedName, isAssigned, isEnvironment, whole } from "./environment-reads";
import { exportedVariable } from "./exported-variable";
import { isLocalSpecifier, resolveLocal } from "./project";
import { forEachReference, ParsedFile } from "./source-file";
import { assignmentsOf, changesOf } from "./variable-changes";

const answers = new WeakMap<ts.Node, boolean>();

/**
 * True where the value that a declaration gives its variable comes from process.env, directly, through other variables
 * and functions, or through a later statement.
 */
export function isMadeOfEnvironment(file: ParsedFile, declaration: ts.Declaration): boolean {
  const known = answers.get(declaration);
  if (known !== undefined) return known;
  answers.set(declaration, false); // for circles
  const answer = sourcesOf(file, declaration).some((source) => readsEnvironment(file, source));
  answers.set(declaration, answer);
  return answer;
}

/** What is run to make the variable's value. */
function sourcesOf(file: ParsedFile, declaration: ts.Declaration): ts.Node[] {
  if (ts.isFunctionLike(declaration) || ts.isClassLike(declaration)) return [declaration];
  if (ts.isEnumDeclaration(declaration) || ts.isModuleDeclaration(declaration))
    return [declaration];
  if (ts.isExportAssignment(declaration)) return [declaration.expression];
  let node: ts.Node = declaration;
  const own: ts.Node[] = [];
  while (!ts.isVariableDeclaration(node)) {
    if (!ts.isBindingElement(node) && !ts.isBindingName(node)) return [];
    if (ts.isBindingElement(node) && node.initializer) own.push(node.initializer);
    node = node.parent;
  }
  const isCatch = ts.isCatchClause(node.parent);
  if (isCatch) return [];
  if (node.initializer) own.push(node.initializer);
  const assigned = assignmentsOf(file, declaration).map((each) => each.parent);
  const changed = changesOf(file, declaration)
    .map(({ expression }) => expression)
    // A call is a change only where it is a statement: what `list.map(...)` is given doesn't get into the list.
    .filter((each) => !ts.isCallExpression(each) || ts.isExpressionStatement(each.parent));
  const block = blockOf(node);
  const later = [...assigned, ...changed].filter((each) => blockOf(each) === block);
  return [...own, ...later, ...later.flatMap(conditionsAround)];
}

function conditionsAround(node: ts.Node): ts.Node[] {
  const conditions: ts.Node[] = [];
  for (let each = node; !ts.isFunctionLike(each) && !ts.isSourceFile(each); each = each.parent) {
    if (ts.isIfStatement(each.parent)) conditions.push(each.parent.expression);
  }
  return conditions;
}

/** The function or file around a node: what a handler assigns while it runs isn't what it starts with. */
const blockOf = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(node.parent, (each) => ts.isFunctionLike(each) || ts.isSourceFile(each));

/** True when running this reads process.env. */
export function readsEnvironment(file: ParsedFile, source: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isTypeNode(node) || (node !== source && isLater(node))) return;
    if (ts.isExpression(node) && isEnvironment(file, node)) {
      found = !isAssigned(whole(node).parent);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (found) return true;
  forEachReference(source, (identifier) => {
    if (found || ts.findAncestor(identifier, (node) => node === source || isLater(node)) !== source) return; // prettier-ignore
    found = isNameOfSuch(file, identifier);
  });
  return found;
}

/** Functions that are only made here: callbacks and functions that are called at once run. */
function isLater(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || isIterated(node) || ts.isClassLike(node.parent)) return false;
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return !ts.isCallExpression(outer) && !ts.isNewExpression(outer);
}

function isNameOfSuch(file: ParsedFile, identifier: ts.Identifier): boolean {
  return file.declarationsOf(identifier).some((declaration) => {
    if (!isImported(declaration)) {
      const value = ts.isVariableDeclaration(declaration) && declaration.initializer;
      if (value && ts.isFunctionLike(value)) return answerOf(file, value);
      return isMadeOfEnvironment(file, declaration);
    }
    const { moduleSpecifier } = importOf(declaration);
    const specifier = (moduleSpecifier as ts.StringLiteral).text;
    const target = isLocalSpecifier(specifier) ? resolveLocal(specifier, file.path) : undefined;
    if (target === undefined) return false;
    const { parent } = identifier;
    const name = ts.isImportSpecifier(declaration)
      ? importedName(declaration)
      : ts.isImportClause(declaration)
        ? "default"
        : ts.isPropertyAccessExpression(parent)
          ? parent.name.text
          : undefined;
    const exported = name === undefined ? undefined : exportedVariable(target, name);
    return exported !== undefined && isMadeOfEnvironment(exported.file, exported.declaration);
  });
}

/** The same for a function: what it reads when it is called. */
const answerOf = (file: ParsedFile, fn: ts.Node): boolean => {
  const known = answers.get(fn);
  if (known !== undefined) return known;
  answers.set(fn, false);
  const answer = readsEnvironment(file, fn);
  answers.set(fn, answer);
  return answer;
};
