// How source is looked through: the one walk over a syntax tree, and what an expression, a statement or a name is.
import * as ts from "typescript";

/** Visits a node and all that is code below it, leaving types out; not what is below a node for which `visit` gives false. */
export function walk(root: ts.Node, visit: (node: ts.Node) => unknown): void {
  const enter = (node: ts.Node): void => {
    if (!isType(node) && visit(node) !== false) ts.forEachChild(node, enter);
  };
  enter(root);
}

function isType(node: ts.Node): boolean {
  if (ts.isTypeNode(node)) return !ts.isExpressionWithTypeArguments(node);
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword;
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

/** The first node of a kind, in the order of the source. */
export function findNode<Found extends ts.Node>(
  root: ts.Node,
  is: (node: ts.Node) => node is Found,
): Found | undefined;
export function findNode(root: ts.Node, is: (node: ts.Node) => boolean): ts.Node | undefined;
export function findNode(root: ts.Node, is: (node: ts.Node) => boolean): ts.Node | undefined {
  let found: ts.Node | undefined;
  walk(root, (node) => {
    if (!found && is(node)) found = node;
    return found === undefined;
  });
  return found;
}

export const someNode = (root: ts.Node, is: (node: ts.Node) => boolean): boolean =>
  findNode(root, is) !== undefined;

export const contains = (outer: ts.Node, inner: ts.Node): boolean =>
  inner.pos >= outer.pos && inner.end <= outer.end;

/** Every use of a variable below a node. */
export function referencesIn(root: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  walk(root, (node) => {
    if (ts.isImportDeclaration(node)) return false;
    if (ts.isIdentifier(node) && isReference(node)) found.push(node);
    return true;
  });
  return found;
}

/** True when the identifier is a use of a variable, not the name of a property, label or the like. */
export function isReference(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== identifier;
  if (ts.isBindingElement(parent)) return parent.propertyName !== identifier;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) {
    return false;
  }
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === identifier;
  if (ts.isEnumMember(parent)) return parent.initializer === identifier;
  if (
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isMetaProperty(parent) ||
    ts.isJsxAttribute(parent) ||
    ts.isQualifiedName(parent)
  ) {
    return false;
  }
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isAccessor(parent)
  ) {
    return parent.name !== identifier;
  }
  return true;
}

type Wrapper =
  ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression;

const isWrapper = (node: ts.Node): node is Wrapper =>
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isNonNullExpression(node);

/** Without parentheses, `!` and types. */
export const unwrapped = (node: ts.Expression): ts.Expression =>
  isWrapper(node) ? unwrapped(node.expression) : node;

/** With the parentheses, `!` and types around it. */
export const wholeExpression = (node: ts.Expression): ts.Expression =>
  isWrapper(node.parent) ? wholeExpression(node.parent) : node;

/** A property that the source reads from a variable. */
export interface Step {
  readonly name: string;
  /** The whole expression, with this step. */
  readonly node: ts.Expression;
}

/** The property that the surrounding expression reads. */
export function step(expression: ts.Expression): Step | undefined {
  const node = wholeExpression(expression);
  const { parent } = node;
  const name = memberName(parent);
  if (name === undefined || (parent as MemberAccess).expression !== node) return undefined;
  return { name, node: parent as MemberAccess };
}

type MemberAccess = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** The name in `a.name` and `a["name"]`; undefined where it is computed, and for anything else. */
export function memberName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (!ts.isElementAccessExpression(node)) return undefined;
  const { argumentExpression: key } = node;
  return ts.isIdentifier(key) ? undefined : textOf(key);
}

/** `a = b`, `a ||= b` and the like. */
export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

/** What an assignment, `++`, `--` or `delete` changes. */
export function assignedIn(node: ts.Node): ts.Expression | undefined {
  if (isAssignment(node)) return node.left;
  if (ts.isDeleteExpression(node)) return node.expression;
  const isStep =
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken ||
        node.operator === ts.SyntaxKind.MinusMinusToken));
  return isStep ? node.operand : undefined;
}

/** The function around a node, or its file. */
export const functionAround = (node: ts.Node): ts.Node =>
  ts.findAncestor(
    node.parent,
    (each) => ts.isFunctionLike(each) || ts.isSourceFile(each),
  ) as ts.Node;

const readers =
  /^(at|concat|entries|every|filter|find\w*|flat|flatMap|forEach|get|has|includes|indexOf|join|keys|lastIndexOf|map|reduce\w*|slice|some|to\w+|values)$/;

/** The name of the method in `list.map(...)`; undefined for any other call. */
export const methodOf = ({ expression }: ts.CallExpression): string | undefined =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;

/** True for a call of a method that only reads a list, a Map or a Set. */
export const callsReader = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && readers.test(methodOf(node) ?? "");

const fillers =
  /^(add|set|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/;

/** True for a call of a method that changes what a list, a Map or a Set holds. */
export const callsFiller = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && fillers.test(methodOf(node) ?? "");

/** True for the callback of `list.forEach(...)` and the like. */
export const isIterated = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) && callsReader(node.parent);

/** True for a function that is called where it is written. */
export function isCalledHere(node: ts.Node): boolean {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return ts.isCallExpression(outer) && outer.arguments.every((each) => each !== node);
}

/** True for what runs with its declaration or statement, not in a function that is called later. */
export function runsAtOnce(node: ts.Node, unit: ts.Node): boolean {
  for (let each = node; each !== unit; each = each.parent) {
    if (ts.isFunctionLike(each) && !isIterated(each)) return false;
  }
  return !ts.isFunctionLike(unit);
}

export const hasModifier = (node: ts.Node, kind: ts.ModifierSyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === kind);

export const isExported = (node: ts.Node): boolean =>
  hasModifier(node, ts.SyntaxKind.ExportKeyword);

/** The text of a name, where that isn't computed. */
export const textOf = (name: ts.Node): string | undefined =>
  ts.isIdentifier(name) ||
  ts.isPrivateIdentifier(name) ||
  ts.isStringLiteralLike(name) ||
  ts.isNumericLiteral(name)
    ? name.text
    : undefined;

/** A name within a regular expression. */
export const escaped = (name: string): string => name.replace(/\$/g, "\\$");

/** True where a text has a name as a word of its own; `before` are more characters that may not stand in front of it. */
export const mentions = (text: string, name: string, before = ""): boolean =>
  new RegExp(`(?<![\\w$${before}])${escaped(name)}(?![\\w$])`).test(text);

/** `text.slice(...)` with some parts replaced. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
