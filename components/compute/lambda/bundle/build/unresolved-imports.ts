// import() and require() of a name that is known only at run time: esbuild leaves them as they are without a word, and
// in Lambda the project's files and packages are not there.
import type * as esbuild from "esbuild";
import * as ts from "typescript";
import { loadsModule } from "../source/declarations";
import { unwrapped } from "../source/syntax";

const text =
  "this call names a module that isn't known while bundling, so it is looked for in Lambda, where the project's files and " +
  "packages are missing. Write the name as a text (a relative one may have a variable part: " +
  'import("./parts/" + name + ".ts")), or choose between import("...") calls.';

/** Most modules are told apart without parsing them. */
const mayHaveOne = /\b(?:import|require)\s*\(\s*(?!["'\s])/;

/** The lines of such calls in the file of a package. */
export const computedLoads = (contents: string, file: string): number[] =>
  unresolvedImports(contents, file).map(({ location }) => location?.line ?? 1);

/** A warning for each such call; `file` is what esbuild calls this module. */
export function unresolvedImports(contents: string, file: string): esbuild.PartialMessage[] {
  if (!mayHaveOne.test(contents)) return [];
  const tree = ts.createSourceFile(file, contents, ts.ScriptTarget.ESNext, true);
  const found: ts.CallExpression[] = [];
  let ownRequire = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === "require" && isName(node)) ownRequire = true;
    if (ts.isCallExpression(node) && loadsModule(node) && node.arguments.length > 0) {
      if (!isResolved(node.arguments[0])) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found
    .filter((call) => !(ownRequire && ts.isIdentifier(call.expression)))
    .map((call) => ({ text, location: locationIn(call, tree, file) }));
}

/** True for the name in a declaration, such as `const require = createRequire(...)`. */
const isName = ({ parent }: ts.Identifier): boolean =>
  (ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isImportSpecifier(parent)) &&
  ts.getNameOfDeclaration(parent)?.getText() === "require";

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

export function locationIn(
  node: ts.Node,
  tree: ts.SourceFile,
  file: string,
): Partial<esbuild.Location> {
  const start = node.getStart(tree);
  const { line, character } = tree.getLineAndCharacterOfPosition(start);
  const lineText = tree.text.split(/\r?\n/)[line];
  // esbuild counts lines from 1 and columns in bytes from 0.
  return {
    file,
    lineText,
    line: line + 1,
    column: Buffer.byteLength(lineText.slice(0, character)),
  };
}
