// Words that mean something of the function around what is captured: in Lambda that function isn't running.
import * as ts from "typescript";
import { isReference, walk } from "./syntax";

const toConst = "Assign what it needs to a const outside and capture that.";

const remedies = {
  this: toConst,
  super: toConst,
  "new.target": toConst,
  arguments: "Give the function around it a named parameter, or (...rest), and capture that.",
  yield: "Make what the handler needs outside of the generator function.",
};

/** The first `this`, `arguments` and the like in a captured function or in a declaration that is kept, with what to do. */
export function outerWord(
  root: ts.Node,
  isCaptured: boolean,
): { node: ts.Node; word: string; remedy: string } | undefined {
  if (ts.isClassLike(root) || (bringsItsOwn(root) && !isCaptured)) return undefined;
  const ownWords = isCaptured && !ts.isArrowFunction(root);
  let found: { node: ts.Node; word: string; remedy: string } | undefined;
  walk(root, (node) => {
    const word = wordOf(node);
    const isOwn = ownWords && word !== "this" && word !== "super";
    if (word && !isOwn) found ??= { node, word, remedy: remedies[word] };
    return !found && (node === root || !bringsItsOwn(node));
  });
  return found;
}

function wordOf(node: ts.Node): keyof typeof remedies | undefined {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (node.kind === ts.SyntaxKind.SuperKeyword) return "super";
  if (ts.isYieldExpression(node)) return "yield";
  if (ts.isMetaProperty(node)) {
    return node.keywordToken === ts.SyntaxKind.NewKeyword ? "new.target" : undefined;
  }
  return ts.isIdentifier(node) && node.text === "arguments" && isReference(node)
    ? "arguments"
    : undefined;
}

const bringsItsOwn = (node: ts.Node): boolean =>
  ts.isFunctionExpression(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isAccessor(node) ||
  ts.isClassLike(node);
