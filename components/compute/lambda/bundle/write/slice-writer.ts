// The text of one module of a slice while it is written, with a source map back to the original lines.
import * as ts from "typescript";
import { Edit, Frame, ModuleSlice } from "../plan/module-slice";
import { SharedData } from "./shared-data";
import type { Slice } from "../plan/slice";
import { encodeMappings, Segment } from "../source/source-map";

/** Collects text and remembers where copied parts come from. */
export class SliceWriter {
  text = "";
  private lines: Segment[][] = [[]];
  private column = 0;

  constructor(
    readonly module: ModuleSlice,
    readonly slice: Slice,
    readonly shared: SharedData,
    /** What keeps names, by its place in the file. */
    private readonly names: ReadonlyMap<number, string>,
  ) {}

  add(text: string): void {
    this.text += text;
    for (const character of text) {
      if (character === "\n") {
        this.lines.push([]);
        this.column = 0;
      } else this.column += character.length;
    }
  }

  /** What keeps the name of a declaration that was just copied. */
  addName(declaration: ts.Node): void {
    this.add(this.names.get(declaration.end) ?? "");
  }

  /** Copies a node's source with the frame's edits, leaving some parts out and replacing others. */
  copy(
    node: ts.Node,
    frame: Frame,
    left: readonly ts.Node[] = [],
    replaced: ReadonlyMap<ts.Node, string> = new Map(),
  ): void {
    const { tree, text } = this.module.file;
    const edits: Edit[] = [
      ...[...frame.edits.values()].filter(
        ({ start, end }) => start >= node.getStart(tree) && end <= node.end,
      ),
      ...[...this.names]
        .filter(([at]) => at > node.pos && at < node.end)
        .map(([at, name]) => ({ start: at, end: at, text: () => name })),
      ...[...left.map((part) => [part, ""] as const), ...replaced].map(([part, with_]) => ({
        start: part.getStart(tree),
        end: part.end,
        text: () => with_,
      })),
    ].sort((a, b) => a.start - b.start);
    let position = node.getStart(tree);
    for (const edit of edits) {
      if (edit.start < position) continue;
      this.copyRange(text, position, edit.start);
      this.mark(edit.start);
      this.add(edit.text());
      position = edit.end;
    }
    this.copyRange(text, position, node.end);
  }

  private copyRange(text: string, start: number, end: number): void {
    for (const token of text.slice(start, end).matchAll(/[\w$]+|\s+|[^\w$\s]/g)) {
      if (token[0].trim()) this.mark(start + token.index);
      this.add(token[0]);
    }
  }

  private mark(position: number): void {
    const { line, character } = this.module.file.tree.getLineAndCharacterOfPosition(position);
    this.lines[this.lines.length - 1].push([this.column, 0, line, character]);
  }

  finish(): string {
    return withSourceMap(this.text, [this.module.id], this.lines);
  }
}

export function withSourceMap(
  text: string,
  sources: readonly string[],
  lines: readonly Segment[][],
): string {
  const map = { version: 3, sources, names: [], mappings: encodeMappings(lines) };
  const data = Buffer.from(JSON.stringify(map)).toString("base64");
  return `${text}//# sourceMappingURL=data:application/json;base64,${data}\n`;
}
