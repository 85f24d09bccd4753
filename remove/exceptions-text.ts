/** Takes a stack out of the exceptions that name it; one that was for it alone goes. */
import * as ts from "typescript";

export function withoutStack(file: string, text: string, stack: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const cuts: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === "stacks") {
      const { initializer } = node;
      if (!ts.isArrayLiteralExpression(initializer)) return;
      const isIts = (element: ts.Node) => ts.isStringLiteral(element) && element.text === stack;
      const its = initializer.elements.filter(isIts);
      if (its.length > 0)
        cuts.push(its.length === initializer.elements.length ? entryOf(node) : its[0]);
    } else ts.forEachChild(node, visit);
  };
  visit(source);
  return cuts
    .sort((a, b) => b.pos - a.pos)
    .reduce(
      (left, { end, ...node }) => left.slice(0, node.pos) + left.slice(end).replace(/^\s*,/, ""),
      text,
    );
}

/** The element of the list of exceptions. */
function entryOf(node: ts.Node): ts.Node {
  let [at, entry] = [node.parent, node.parent];
  for (; at.parent; at = at.parent) {
    if (ts.isArrayLiteralExpression(at.parent)) entry = at;
  }
  return entry;
}
