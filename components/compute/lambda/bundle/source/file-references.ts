// Files that source names by their place: beside the module, or relative to the working folder.
import * as path from "node:path";
import * as ts from "typescript";
import { isImported, importOf } from "./declarations";
import { contains, ParsedFile } from "./source-file";

export interface FileReference {
  readonly node: ts.Node;
  /** The whole path; undefined where it is made of something that isn't known while bundling. */
  readonly path?: string;
  /** True for the script of `new Worker(...)`. */
  readonly isWorker: boolean;
}

/** @param script What Node.js loaded for the file: `__dirname` is its folder. */
export function fileReferences(file: ParsedFile, root: ts.Node, script: string): FileReference[] {
  const found: FileReference[] = [];
  if (!/\b(__dirname|__filename|import\.meta|fs|Worker)\b/.test(file.text)) return found;
  const evaluation = new PathEvaluation(file, script);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isExpression(node)) {
      if (isPlace(file, node)) {
        // Joined with something that can't be told; by itself a folder says nothing about files.
        if (isJoined(node)) found.push({ node, isWorker: false });
        return;
      }
      const value = evaluation.of(node);
      if (value?.isPlaced) {
        const isOwnFolder = value.text === path.dirname(script);
        if (!isOwnFolder) found.push({ node, path: value.text, isWorker: isWorkerScript(node) });
        else if (isJoined(node)) found.push({ node, isWorker: false });
        return;
      }
      const opened = openedFile(file, node);
      const text = opened && evaluation.of(opened)?.text;
      if (opened && text !== undefined && !path.isAbsolute(text)) {
        const isWorker = isWorkerScript(opened);
        found.push({ node: opened, path: path.resolve(text), isWorker });
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

interface PathValue {
  readonly text: string;
  /** True where it starts at the module's own place. */
  readonly isPlaced: boolean;
}

/** What an expression of literals and the module's own place amounts to. */
class PathEvaluation {
  constructor(
    private readonly file: ParsedFile,
    private readonly script: string,
  ) {}

  of(node: ts.Expression, depth = 0): PathValue | undefined {
    if (depth > 20) return undefined;
    const inner = (each: ts.Expression) => this.of(each, depth + 1);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
      return inner(node.expression);
    if (ts.isStringLiteralLike(node)) return { text: node.text, isPlaced: false };
    if (isPlace(this.file, node)) return this.place(node);
    if (ts.isTemplateExpression(node)) {
      const parts = node.templateSpans.map(({ expression, literal }) => {
        const value = inner(expression);
        return value && { ...value, text: value.text + literal.text };
      });
      return joined([{ text: node.head.text, isPlaced: false }, ...parts], (texts) => texts.join("")); // prettier-ignore
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      return joined([inner(node.left), inner(node.right)], (texts) => texts.join(""));
    }
    if (ts.isNewExpression(node) && node.expression.getText() === "URL") {
      const [name, base] = (node.arguments ?? []).map(inner);
      if (!name || !base?.isPlaced) return undefined;
      return { text: path.resolve(path.dirname(base.text), name.text), isPlaced: true };
    }
    if (ts.isCallExpression(node)) return this.call(node, node.arguments.map(inner));
    return ts.isIdentifier(node) ? this.constant(node, depth) : undefined;
  }

  /** `__dirname`, `import.meta.url` and the like; URLs stand as paths. */
  private place(node: ts.Expression): PathValue {
    const isFolder = /dirname$/.test(node.getText());
    return { text: isFolder ? path.dirname(this.script) : this.script, isPlaced: true };
  }

  private call(
    { expression, arguments: given }: ts.CallExpression,
    values: readonly (PathValue | undefined)[],
  ): PathValue | undefined {
    const name = ts.isPropertyAccessExpression(expression)
      ? expression.name.text
      : ts.isIdentifier(expression)
        ? expression.text
        : "";
    if (given.length === 0) return undefined;
    if (name === "join" || name === "resolve") {
      return joined(values, (texts) => (name === "join" ? path.join(...texts) : path.resolve(...texts))); // prettier-ignore
    }
    const [value] = values;
    if (name === "dirname") return value && { ...value, text: path.dirname(value.text) };
    return name === "fileURLToPath" || name === "pathToFileURL" ? value : undefined;
  }

  private constant(identifier: ts.Identifier, depth: number): PathValue | undefined {
    const [declaration] = this.file.declarationsOf(identifier);
    if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
    if (contains(declaration, identifier)) return undefined;
    const isConst = ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const;
    return isConst && declaration.initializer ? this.of(declaration.initializer, depth + 1) : undefined; // prettier-ignore
  }
}

function joined(
  values: readonly (PathValue | undefined)[],
  join: (texts: string[]) => string,
): PathValue | undefined {
  const all = values.filter((each) => each !== undefined);
  if (all.length < values.length) return undefined;
  return {
    text: join(all.map(({ text }) => text)),
    isPlaced: all.some(({ isPlaced }) => isPlaced),
  };
}

/** True for `__dirname`, `__filename`, `import.meta.dirname`, `import.meta.filename`, `import.meta.url`. */
export function isPlace(file: ParsedFile, node: ts.Node): boolean {
  if (ts.isIdentifier(node)) {
    return /^__(dirname|filename)$/.test(node.text) && file.declarationsOf(node).length === 0;
  }
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isMetaProperty(node.expression) &&
    /^(dirname|filename|url)$/.test(node.name.text)
  );
}

/** True where the place becomes a part of a longer path; `createRequire(import.meta.url)` makes none. */
function isJoined(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isTemplateSpan(parent)) return true;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (ts.isNewExpression(parent)) return parent.expression.getText() === "URL";
  return ts.isCallExpression(parent) && /\b(join|resolve)$/.test(parent.expression.getText());
}

const opening =
  /^(readFile|readFileSync|createReadStream|open|openSync|openAsBlob|readdir|readdirSync|opendir|opendirSync|readlink|stat|statSync)$/;

/** What a call of node:fs opens, or the script of a worker. */
function openedFile(file: ParsedFile, node: ts.Expression): ts.Expression | undefined {
  if (ts.isNewExpression(node)) {
    return node.expression.getText() === "Worker" ? node.arguments?.[0] : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(called) || !opening.test(called.text)) return undefined;
  let owner: ts.Expression = expression;
  while (ts.isPropertyAccessExpression(owner)) owner = owner.expression;
  return ts.isIdentifier(owner) && isFileSystem(file, owner) ? node.arguments[0] : undefined;
}

const isFileSystem = (file: ParsedFile, owner: ts.Identifier): boolean =>
  file.declarationsOf(owner).some((declaration) => {
    if (isImported(declaration)) return /^"(node:)?fs(\/promises)?"$/.test(importOf(declaration).moduleSpecifier.getText().replaceAll("'", '"')); // prettier-ignore
    const text = ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isImportEqualsDeclaration(declaration) ? ts.findAncestor(declaration, (each) => ts.isStatement(each))?.getText() : undefined; // prettier-ignore
    return text !== undefined && /require\(["'](node:)?fs(\/promises)?["']\)/.test(text);
  });

function isWorkerScript(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isNewExpression(parent) && parent.expression.getText() === "Worker";
}
