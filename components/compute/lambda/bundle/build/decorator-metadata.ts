// Types that `emitDecoratorMetadata` writes down for decorators: esbuild looks at one file without its types and can't.
import type * as esbuild from "esbuild";
import * as ts from "typescript";
import type { CompilerOptions } from "./compiler-options";
import { locationIn } from "./unresolved-imports";

/** An error for the first decorator of a module, where the program is compiled with metadata; `file` is esbuild's name. */
export function refuseMetadata(
  contents: string,
  file: string,
  { emitDecoratorMetadata }: CompilerOptions,
): esbuild.PartialMessage[] {
  if (!emitDecoratorMetadata || !/@[\w(]/.test(contents)) return [];
  const tree = ts.createSourceFile(file, contents, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX);
  let found: ts.Decorator | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isDecorator(node)) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  if (!found) return [];
  const text =
    "this decorator is compiled with emitDecoratorMetadata, which needs the types of other files and can't be built into a " +
    "handler. Give the decorator what it needs as arguments and turn the option off, or keep the class out of the handler.";
  return [{ text, location: locationIn(found, tree, file) }];
}
