// Where source reads process.env, by its syntax alone.
import * as ts from "typescript";
import { importOf, isImported } from "./declarations";
import { contains, ParsedFile } from "./source-file";

export interface EnvironmentRead {
  /** The variable of the environment; undefined where its name is computed, or all are taken. */
  readonly name?: string;
  readonly node: ts.Node;
  /** True where the source has an answer to a variable that isn't set: `?? "eu"`, a condition, a comparison. */
  readonly optional: boolean;
}

/** Every read of process.env below a node. */
export function environmentReads(file: ParsedFile, root: ts.Node): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  if (!/\benv\b/.test(file.text)) return reads;
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isExpression(node) && isEnvironment(file, node)) reads.push(...readsThrough(node));
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return reads;
}

/** The names that statements below a node give values: `process.env.TZ = "UTC"`. */
export function environmentWrites(file: ParsedFile, root: ts.Node): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const name =
      ts.isExpression(node) && isEnvironment(file, node) && isAssigned(whole(node).parent)
        ? nameRead(whole(node))
        : undefined;
    if (name !== undefined) names.push(name);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** True for `process.env`, in any of the ways to write it. */
export function isEnvironment(file: ParsedFile, node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === "env" && isProcess(file, node.expression);
  }
  if (!ts.isIdentifier(node) || node.text.length === 0) return false;
  if (ts.isVariableDeclaration(node.parent) && node.parent.name === node) return false;
  return file.declarationsOf(node).some((declaration) => {
    if (declaration.parent && contains(declaration, node)) return false;
    if (ts.isImportSpecifier(declaration)) {
      return isProcessModule(declaration) && importedName(declaration) === "env";
    }
    if (ts.isVariableDeclaration(declaration)) {
      const { initializer } = declaration;
      return initializer !== undefined && isEnvironment(file, unwrap(initializer));
    }
    const pattern = ts.isBindingElement(declaration) ? declaration.parent : undefined;
    const source =
      pattern && ts.isVariableDeclaration(pattern.parent) && pattern.parent.initializer;
    if (!source || !isProcess(file, unwrap(source))) return false;
    const { propertyName, name } = declaration as ts.BindingElement;
    return (propertyName ?? name).getText(file.tree) === "env";
  });
}

function isProcess(file: ParsedFile, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const { name, expression: of } = node;
    return name.text === "process" && ts.isIdentifier(of) && /^global(This)?$/.test(of.text);
  }
  if (!ts.isIdentifier(node)) return false;
  const declarations = file.declarationsOf(node);
  if (declarations.length === 0) return node.text === "process";
  return declarations.some((each) => isImported(each) && isProcessModule(each));
}

function isProcessModule(declaration: Parameters<typeof importOf>[0]): boolean {
  const { moduleSpecifier } = importOf(declaration);
  return ts.isStringLiteral(moduleSpecifier) && /^(node:)?process$/.test(moduleSpecifier.text);
}

export const importedName = ({ propertyName, name }: ts.ImportSpecifier): string =>
  (propertyName ?? name).text;

function unwrap(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
    ? unwrap(node.expression)
    : node;
}

/** With the parentheses and types around it. */
export function whole(node: ts.Expression): ts.Expression {
  const { parent } = node;
  return ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent)
    ? whole(parent)
    : node;
}

function nameRead(environment: ts.Expression): string | undefined {
  const { parent } = environment;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text;
  if (!ts.isElementAccessExpression(parent)) return undefined;
  const { argumentExpression: key } = parent;
  return ts.isStringLiteralLike(key) ? key.text : undefined;
}

function readsThrough(node: ts.Expression): EnvironmentRead[] {
  const environment = whole(node);
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
  return [{ name: nameRead(environment), node: parent, optional: isOptional(parent) }];
}

export const isAssigned = (node: ts.Node): boolean =>
  ts.isDeleteExpression(node.parent) ||
  (ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken);

const answering = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

function isOptional(read: ts.Expression): boolean {
  const node = ts.isNonNullExpression(read.parent) ? read : whole(read);
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return answering.has(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.ExclamationToken;
  }
  return (
    ts.isTypeOfExpression(parent) ||
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isPropertyAccessExpression(parent) && parent.questionDotToken !== undefined) ||
    (ts.isCallExpression(parent) &&
      ts.isIdentifier(parent.expression) &&
      parent.expression.text === "Boolean")
  );
}
