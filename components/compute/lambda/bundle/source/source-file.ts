// One source file, parsed and bound by itself: enough to know which declaration each name refers to.
import * as fs from "node:fs";
import * as ts from "typescript";
import { walk } from "./syntax";

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

const isFunctionNode = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionLike(node) && "body" in node && node.body !== undefined;

/** The function that starts at a position, or else the innermost one around it. */
export function functionAt(
  file: ParsedFile,
  line: number,
  column: number,
): FunctionNode | undefined {
  const around = nodesAt(file.tree, line, column).filter(isFunctionNode);
  const position = file.tree.getPositionOfLineAndCharacter(line, column);
  return around.find((node) => node.getStart(file.tree) === position) ?? around.at(-1);
}

/** The innermost class around a position. */
export const classAt = (
  { tree }: ParsedFile,
  line: number,
  column: number,
): ts.ClassLikeDeclaration | undefined => nodesAt(tree, line, column).filter(ts.isClassLike).at(-1);

/** All nodes around a position, outermost first. */
export function nodesAt(tree: ts.SourceFile, line: number, column: number): ts.Node[] {
  const position = tree.getPositionOfLineAndCharacter(line, column);
  const found: ts.Node[] = [];
  walk(tree, (node) => {
    const isAround = position >= node.getStart(tree) && position < node.end;
    if (isAround) found.push(node);
    return isAround;
  });
  return found;
}
