// Which variables of a module a top-level statement changes when the module is loaded: by itself, or through a function
// of the module that it calls.
import * as ts from "typescript";
import { isIterated, isReader } from "./declarations";
import { ParsedFile } from "./source-file";
import { changeOf, isAssigned } from "./variable-changes";

export function variablesChangedBy(parsed: ParsedFile, statement: ts.Statement): Set<string> {
  const changed = new Set<string>();
  const visited = new Set<ts.Node>();

  const mark = (variable: ts.Identifier, given: Given): void => {
    for (const declaration of parsed.declarationsOf(variable)) {
      const passed = given.get(declaration);
      if (passed) mark(passed, new Map());
      else if (isTopLevel(declaration)) changed.add(variable.text);
    }
  };
  const visit = (node: ts.Node, given: Given): void => {
    if (ts.isTypeNode(node) || (isDeferred(node) && !isIterated(node))) return;
    if (ts.isIdentifier(node) && isAssigned(parsed, node)) mark(node, given);
    const change = ts.isExpression(node) && changeOf(node);
    if (change && !isOnlyRead(change.expression)) mark(change.variable, given);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) call(node);
    ts.forEachChild(node, (child) => visit(child, given));
  };
  const call = ({ expression, arguments: values }: ts.CallExpression): void => {
    const fn = functionOf(parsed, expression as ts.Identifier);
    if (!fn || visited.has(fn)) return;
    visited.add(fn);
    const given: Given = new Map();
    fn.parameters.forEach((parameter, index) => {
      const value = values[index];
      if (value && ts.isIdentifier(value)) given.set(parameter, value);
    });
    visit(fn.body, given);
  };
  visit(statement, new Map());
  return changed;
}

/** Parameters, with the variables that a call gives for them. */
type Given = Map<ts.Declaration, ts.Identifier>;

/** Code that doesn't run with the statement it stands in. */
const isDeferred = (node: ts.Node): boolean => ts.isFunctionLike(node) || ts.isClassLike(node);

/** `routes.map(...)` within a larger expression; as a statement of its own it has some effect. */
function isOnlyRead(expression: ts.Expression): boolean {
  return (
    !ts.isExpressionStatement(expression.parent) &&
    ts.isCallExpression(expression) &&
    ts.isPropertyAccessExpression(expression.expression) &&
    isReader(expression.expression.name.text)
  );
}

function isTopLevel(declaration: ts.Declaration): boolean {
  const around = ts.findAncestor(
    declaration.parent,
    (node) => ts.isFunctionLike(node) || ts.isBlock(node) || ts.isSourceFile(node),
  );
  return around !== undefined && ts.isSourceFile(around) && !ts.isImportSpecifier(declaration);
}

type ModuleFunction = ts.SignatureDeclaration & { readonly body: ts.Node };

/** The function of the module that a name stands for. */
function functionOf(parsed: ParsedFile, name: ts.Identifier): ModuleFunction | undefined {
  for (const declaration of parsed.declarationsOf(name)) {
    const node = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    const isFunction =
      node &&
      (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node));
    if (isFunction && node.body) return node as ModuleFunction;
  }
  return undefined;
}
