// One source file, parsed and bound by itself: enough to know which declaration each name refers to.
import * as fs from "node:fs";
import * as ts from "typescript";

export interface ParsedFile {
  readonly path: string;
  readonly tree: ts.SourceFile;
  readonly text: string;
  /** The declarations that an identifier refers to; empty for globals. */
  declarationsOf(identifier: ts.Identifier): readonly ts.Declaration[];
  /** The variables that a name means from a node outwards: the first one hides the others. */
  variablesNamed(name: string, node: ts.Node): readonly ts.Symbol[];
  /** `line:column` of a node, both from 1. */
  position(node: ts.Node): { line: number; column: number };
}

const parsed = new Map<string, ParsedFile>();

const options: ts.CompilerOptions = {
  noResolve: true,
  noLib: true,
  allowJs: true,
  types: [],
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  jsx: ts.JsxEmit.Preserve,
};

export function parseFile(file: string): ParsedFile {
  const text = fs.readFileSync(file, "utf8");
  const known = parsed.get(file);
  if (known?.text === text) return known;
  const host = ts.createCompilerHost(options, true);
  host.getSourceFile = (name, languageVersion) =>
    name === file ? ts.createSourceFile(name, text, languageVersion, true) : undefined;
  const program = ts.createProgram([file], options, host);
  const tree = program.getSourceFile(file);
  if (!tree) throw new Error(`TypeScript can't parse ${file}`);
  const checker = program.getTypeChecker();
  const inScope = new Map<ts.Node, Map<string, ts.Symbol>>();
  const symbolsAt = (node: ts.Node) => {
    const meaning = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
    const symbols =
      inScope.get(node) ??
      new Map(checker.getSymbolsInScope(node, meaning).map((symbol) => [symbol.name, symbol]));
    inScope.set(node, symbols);
    return symbols;
  };
  const result: ParsedFile = {
    path: file,
    tree,
    text,
    declarationsOf(identifier) {
      const parent = identifier.parent;
      const symbol = ts.isShorthandPropertyAssignment(parent)
        ? checker.getShorthandAssignmentValueSymbol(parent)
        : ts.isExportSpecifier(parent)
          ? checker.getExportSpecifierLocalTargetSymbol(parent)
          : checker.getSymbolAtLocation(identifier);
      return symbol?.declarations ?? [];
    },
    variablesNamed(name, node) {
      const found = new Set<ts.Symbol>();
      for (let each: ts.Node | undefined = node; each; each = each.parent) {
        const symbol = symbolsAt(each).get(name);
        if (symbol) found.add(symbol);
      }
      return [...found];
    },
    position(node) {
      const { line, character } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      return { line: line + 1, column: character + 1 };
    },
  };
  parsed.set(file, result);
  return result;
}

export type FunctionNode = ts.FunctionLikeDeclaration & { body: ts.Node };
/** What is called or constructed: a class is a function too. */
export type CapturedNode = FunctionNode | ts.ClassLikeDeclaration;

/** The function that starts at a position, or else the innermost one around it. */
export function functionAt(
  file: ParsedFile,
  line: number,
  column: number,
): FunctionNode | undefined {
  const position = file.tree.getPositionOfLineAndCharacter(line, column);
  let around: FunctionNode | undefined;
  let exact: FunctionNode | undefined;
  const search = (node: ts.Node): void => {
    const start = node.getStart(file.tree);
    if (position < start || position >= node.end) return;
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      around = node as FunctionNode;
      if (start === position) exact ??= around;
    }
    ts.forEachChild(node, search);
  };
  search(file.tree);
  return exact ?? around;
}

/** The class that starts at a position. */
export function classAt(
  file: ParsedFile,
  line: number,
  column: number,
): ts.ClassLikeDeclaration | undefined {
  const position = file.tree.getPositionOfLineAndCharacter(line, column);
  let innermost: ts.ClassLikeDeclaration | undefined;
  const search = (node: ts.Node): void => {
    if (position < node.getStart(file.tree) || position >= node.end) return;
    if (ts.isClassLike(node)) innermost = node;
    ts.forEachChild(node, search);
  };
  search(file.tree);
  return innermost;
}

export const contains = (outer: ts.Node, inner: ts.Node): boolean =>
  inner.pos >= outer.pos && inner.end <= outer.end;

/** True when the identifier is a use of a variable, not the name of a property, label or the like. */
export function isReference(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== identifier;
  if (ts.isBindingElement(parent)) return parent.propertyName !== identifier;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) {
    return false;
  }
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === identifier;
  if (
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isMetaProperty(parent) ||
    ts.isJsxAttribute(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isEnumMember(parent)
  ) {
    return ts.isEnumMember(parent) && parent.initializer === identifier;
  }
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isGetAccessorDeclaration(parent) ||
    ts.isSetAccessorDeclaration(parent)
  ) {
    return parent.name !== identifier;
  }
  return true;
}

/** Visits every use of a variable below a node, leaving types out. */
export function forEachReference(root: ts.Node, use: (identifier: ts.Identifier) => void): void {
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return;
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) {
      if (isReference(node)) use(node);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
}
