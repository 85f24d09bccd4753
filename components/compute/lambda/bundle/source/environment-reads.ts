// Where source reads process.env, by its syntax alone.
import * as ts from "typescript";
import { exportedName, isImported, specifierOf } from "./declarations";
import { ParsedFile } from "./source-file";
import { contains, memberName, textOf, unwrapped, walk, wholeExpression } from "./syntax";

export interface EnvironmentRead {
  /** The variable of the environment; undefined where its name is computed, or all are taken. */
  readonly name?: string;
  readonly node: ts.Node;
  /** True where the source has an answer to a variable that isn't set: `?? "eu"`, a condition, a comparison. */
  readonly optional: boolean;
}

/** Every read of process.env below a node. */
export const environmentReads = (file: ParsedFile, root: ts.Node): EnvironmentRead[] =>
  environmentsIn(file, root).flatMap(readsThrough);

/** The names that statements below a node give values: `process.env.TZ = "UTC"`. */
export const environmentWrites = (file: ParsedFile, root: ts.Node): string[] =>
  environmentsIn(file, root)
    .filter(isEnvironmentWrite)
    .flatMap((node) => memberName(wholeExpression(node).parent) ?? []);

/** Every `process.env` below a node, in any of the ways to write it. */
function environmentsIn(file: ParsedFile, root: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  if (!/\benv\b/.test(file.text)) return found;
  walk(root, (node) => {
    const is = ts.isExpression(node) && isEnvironment(file, node);
    if (is) found.push(node);
    return !is;
  });
  return found;
}

export function isEnvironment(file: ParsedFile, node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === "env" && isProcess(file, node.expression);
  }
  if (!ts.isIdentifier(node) || node.text.length === 0) return false;
  if (ts.isVariableDeclaration(node.parent) && node.parent.name === node) return false;
  return file.declarationsOf(node).some((declaration) => {
    if (declaration.parent && contains(declaration, node)) return false;
    if (isImported(declaration)) {
      return isProcessModule(specifierOf(declaration)) && exportedName(declaration) === "env";
    }
    if (ts.isVariableDeclaration(declaration)) {
      const { initializer } = declaration;
      return initializer !== undefined && isEnvironment(file, unwrapped(initializer));
    }
    if (!ts.isBindingElement(declaration)) return false;
    const { propertyName, name, parent } = declaration;
    const source = ts.isVariableDeclaration(parent.parent) && parent.parent.initializer;
    return source && isProcess(file, source) && textOf(propertyName ?? name) === "env";
  });
}

function isProcess(file: ParsedFile, expression: ts.Expression): boolean {
  const node = unwrapped(expression);
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === "process" && /^global(This)?$/.test(textOf(node.expression) ?? "");
  }
  if (!ts.isIdentifier(node)) return false;
  const declarations = file.declarationsOf(node);
  if (declarations.length === 0) return node.text === "process";
  return declarations.some((each) => isImported(each) && isProcessModule(specifierOf(each)));
}

const isProcessModule = (specifier: string): boolean => /^(node:)?process$/.test(specifier);

function readsThrough(node: ts.Expression): EnvironmentRead[] {
  const environment = wholeExpression(node);
  const { parent } = environment;
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    return parent.name.elements.map((element) => ({
      name: element.dotDotDotToken ? undefined : (element.propertyName ?? element.name).getText(),
      node: element,
      optional: element.initializer !== undefined,
    }));
  }
  const isMember = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  if (!isMember || parent.expression !== environment) {
    // What only gives process.env another name reads nothing yet.
    return ts.isVariableDeclaration(parent) ? [] : [{ node, optional: true }];
  }
  if (isAssigned(parent)) return [];
  return [{ name: memberName(parent), node: parent, optional: isOptional(parent) }];
}

/** True where a node is what `=` or `delete` changes. */
const isAssigned = (node: ts.Node): boolean =>
  ts.isDeleteExpression(node.parent) ||
  (ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken);

/** True for `process.env.X = ...`, which reads nothing. */
export const isEnvironmentWrite = (node: ts.Expression): boolean =>
  isAssigned(wholeExpression(node).parent);

const answering = /^(\?\?=?|\|\|=?|&&|[!=]==?)$/;

function isOptional(read: ts.Expression): boolean {
  const node = ts.isNonNullExpression(read.parent) ? read : wholeExpression(read);
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return answering.test(parent.operatorToken.getText());
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  return (
    ts.isTypeOfExpression(parent) ||
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isPropertyAccessExpression(parent) && parent.questionDotToken !== undefined) ||
    (ts.isCallExpression(parent) && textOf(parent.expression) === "Boolean")
  );
}
