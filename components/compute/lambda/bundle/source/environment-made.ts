// Which variables are made of process.env. Their values on the machine that deploys say nothing about Lambda, and may be
// secrets: such a variable is made anew there.
import * as ts from "typescript";
import { exportedName, isImported, specifierOf } from "./declarations";
import { isEnvironment, isEnvironmentWrite } from "./environment-reads";
import { exportedVariable } from "./exported-variable";
import { localModule } from "./project";
import { ParsedFile } from "./source-file";
import { functionAround, isIterated, referencesIn, someNode } from "./syntax";
import { assignmentsOf, changesOf } from "./variable-changes";

const answers = new WeakMap<ts.Node, boolean>();

/** The answer for a declaration or a function, asked for once; no where it is asked for in a circle. */
function answerOnce(node: ts.Node, answer: () => boolean): boolean {
  const known = answers.get(node);
  if (known !== undefined) return known;
  answers.set(node, false);
  const found = answer();
  answers.set(node, found);
  return found;
}

/**
 * True where the value that a declaration gives its variable comes from process.env, directly, through other variables
 * and functions, or through a later statement.
 */
export const isMadeOfEnvironment = (file: ParsedFile, declaration: ts.Declaration): boolean =>
  answerOnce(declaration, () =>
    sourcesOf(file, declaration).some((source) => readsEnvironment(file, source)),
  );

/** What is run to make the variable's value. */
function sourcesOf(file: ParsedFile, declaration: ts.Declaration): ts.Node[] {
  if (
    ts.isFunctionLike(declaration) ||
    ts.isClassLike(declaration) ||
    ts.isEnumDeclaration(declaration) ||
    ts.isModuleDeclaration(declaration)
  ) {
    return [declaration];
  }
  if (ts.isExportAssignment(declaration)) return [declaration.expression];
  let node: ts.Node = declaration;
  const own: ts.Node[] = [];
  while (!ts.isVariableDeclaration(node)) {
    if (!ts.isBindingElement(node) && !ts.isBindingName(node)) return [];
    if (ts.isBindingElement(node) && node.initializer) own.push(node.initializer);
    node = node.parent;
  }
  if (ts.isCatchClause(node.parent)) return [];
  if (node.initializer) own.push(node.initializer);
  const assigned = assignmentsOf(file, declaration).map((each) => each.parent);
  const changed = changesOf(file, declaration)
    .map(({ expression }) => expression)
    // A call is a change only where it is a statement: what `list.map(...)` is given doesn't get into the list.
    .filter((each) => !ts.isCallExpression(each) || ts.isExpressionStatement(each.parent));
  // What a handler assigns while it runs isn't what it starts with.
  const around = functionAround(node);
  const later = [...assigned, ...changed].filter((each) => functionAround(each) === around);
  return [...own, ...later, ...later.flatMap(conditionsAround)];
}

function conditionsAround(node: ts.Node): ts.Node[] {
  const conditions: ts.Node[] = [];
  for (let each = node; !ts.isFunctionLike(each) && !ts.isSourceFile(each); each = each.parent) {
    if (ts.isIfStatement(each.parent)) conditions.push(each.parent.expression);
  }
  return conditions;
}

/** True when running this reads process.env. */
export function readsEnvironment(file: ParsedFile, source: ts.Node): boolean {
  const isRun = (node: ts.Node) =>
    ts.findAncestor(node, (each) => each === source || isLater(each)) === source;
  const isRead = (node: ts.Node) =>
    ts.isExpression(node) && isEnvironment(file, node) && !isEnvironmentWrite(node) && isRun(node);
  return (
    (/\benv\b/.test(file.text) && someNode(source, isRead)) ||
    referencesIn(source).some((identifier) => isRun(identifier) && isNameOfSuch(file, identifier))
  );
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
      // What a function reads when it is called.
      return value && ts.isFunctionLike(value)
        ? answerOnce(value, () => readsEnvironment(file, value))
        : isMadeOfEnvironment(file, declaration);
    }
    const target = localModule(specifierOf(declaration), file.path);
    if (target === undefined) return false;
    const { parent } = identifier;
    const name = exportedName(declaration);
    const member = ts.isPropertyAccessExpression(parent) ? parent.name.text : undefined;
    const read = name === "*" ? member : name;
    const exported = read === undefined ? undefined : exportedVariable(target, read);
    return exported !== undefined && isMadeOfEnvironment(exported.file, exported.declaration);
  });
}
