/** Takes what is gone out of a file of the program: its import, and every statement or property that uses it. */
import * as ts from "typescript";
import { Refusal } from "./refusal";

/** What is not there any more. */
export interface Gone {
  /** True for a module, as the file imports it. */
  module(specifier: string): boolean;
  /** Keys of `settings`. */
  readonly settings: readonly string[];
}

/**
 * @param file For messages.
 * @returns The text without it; the same where nothing of it was there.
 * @throws Refusal where what uses it can't be left out, such as a value that a function returns.
 */
export function without(file: string, text: string, gone: Gone): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const names = new Set<string>();
  const removed = new Set<ts.Node>();
  const remove = (node: ts.Node) => {
    removed.add(node);
    declaredBy(node).forEach((name) => names.add(name));
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && gone.module(specifierOf(statement))) remove(statement);
  }
  let before: number;
  do {
    before = removed.size;
    eachIdentifier(source, removed, (node) => {
      if ((names.has(node.text) && isUse(node)) || isSetting(node, gone.settings)) {
        remove(lineOf(node, source, file));
      }
    });
  } while (removed.size > before);
  return removed.size === 0 ? text : withoutUnused(file, cut(text, source, removed), text);
}

const specifierOf = (statement: ts.ImportDeclaration) =>
  (statement.moduleSpecifier as ts.StringLiteral).text;

/** Names that go with a statement. */
function declaredBy(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node)) {
    const { name, namedBindings } = node.importClause ?? {};
    const named = !namedBindings
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name.text]
        : namedBindings.elements.map((element) => element.name.text);
    return [...(name ? [name.text] : []), ...named];
  }
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  const declares = ts.isTypeAliasDeclaration(node) || ts.isFunctionDeclaration(node);
  return declares && node.name ? [node.name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  return ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) =>
        ts.isOmittedExpression(element) ? [] : boundNames(element.name),
      );
}

function eachIdentifier(
  node: ts.Node,
  except: ReadonlySet<ts.Node>,
  visit: (node: ts.Identifier) => void,
): void {
  if (except.has(node)) return;
  if (ts.isIdentifier(node)) visit(node);
  ts.forEachChild(node, (child) => eachIdentifier(child, except, visit));
}

/** A use of a name, not a key or a property of the same name in something else. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  const named = parent as { name?: ts.Node; propertyName?: ts.Node };
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return named.name !== node && named.propertyName !== node;
}

/** `settings.dns` */
function isSetting(node: ts.Identifier, keys: readonly string[]): boolean {
  const { parent } = node;
  return (
    keys.includes(node.text) &&
    ts.isPropertyAccessExpression(parent) &&
    parent.name === node &&
    ts.isIdentifier(parent.expression) &&
    parent.expression.text === "settings"
  );
}

/** The smallest statement, property or element that uses it. */
function lineOf(node: ts.Node, source: ts.SourceFile, file: string): ts.Node {
  for (let at = node; at.parent; at = at.parent) {
    const isElement = ts.isArrayLiteralExpression(at.parent);
    if (isElement || isProperty(at) || isStatement(at)) return at;
    if (ts.isStatement(at) && !ts.isBlock(at)) break;
  }
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  const code = source.text.split("\n")[line].trim();
  throw new Refusal(
    `${file}:${line + 1} uses ${node.getText(source)} where nothing can be left out: ${code}`,
  );
}

const isProperty = (node: ts.Node) =>
  ts.isPropertyAssignment(node) ||
  ts.isShorthandPropertyAssignment(node) ||
  ts.isSpreadAssignment(node) ||
  ts.isPropertySignature(node) ||
  ts.isMethodSignature(node);

const isStatement = (node: ts.Node) =>
  ts.isExpressionStatement(node) ||
  ts.isVariableStatement(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isForOfStatement(node) ||
  ts.isIfStatement(node);

/** The text without these nodes and the comments above them. */
function cut(text: string, source: ts.SourceFile, nodes: ReadonlySet<ts.Node>): string {
  return [...nodes]
    .filter((node) => ![...nodes].some((other) => other !== node && contains(other, node)))
    .sort((a, b) => b.pos - a.pos)
    .reduce((left, node) => {
      const [start, end] = rangeOf(node, source);
      return left.slice(0, start) + left.slice(end).replace(/^,/, "");
    }, text);
}

const contains = (outer: ts.Node, inner: ts.Node) =>
  outer.pos <= inner.pos && inner.end <= outer.end;

/** A comment goes along, unless it is the file's or stands above more than this statement. */
function rangeOf(node: ts.Node, source: ts.SourceFile): [number, number] {
  const start = node.getStart(source);
  const next = /^\r?\n[ \t]*\S/.test(source.text.slice(node.end));
  const heads = ts.isStatement(node) && (node === source.statements[0] || next);
  if (!heads) return [node.getFullStart(), node.end];
  const [rest] = /^[ \t]*\r?\n/.exec(source.text.slice(node.end)) ?? [""];
  return [start, node.end + rest.length];
}

/** Without imports and variables that were used and are not any more; what is made is made all the same. */
function withoutUnused(file: string, text: string, former: string): string {
  const used = (name: string, within: string) => usesOf(file, within).has(name);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const idle = (name: string) => !used(name, text) && used(name, former);
  const edits: [start: number, end: number][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const names = declaredBy(node);
      if (names.length > 0 && names.every(idle)) edits.push(rangeOf(node, source));
      else if (node.importClause?.namedBindings) ts.forEachChild(node.importClause, visit);
    } else if (ts.isImportSpecifier(node) || ts.isBindingElement(node)) {
      if (ts.isIdentifier(node.name) && idle(node.name.text)) {
        const comma = /^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0;
        edits.push([node.getFullStart(), node.end + comma]);
      } else ts.forEachChild(node, visit);
    } else if (ts.isVariableStatement(node) && declaredBy(node).every(idle)) {
      const [declaration] = node.declarationList.declarations;
      const made = declaration.initializer;
      edits.push(
        made && ts.isNewExpression(made)
          ? [node.getStart(source), made.getStart(source)]
          : rangeOf(node, source),
      );
    } else ts.forEachChild(node, visit);
  };
  visit(source);
  const left = edits
    .sort(([a], [b]) => b - a)
    .reduce((t, [a, b]) => t.slice(0, a) + t.slice(b), text);
  return edits.length > 0 ? withoutUnused(file, left, former) : text;
}

/** Names that a text uses. */
function usesOf(file: string, text: string): Set<string> {
  const found = new Set<string>();
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  eachIdentifier(source, new Set(), (node) => isUse(node) && found.add(node.text));
  return found;
}
