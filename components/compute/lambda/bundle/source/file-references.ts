// Files that source names by their place: beside the module, or relative to the working folder. In a bundle all modules
// are one file: each gets the folder that it has in the project, where the files beside it are shipped to.
import * as path from "node:path";
import * as ts from "typescript";
import { isConst, isImported } from "./declarations";
import { ParsedFile } from "./source-file";
import { contains, isReference, TextEdit, textOf, unwrapped, walk } from "./syntax";

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
  walk(root, (node) => {
    if (!ts.isExpression(node)) return !ts.isImportDeclaration(node);
    const reference = referenceAt(file, node, script);
    if (reference && reference !== "folder") found.push(reference);
    return reference === undefined;
  });
  return found;
}

/** By itself a folder says nothing about files; joined with something that can't be told it does. */
function referenceAt(
  file: ParsedFile,
  node: ts.Expression,
  script: string,
): FileReference | "folder" | undefined {
  const value = pathOf(file, node, script);
  if (value?.isPlaced) {
    const isOwn = isPlace(file, node) || value.text === path.dirname(script);
    if (!isOwn) return { node, path: value.text, isWorker: isWorkerScript(node) };
    return isJoined(node) ? { node, isWorker: false } : "folder";
  }
  const opened = openedFile(file, node);
  const text = opened && pathOf(file, opened, script)?.text;
  return opened && text !== undefined && !path.isAbsolute(text)
    ? { node: opened, path: path.resolve(text), isWorker: isWorkerScript(opened) }
    : undefined;
}

interface PathValue {
  readonly text: string;
  /** True where it starts at the module's own place. */
  readonly isPlaced: boolean;
}

/** What an expression of literals and the module's own place amounts to; URLs stand as paths. */
function pathOf(
  file: ParsedFile,
  source: ts.Expression,
  script: string,
  depth = 0,
): PathValue | undefined {
  if (depth > 20) return undefined;
  const inner = (each: ts.Expression) => pathOf(file, each, script, depth + 1);
  const node = unwrapped(source);
  if (ts.isStringLiteralLike(node)) return { text: node.text, isPlaced: false };
  if (isPlace(file, node)) {
    const isFolder = /dirname$/.test(node.getText());
    return { text: isFolder ? path.dirname(script) : script, isPlaced: true };
  }
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
  if (ts.isNewExpression(node) && textOf(node.expression) === "URL") {
    const [name, base] = (node.arguments ?? []).map(inner);
    if (!name || !base?.isPlaced) return undefined;
    return { text: path.resolve(path.dirname(base.text), name.text), isPlaced: true };
  }
  if (ts.isCallExpression(node)) return pathOfCall(node, node.arguments.map(inner));
  if (!ts.isIdentifier(node)) return undefined;
  const [declaration] = file.declarationsOf(node);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !isConst(declaration))
    return undefined;
  return declaration.initializer && !contains(declaration, node)
    ? inner(declaration.initializer)
    : undefined;
}

function pathOfCall(
  { expression }: ts.CallExpression,
  values: readonly (PathValue | undefined)[],
): PathValue | undefined {
  const [value] = values;
  switch (textOf(ts.isPropertyAccessExpression(expression) ? expression.name : expression)) {
    case "join":
      return values.length > 0 ? joined(values, (texts) => path.join(...texts)) : undefined;
    case "resolve":
      return values.length > 0 ? joined(values, (texts) => path.resolve(...texts)) : undefined;
    case "dirname":
      return value && { ...value, text: path.dirname(value.text) };
    case "fileURLToPath":
    case "pathToFileURL":
      return value;
  }
  return undefined;
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
function isPlace(file: ParsedFile, node: ts.Node): boolean {
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
function isJoined({ parent }: ts.Node): boolean {
  if (ts.isTemplateSpan(parent)) return true;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (ts.isNewExpression(parent)) return textOf(parent.expression) === "URL";
  return ts.isCallExpression(parent) && /\b(join|resolve)$/.test(parent.expression.getText());
}

const opening =
  /^(readFile|readFileSync|createReadStream|open|openSync|openAsBlob|readdir|readdirSync|opendir|opendirSync|readlink|stat|statSync)$/;

/** What a call of node:fs opens, or the script of a worker. */
function openedFile(file: ParsedFile, node: ts.Expression): ts.Expression | undefined {
  if (ts.isNewExpression(node)) {
    return textOf(node.expression) === "Worker" ? node.arguments?.[0] : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!opening.test(textOf(called) ?? "")) return undefined;
  let owner: ts.Expression = expression;
  while (ts.isPropertyAccessExpression(owner)) owner = owner.expression;
  return ts.isIdentifier(owner) && isFileSystem(file, owner) ? node.arguments[0] : undefined;
}

const isFileSystem = (file: ParsedFile, owner: ts.Identifier): boolean =>
  file
    .declarationsOf(owner)
    .filter(
      (each) =>
        isImported(each) ||
        ts.isVariableDeclaration(each) ||
        ts.isBindingElement(each) ||
        ts.isImportEqualsDeclaration(each),
    )
    .some((each) =>
      /(from|require\()\s*["'](node:)?fs(\/promises)?["']/.test(
        ts.findAncestor(each, ts.isStatement)?.getText() ?? "",
      ),
    );

const isWorkerScript = ({ parent }: ts.Node): boolean =>
  ts.isNewExpression(parent) && textOf(parent.expression) === "Worker";

/** What to write for each use of its place in a part of a module; `id` is its path relative to the project. */
export function placeEdits(file: ParsedFile, root: ts.Node, id: string): TextEdit[] {
  const edits: TextEdit[] = [];
  if (id.startsWith("..") || !/\b__(dirname|filename)\b|\bimport\.meta\b/.test(file.text))
    return edits;
  walk(root, (node) => {
    const isKey =
      ts.isIdentifier(node) &&
      (ts.isShorthandPropertyAssignment(node.parent) || !isReference(node));
    if (!isPlace(file, node) || isKey) return true;
    const text = placeText(id, node.getText(file.tree));
    if (text !== undefined) edits.push({ start: node.getStart(file.tree), end: node.end, text });
    return text === undefined;
  });
  return edits;
}

/** Undefined for the folder of a module in the project's own, where the bundle lies too. */
function placeText(id: string, name: string): string | undefined {
  const folder = path.posix.dirname(id);
  if (name.endsWith("url")) return `new URL(${JSON.stringify(id)},import.meta.url).href`;
  if (name.endsWith("filename")) return `(import.meta.dirname+${JSON.stringify(`/${id}`)})`;
  return folder === "." ? undefined : `(import.meta.dirname+${JSON.stringify(`/${folder}`)})`;
}
