// The text of one module of a slice while it is written, with a source map back to the original lines.
import * as ts from "typescript";
import { containsOutput, writeData } from "../live/plain-data";
import { CapturedValue, Edit, Frame, ModuleSlice, Plan } from "../plan/plan";
import { encodeMappings, Segment } from "../source/source-map";
import { readText, standInText } from "./output-stand-in";
import { SharedData } from "./shared-data";

/** Collects text and remembers where copied parts come from. */
export class SliceWriter {
  text = "";
  private readonly lines: Segment[][] = [[]];
  private column = 0;

  constructor(
    readonly plan: Plan,
    readonly module: ModuleSlice,
    private readonly shared: SharedData,
    /** What keeps names, by its place in the file. */
    private readonly names: ReadonlyMap<number, string>,
  ) {}

  add(text: string): void {
    this.text += text;
    const [first, ...more] = text.split("\n");
    this.column += first.length;
    for (const line of more) {
      this.lines.push([]);
      this.column = line.length;
    }
  }

  /** What keeps the name of a declaration that was just copied. */
  addName(declaration: ts.Node): void {
    this.add(this.names.get(declaration.end) ?? "");
  }

  addValue(frame: Frame, captured: CapturedValue): void {
    const { name, value, path, constant } = captured;
    const object = (part: object) => this.shared.nameIn(this.module, part);
    const output = outputWriter(this.plan, frame, captured, this.module);
    const text = writeData(value, { output, object }, path);
    this.add(`${constant ? "const" : "let"} ${name} = ${text};\n`);
  }

  /** Copies a node's source with the frame's edits, leaving some parts out and replacing others. */
  copy(
    node: ts.Node,
    frame: Frame,
    left: readonly ts.Node[] = [],
    replaced: ReadonlyMap<ts.Node, string> = new Map(),
  ): void {
    const { tree, text } = this.module.file;
    const start = node.getStart(tree);
    const exchanged = [...left.map((part) => [part, ""] as const), ...replaced];
    const edits: Edit[] = [
      ...[...frame.edits.values()].filter((each) => each.start >= start && each.end <= node.end),
      ...[...this.names]
        .filter(([at]) => at > node.pos && at < node.end)
        .map(([at, name]) => ({ start: at, end: at, text: name })),
      ...exchanged.map(([part, by]) => ({ start: part.getStart(tree), end: part.end, text: by })),
    ].sort((a, b) => a.start - b.start);
    let position = start;
    for (const edit of edits) {
      if (edit.start < position) continue;
      this.copyRange(text, position, edit.start);
      this.mark(edit.start);
      this.add(edit.text + this.outputText(edit));
      position = edit.end;
    }
    this.copyRange(text, position, node.end);
  }

  private outputText({ output, isRead }: Edit): string {
    if (!output) return "";
    return isRead ? readText(this.plan, output) : standInText(this.plan, output, this.module);
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

/** Writes the Outputs that sit in the data of one variable, in a module of the slice or in that of shared data. */
export const outputWriter =
  (plan: Plan, frame: Frame, { container }: CapturedValue, module?: ModuleSlice) =>
  (_: unknown, path: readonly string[]): string => {
    const output = [...plan.variables.keys()].find(
      (each) =>
        each.owner === frame &&
        each.container === container &&
        each.path.join(".") === path.join("."),
    );
    if (!output) throw new Error(`The Output ${path.join(".")} was not registered.`);
    return standInText(plan, output, module);
  };

/** True where an Output stands by itself somewhere in a module, or in its data. */
export const hasStandIn = (module: ModuleSlice): boolean =>
  [module, ...module.functions].some(
    ({ edits, values }: Frame) =>
      [...edits.values()].some(({ output, isRead }) => output && !isRead) ||
      [...values].some(({ value }) => containsOutput(value)),
  );

export function withSourceMap(
  text: string,
  sources: readonly string[] = [],
  lines: readonly Segment[][] = [],
): string {
  const map = { version: 3, sources, names: [], mappings: encodeMappings(lines) };
  const data = Buffer.from(JSON.stringify(map)).toString("base64");
  return `${text}//# sourceMappingURL=data:application/json;base64,${data}\n`;
}
