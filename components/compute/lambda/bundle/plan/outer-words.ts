// Words that mean something of the function around what is captured: in Lambda that function isn't running.
import * as ts from "typescript";
import { ModuleSlice } from "./module-slice";
import type { Slice } from "./slice";
import { isReference } from "../source/source-file";

/** Refuses `this`, `arguments` and the like in a captured function or in a declaration that is kept. */
export function refuseOuterWords(
  slice: Slice,
  module: ModuleSlice,
  root: ts.Node,
  isCaptured: boolean,
): void {
  if (bringsItsOwn(root) && !isCaptured) return;
  const visit = (node: ts.Node): void => {
    const word = wordOf(node);
    const isOwn = word !== "this" && word !== "super" && isCaptured && !ts.isArrowFunction(root);
    if (word && !isOwn) {
      throw slice.error(
        module,
        node,
        `captures "${word}", which doesn't exist in Lambda. ${remedies[word]}`,
      );
    }
    if ((node !== root && bringsItsOwn(node)) || ts.isTypeNode(node)) return;
    ts.forEachChild(node, visit);
  };
  if (!ts.isClassLike(root)) visit(root);
}

const toConst = "Assign what it needs to a const outside and capture that.";

const remedies = {
  this: toConst,
  super: toConst,
  "new.target": toConst,
  arguments: "Give the function around it a named parameter, or (...rest), and capture that.",
  yield: "Make what the handler needs outside of the generator function.",
};

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
