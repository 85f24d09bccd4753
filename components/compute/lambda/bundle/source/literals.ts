// What an expression is without its type, and the value of a literal.
import * as ts from "typescript";

/** Without what changes the type alone. */
export function unwrapped(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
    ? unwrapped(node.expression)
    : node;
}

/** The value of a literal: text, a number, true, false or null. */
export function literalValue(source: ts.Node): { readonly value: unknown } | undefined {
  const node = unwrapped(source);
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { value: false };
    case ts.SyntaxKind.NullKeyword:
      return { value: null };
  }
  return undefined;
}
