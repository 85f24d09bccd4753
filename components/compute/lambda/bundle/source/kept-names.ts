// Minified classes and functions have other names than in the source, but logs show the name of an error's class and code
// goes by it. So the project's own classes keep their names, and so do functions where a name is read that may be theirs.
// esbuild's keepNames would do so for every function of every package: a bundle with zod becomes 7 % larger.
import * as ts from "typescript";
import { ParsedFile } from "./source-file";
import { contains, hasModifier, referencesIn, TextEdit, textOf, unwrapped, walk } from "./syntax";

/** What to insert into these parts of a file, by its place: at the end of classes and declarations, where no code moves. */
export function keptNames(file: ParsedFile, parts: readonly ts.Node[]): Map<number, string> {
  const insertions = new Map<number, string>();
  let readsNames = false;
  const look = (node: ts.Node): void => {
    const name = ts.isClassLike(node) ? changingName(node) : undefined;
    // A getter is no enumerable property, and esbuild still leaves out a class that isn't used.
    if (name) insertions.set(node.end - 1, `;static get name(){return${JSON.stringify(name)}}`);
    readsNames ||= ts.isPropertyAccessExpression(node) && mayReadFunction(node, file);
  };
  for (const part of parts) walk(part, look);
  if (readsNames) {
    for (const declaration of functionsAsValues(file, parts)) {
      const name = (declaration.name as ts.Identifier).text;
      insertions.set(declaration.end, `;Object.defineProperty(${name},"name",{value:"${name}"});`);
    }
  }
  return insertions;
}

/** A module's text with its names kept and other edits made; `text` may be the file's with statements blanked out. */
export function withKeptNames(
  file: ParsedFile,
  text: string,
  edits: readonly TextEdit[] = [],
): string {
  const isBlank = (start: number, end: number) => text.slice(start, end).trim() === "";
  const names = keptNames(
    file,
    file.tree.statements.filter(({ pos, end }) => !isBlank(pos, end)),
  );
  const insertions = [...names].map(([at, name]) => ({ start: at, end: at, text: name }));
  return [...insertions, ...edits.filter(({ start, end }) => !isBlank(start, end))]
    .sort((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text); // prettier-ignore
}

/** The name that JavaScript gives a class, where minifying changes it: keys of objects stay as they are. */
function changingName(node: ts.ClassLikeDeclaration): string | undefined {
  const { name, parent } = node;
  if (node.members.some(isStaticName)) return undefined;
  if (name) return name.text;
  if (hasModifier(node, ts.SyntaxKind.DefaultKeyword)) return "default";
  const isVariable = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
  return isVariable ? parent.name.text : undefined;
}

const isStaticName = (member: ts.ClassElement): boolean =>
  hasModifier(member, ts.SyntaxKind.StaticKeyword) &&
  member.name !== undefined &&
  textOf(member.name) === "name";

/** True for `x.name`, unless x is certainly no function. */
function mayReadFunction(access: ts.PropertyAccessExpression, file: ParsedFile): boolean {
  if (access.name.text !== "name" || isCaptureRead(access) || isAssigned(access)) return false;
  const of = unwrapped(access.expression);
  if (ts.isPropertyAccessExpression(of)) return of.name.text !== "constructor";
  if (ts.isIdentifier(of)) {
    return !file.declarationsOf(of).some(({ parent }) => ts.isCatchClause(parent));
  }
  return of.kind !== ts.SyntaxKind.ThisKeyword && !ts.isMetaProperty(of);
}

/** `table.name.get()` */
const isCaptureRead = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAccessExpression(parent) && parent.name.text === "get";

const isAssigned = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node.parent) &&
  node.parent.left === node &&
  node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;

type NamedFunction = ts.FunctionDeclaration | ts.VariableDeclaration;

/** The functions declared in these parts that are handed on, where someone may ask for their name. */
function functionsAsValues(file: ParsedFile, parts: readonly ts.Node[]): Set<NamedFunction> {
  const isHere = (declaration: ts.Declaration) => parts.some((part) => contains(part, declaration));
  const declared = parts
    .flatMap(referencesIn)
    .filter(isValue)
    .flatMap((identifier) => file.declarationsOf(identifier).filter(isHere));
  return new Set(declared.filter(isNamedFunction));
}

const isNamedFunction = (declaration: ts.Declaration): declaration is NamedFunction =>
  (ts.isFunctionDeclaration(declaration) && declaration.body !== undefined) ||
  (ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    ts.isFunctionLike(unwrapped(declaration.initializer)) &&
    // What is inserted ends the statement.
    (declaration.parent as ts.VariableDeclarationList).declarations.at(-1) === declaration);

/** Built-in functions that call what they get and ask for nothing else. */
const onlyCalls =
  /^(?:map|flatMap|filter|forEach|find\w*|some|every|reduce\w*|sort|toSorted|then|catch|finally|replace|replaceAll)$/;

function isValue(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === "name";
  if (ts.isCallExpression(parent)) {
    const { expression: called } = parent;
    const passes = ts.isPropertyAccessExpression(called) && onlyCalls.test(called.name.text);
    return called !== identifier && !passes;
  }
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return false;
  return (
    !(ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(parent)) ||
    parent.name !== identifier
  );
}
