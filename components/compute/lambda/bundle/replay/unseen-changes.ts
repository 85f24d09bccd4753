// Statements that change, while deploying alone, what a replay doesn't look into: instances of packages. Whether that
// makes a difference is not known, so they are told.
import * as ts from "typescript";
import { isIterated } from "../source/declarations";
import type { Slice } from "../plan/slice";
import { contains } from "../source/source-file";
import { Change, changesOf, isRead } from "../source/variable-changes";
import type { KeptValue } from "./kept-values";

export function warnOfUnseenChanges(slice: Slice, opaque: readonly KeptValue[]): void {
  for (const { module, declaration, name, value } of opaque) {
    const along = [module, ...module.functions].flatMap(({ units, leftOut }) => [...units, ...leftOut]); // prettier-ignore
    for (const change of changesOf(module.file, declaration)) {
      const isUnseen = ts.isExpressionStatement(change.expression.parent) && !isRead(change, value);
      if (!isUnseen || !runsWith(declaration, change)) continue;
      if (along.some((part) => contains(part, change.expression))) continue;
      slice.warn(
        module,
        change.expression,
        `leaves this statement out: it changes ${name} in a loop, a condition or a function, and that runs only while deploying. Write it as a statement of its own in ` +
          `the block that declares ${name}, or call it in the handler.`,
      );
    }
  }
}

/** True for what ran when the variable was declared or soon after, not in a function that may never have been called. */
const runsWith = (declaration: ts.Node, { expression }: Change): boolean =>
  functionAround(expression) === functionAround(declaration);

const functionAround = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(node.parent, (each) => ts.isSourceFile(each) || (ts.isFunctionLike(each) && !isIterated(each))); // prettier-ignore
