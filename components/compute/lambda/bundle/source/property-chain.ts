// The properties that the source reads from a variable, one after the other.
import * as ts from "typescript";
import { isOutput, isPlainData, memberOf } from "../live/plain-data";

export interface Step {
  readonly name: string;
  /** The whole expression, with this step. */
  readonly node: ts.Expression;
}

/** True when the source goes on from here, property by property, to an Output within plain objects. */
export const readsOutput = (expression: ts.Expression, root: unknown): boolean =>
  reads(expression, root, isOutput);

/** The same for what can be captured by itself: an Output, plain data or a function. */
export const readsMember = (expression: ts.Expression, root: unknown): boolean =>
  reads(expression, root, (value) => typeof value === "function" || isPlainData(value));

function reads(
  expression: ts.Expression,
  root: unknown,
  isWanted: (value: unknown) => boolean,
): boolean {
  let value = root;
  for (let next = step(expression); next; next = step(next.node)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, next.name))
      return false;
    value = memberOf(value, next.name).value;
    if (isWanted(value)) return true;
  }
  return false;
}

/** The expression with the parentheses, `!` and `as` around it. */
export function wholeExpression(expression: ts.Expression): ts.Expression {
  const { parent } = expression;
  return ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent)
    ? wholeExpression(parent)
    : expression;
}

/** The property that the surrounding expression reads. */
export function step(expression: ts.Expression): Step | undefined {
  const node = wholeExpression(expression);
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    return { name: parent.name.text, node: parent };
  }
  if (
    ts.isElementAccessExpression(parent) &&
    parent.expression === node &&
    (ts.isStringLiteralLike(parent.argumentExpression) ||
      ts.isNumericLiteral(parent.argumentExpression))
  ) {
    return { name: parent.argumentExpression.text, node: parent };
  }
  return undefined;
}

/** True where reading the member runs a getter, of the object or of its class. */
export function hasGetter(value: object, name: string): boolean {
  for (let each: object | null = value; each; each = Object.getPrototypeOf(each) as object | null) {
    if (Object.hasOwn(each, name)) return memberOf(each, name).isComputed;
  }
  return false;
}
