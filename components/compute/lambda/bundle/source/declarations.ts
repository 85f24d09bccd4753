// What the syntax of a declaration, an import or a module load says.
import * as ts from "typescript";

export type ImportedDeclaration = ts.ImportSpecifier | ts.NamespaceImport | ts.ImportClause;

export const isImported = (declaration: ts.Declaration): declaration is ImportedDeclaration =>
  ts.isImportSpecifier(declaration) ||
  ts.isNamespaceImport(declaration) ||
  ts.isImportClause(declaration);

export const importOf = (declaration: ImportedDeclaration): ts.ImportDeclaration =>
  ts.findAncestor(declaration, ts.isImportDeclaration) as ts.ImportDeclaration;

/** The module that an imported name comes from. */
export const specifierOf = (declaration: ImportedDeclaration): string =>
  (importOf(declaration).moduleSpecifier as ts.StringLiteral).text;

/** What the module calls it; "*" for the module as a whole. */
export function exportedName(declaration: ImportedDeclaration): string {
  if (ts.isNamespaceImport(declaration)) return "*";
  if (ts.isImportClause(declaration)) return "default";
  return (declaration.propertyName ?? declaration.name).text;
}

export const isTypeOnly = (declaration: ts.Declaration): boolean =>
  ts.isInterfaceDeclaration(declaration) ||
  ts.isTypeAliasDeclaration(declaration) ||
  ts.isTypeParameterDeclaration(declaration);

export const isConst = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;

/** True for a declaration that can be given another value. */
export const isReassignable = (declaration: ts.Declaration): boolean =>
  !isConst(declaration) || ts.isParameter(declaration);

/** A const that undefined would show to be unassigned: before Node.js 22 V8 says so no other way. */
export function isNeverUndefined(declaration: ts.Declaration): boolean {
  if (isReassignable(declaration) || !ts.isVariableDeclaration(declaration)) return false;
  const { initializer } = declaration;
  return (
    initializer !== undefined &&
    (ts.isArrayLiteralExpression(initializer) ||
      ts.isObjectLiteralExpression(initializer) ||
      ts.isNewExpression(initializer) ||
      ts.isLiteralExpression(initializer) ||
      ts.isTemplateExpression(initializer))
  );
}

/** The declarations of all names in a pattern; the one that is given where it has a single name. */
export function namedIn(
  declaration: ts.VariableDeclaration | ts.BindingElement,
): (ts.VariableDeclaration | ts.BindingElement)[] {
  const { name } = declaration;
  if (ts.isIdentifier(name)) return [declaration];
  return name.elements.flatMap((each) => (ts.isBindingElement(each) ? namedIn(each) : []));
}

/** Every top-level name that a statement declares, with what declares it. */
export function declaredBy(statement: ts.Statement): ts.Declaration[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(namedIn);
  }
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement);
  return isDeclaration ? [statement] : [];
}

/** A declaration that is kept as source and runs again in Lambda. */
export type Unit =
  | ts.VariableDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.ImportEqualsDeclaration
  | KeptStatement;

/** A statement that configures something: by itself, or in a condition, a loop and the like. */
export type KeptStatement =
  ts.ExpressionStatement | ts.IfStatement | ts.TryStatement | ts.IterationStatement | ts.Block;

export const isKeptStatement = (node: ts.Node): node is KeptStatement =>
  ts.isExpressionStatement(node) ||
  ts.isIfStatement(node) ||
  ts.isTryStatement(node) ||
  ts.isIterationStatement(node, false) ||
  ts.isBlock(node);

/** The declaration that a name in a pattern is part of. */
function wholeDeclaration(declaration: ts.Node): ts.Node {
  let node = declaration;
  while (ts.isBindingElement(node) || ts.isBindingName(node)) node = node.parent;
  return node;
}

const isForLoop = (node: ts.Node): boolean =>
  ts.isForOfStatement(node) || ts.isForInStatement(node) || ts.isForStatement(node);

/** The declaration that is kept as a whole when a name in it is needed. */
export function unitOf(declaration: ts.Declaration): Unit | undefined {
  const node = wholeDeclaration(declaration);
  if (ts.isVariableDeclaration(node)) {
    const list = node.parent.parent;
    if (isForLoop(list) || ts.isCatchClause(node.parent)) return undefined;
    return node.initializer || ts.isVariableStatement(list) ? node : undefined;
  }
  return ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node)
    ? node
    : undefined;
}

/** The block, function or file in which a declaration's name is visible. */
export function containerOf(declaration: ts.Node): ts.Node {
  const node = ts.isBindingElement(declaration) ? wholeDeclaration(declaration) : declaration;
  const parent = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return ts.findAncestor(
    parent.parent,
    (outer) =>
      ts.isSourceFile(outer) ||
      ts.isBlock(outer) ||
      ts.isFunctionLike(outer) ||
      isForLoop(outer) ||
      ts.isCaseBlock(outer) ||
      ts.isModuleBlock(outer) ||
      ts.isCatchClause(outer),
  ) as ts.Node;
}

/** The module that `import a = require("...")` names. */
export function requiredModule({
  moduleReference: reference,
}: ts.ImportEqualsDeclaration): string | undefined {
  const name = ts.isExternalModuleReference(reference) ? reference.expression : undefined;
  return name && ts.isStringLiteral(name) ? name.text : undefined;
}

/** True for `import(...)` and `require(...)`. */
export const loadsModule = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === "require"));

/** The module that such a call names, where it does. */
export function loadedModule(call: ts.CallExpression): string | undefined {
  const [name] = call.arguments;
  return name && ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** The names read from `await import(...)`, where they are written beside it. */
export function namesRead(call: ts.Node): string[] {
  let node = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) {
    node = node.parent;
  }
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return [parent.name.text];
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return [];
  return parent.name.elements
    .map((element) => element.propertyName ?? element.name)
    .flatMap((name) => (ts.isIdentifier(name) ? [name.text] : []));
}

/** What a top-level statement takes from another module, by import or by require(). */
export interface ModuleLoad {
  readonly specifier: string;
  readonly names: readonly LoadedName[];
  /** The name that stands for the module as a whole. */
  readonly namespace?: string;
}

export interface LoadedName {
  readonly local: string;
  readonly exported: string;
  readonly node: ts.Node;
}

export function moduleLoads(statement: ts.Statement): ModuleLoad[] {
  if (ts.isImportDeclaration(statement)) {
    return statement.importClause?.isTypeOnly ? [] : [importLoad(statement)];
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    const specifier = requiredModule(statement);
    if (specifier === undefined || statement.isTypeOnly) return [];
    return [{ specifier, names: [], namespace: statement.name.text }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(requireLoad);
}

function importLoad({ moduleSpecifier, importClause }: ts.ImportDeclaration): ModuleLoad {
  const specifier = (moduleSpecifier as ts.StringLiteral).text;
  const { name, namedBindings: bindings } = importClause ?? {};
  const names: LoadedName[] = name ? [{ local: name.text, exported: "default", node: name }] : [];
  if (!bindings) return { specifier, names };
  if (ts.isNamespaceImport(bindings)) return { specifier, names, namespace: bindings.name.text };
  for (const node of bindings.elements.filter(({ isTypeOnly }) => !isTypeOnly)) {
    names.push({ local: node.name.text, exported: exportedName(node), node });
  }
  return { specifier, names };
}

/** `const a = require("...")` and `const { a } = require("...")`. */
function requireLoad({ name, initializer }: ts.VariableDeclaration): ModuleLoad[] {
  if (!initializer || !loadsModule(initializer) || !ts.isIdentifier(initializer.expression))
    return [];
  const specifier = loadedModule(initializer);
  if (specifier === undefined) return [];
  if (ts.isIdentifier(name)) return [{ specifier, names: [], namespace: name.text }];
  if (!ts.isObjectBindingPattern(name)) return [];
  const names = name.elements.flatMap((node): LoadedName[] => {
    const exported = node.propertyName ?? node.name;
    return ts.isIdentifier(node.name) && ts.isIdentifier(exported)
      ? [{ local: node.name.text, exported: exported.text, node }]
      : [];
  });
  return [{ specifier, names }];
}
