// What in a module's source would go wrong in a bundle without a word: a module whose name only running tells, decorators
// whose types esbuild can't know, variables that are declared nowhere.
import type * as esbuild from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { loadsModule } from "../source/declarations";
import { isInstalledPackage } from "../source/project";
import { undeclaredAssignments, undeclaredReason } from "../source/shared-changes";
import { findNode, someNode, unwrapped, walk } from "../source/syntax";
import type { CompilerOptions } from "./compiler-options";

type Messages = Pick<esbuild.OnLoadResult, "errors" | "warnings">;

/** Errors and warnings about a module of the program; `file` is what esbuild calls it. */
export function moduleMessages(
  contents: string,
  file: string,
  { emitDecoratorMetadata }: CompilerOptions,
): Messages {
  const mayDecorate = emitDecoratorMetadata && /@[\w(]/.test(contents);
  if (!mayDecorate && !mayCompute.test(contents)) return { errors: [], warnings: [] };
  const tree = parse(contents, file);
  const decorator = mayDecorate ? findNode(tree, ts.isDecorator) : undefined;
  const message = (node: ts.Node, text: string) => ({
    text,
    location: locationIn(node, tree, file),
  });
  return {
    errors: decorator ? [message(decorator, noMetadata)] : [],
    warnings: computedLoadsIn(tree).map((call) => message(call, computedName)),
  };
}

const parse = (contents: string, file: string): ts.SourceFile => {
  const isJsx = /\.[jt]sx(#\.mts)?$/.test(file);
  const kind = isJsx
    ? ts.ScriptKind.TSX
    : /\.[cm]?js$/.test(file)
      ? ts.ScriptKind.JS
      : ts.ScriptKind.TS;
  return ts.createSourceFile(file, contents, ts.ScriptTarget.ESNext, true, kind);
};

const noMetadata =
  "this decorator is compiled with emitDecoratorMetadata, which needs the types of other files and can't be built into a " +
  "handler. Give the decorator what it needs as arguments and turn the option off, or keep the class out of the handler.";

const computedName =
  "this call names a module that isn't known while bundling, so it is looked for in Lambda, where the project's files and " +
  "packages are missing. Write the name as a text (a relative one may have a variable part: " +
  'import("./parts/" + name + ".ts")), or choose between import("...") calls.';

/** Most modules are told apart without parsing them. */
const mayCompute = /\b(?:import|require)\s*\(\s*(?!["'\s])/;

/** The line of the first such call in the file of a package. */
export function computedLoad(contents: string, file: string): number | undefined {
  if (!mayCompute.test(contents)) return undefined;
  const tree = parse(contents, file);
  const [call] = computedLoadsIn(tree);
  return call && tree.getLineAndCharacterOfPosition(call.getStart(tree)).line + 1;
}

/** esbuild leaves them as they are: in Lambda the project's files and packages are not there. */
function computedLoadsIn(tree: ts.SourceFile): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  walk(tree, (node) => {
    const isComputed =
      loadsModule(node) && node.arguments.length > 0 && !isResolved(node.arguments[0]);
    if (isComputed) found.push(node);
  });
  const calls = found.some(({ expression }) => ts.isIdentifier(expression));
  const hasOwnRequire = calls && someNode(tree, isOwnRequire);
  return found.filter(({ expression }) => !(hasOwnRequire && ts.isIdentifier(expression)));
}

/** True for the name in a declaration, such as `const require = createRequire(...)`. */
const isOwnRequire = (node: ts.Node): boolean =>
  ts.isIdentifier(node) &&
  node.text === "require" &&
  (ts.isVariableDeclaration(node.parent) ||
    ts.isParameter(node.parent) ||
    ts.isFunctionDeclaration(node.parent) ||
    ts.isImportSpecifier(node.parent)) &&
  node.parent.name === node;

/** esbuild finds every module that a text names, or that fits a relative path with a variable part. */
function isResolved(specifier: ts.Expression): boolean {
  const expression = unwrapped(specifier);
  if (ts.isStringLiteralLike(expression)) return true;
  if (ts.isConditionalExpression(expression)) {
    return isResolved(expression.whenTrue) && isResolved(expression.whenFalse);
  }
  return /^\.\.?\//.test(firstText(expression));
}

function firstText(expression: ts.Expression): string {
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (ts.isTemplateExpression(expression)) return expression.head.text;
  const joins =
    ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return joins ? firstText(unwrapped(expression.left)) : "";
}

/** esbuild counts lines from 1 and columns in bytes from 0. */
function locationIn(node: ts.Node, tree: ts.SourceFile, file: string): Partial<esbuild.Location> {
  const { line, character } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  const lineText = tree.text.split(/\r?\n/)[line];
  const column = Buffer.byteLength(lineText.slice(0, character));
  return { file, lineText, line: line + 1, column };
}

/**
 * Variables that are declared nowhere, in the CommonJS files of a bundle: errors in the project's own files; in packages
 * warnings, as whether their code comes by the assignment can't be told.
 *
 * @param files Relative to the project.
 */
export function undeclaredIn(
  files: readonly string[],
  root: string,
): { errors: string[]; warnings: string[] } {
  const scripts = files.filter((each) => /\.[cm]?[jt]sx?$/.test(each));
  const found = (isPackage: boolean) =>
    scripts
      .filter((file) => isInstalledPackage(`/${file}`) === isPackage)
      .flatMap((file) =>
        oncePerText("undeclared", path.join(root, file), (text) => undeclared(text, file)),
      );
  return { errors: found(false), warnings: found(true) };
}

function undeclared(text: string, file: string): string[] {
  // The first token alone tells most packages, which are not read further.
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.JSX, text);
  if (scanner.scan() === ts.SyntaxKind.StringLiteral && scanner.getTokenValue() === "use strict")
    return [];
  const tree = parse(text, file);
  return undeclaredAssignments(tree).map((identifier) => {
    const { line, character } = tree.getLineAndCharacterOfPosition(identifier.getStart(tree));
    return `${file}:${line + 1}:${character + 1}: ${undeclaredReason(identifier.text)}`;
  });
}

const known = new Map<string, { readonly text: string; readonly found: unknown }>();

/** What is found in a file, asked for again only where its text is another one. */
export function oncePerText<Found>(
  kind: string,
  place: string,
  find: (text: string) => Found,
): Found {
  const key = `${kind} ${place}`;
  const text = fs.readFileSync(place, "utf8");
  const before = known.get(key);
  if (before?.text === text) return before.found as Found;
  const found = find(text);
  known.set(key, { text, found });
  return found;
}
