// Writes a slice down as source text with a source map that points at the original lines.
import * as ts from "typescript";
import { keptNames } from "./kept-names";
import {
  CapturedValue,
  Edit,
  Frame,
  FunctionSlice,
  ImportedName,
  ModuleSlice,
  Unit,
} from "./module-slice";
import { standIn } from "./output-stand-in";
import { writeData } from "./plain-data";
import type { Slice } from "./slice";
import { encodeMappings, Segment } from "./source-map";
import { contains } from "./source-file";

/** The text of one module of a slice, its source map included. */
export function writeModule(slice: Slice, module: ModuleSlice): string {
  const parts = [module, ...module.functions].flatMap(({ units }) => [...units]);
  const names = keptNames(module.file, [...parts, ...module.functions.map(({ node }) => node)]);
  const writer = new SliceWriter(module, names);
  for (const text of importTexts([...module.imports.values()])) writer.add(text);
  writeValues(writer, slice, module, [...module.values.values()]);
  for (const each of module.inOrder()) {
    if (each instanceof FunctionSlice) writeFunction(writer, slice, module, each);
    else writeUnit(writer, each, module);
  }
  return writer.finish();
}

const bySource = (units: readonly Unit[]) => [...units].sort((a, b) => a.pos - b.pos);

/** One statement a module, with the names in order: the same text whatever was captured first. */
function importTexts(names: readonly ImportedName[]): string[] {
  const statements = new Map<string, string[]>();
  for (const { local, from, imported, attributes } of names) {
    const source = `${JSON.stringify(from)}${attributes ? ` ${attributes}` : ""};\n`;
    if (imported === "*") {
      statements.set(`* as ${local} from ${source}`, []);
      continue;
    }
    const exported = /^[\w$]+$/.test(imported) ? imported : JSON.stringify(imported);
    const text = imported === local ? local : `${exported} as ${local}`;
    statements.set(`from ${source}`, [...(statements.get(`from ${source}`) ?? []), text]);
  }
  return [...statements]
    .map(([rest, specifiers]) =>
      specifiers.length > 0
        ? `import { ${specifiers.sort().join(", ")} } ${rest}`
        : `import ${rest}`,
    )
    .sort();
}

function writeValues(
  writer: SliceWriter,
  slice: Slice,
  owner: Frame,
  values: readonly CapturedValue[],
): void {
  const kept = new Set([...owner.units].flatMap((unit) => [...namesIn(unit)]));
  for (const { name, value, path, constant, container } of values) {
    if (kept.has(name)) continue;
    const text = writeData(
      value,
      (_, found) => {
        const output = slice.outputs.find(
          (each) =>
            each.owner === owner &&
            each.container === container &&
            each.path.join(".") === found.join("."),
        );
        if (!output) throw new Error(`The Output ${found.join(".")} was not registered.`);
        return standIn(slice, writer.module, output);
      },
      path,
    );
    writer.add(`${constant ? "const" : "let"} ${name} = ${text};\n`);
  }
}

/** The names a kept declaration brings: they must not be declared a second time. */
function namesIn(unit: Unit): string[] {
  if (!ts.isVariableDeclaration(unit) || ts.isIdentifier(unit.name)) return [];
  const names: string[] = [];
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.push(name.text);
    else name.elements.forEach((each) => ts.isBindingElement(each) && visit(each.name));
  };
  visit(unit.name);
  return names;
}

function writeUnit(writer: SliceWriter, unit: Unit, frame: Frame): void {
  if (ts.isVariableDeclaration(unit)) {
    const flags = ts.getCombinedNodeFlags(unit);
    const word = flags & ts.NodeFlags.Const ? "const" : flags & ts.NodeFlags.Let ? "let" : "var";
    writer.add(`${word} `);
    writer.copy(unit, frame);
    writer.addName(unit);
    writer.add(";\n");
    return;
  }
  writer.copy(unit, frame, exportModifiers(unit));
  writer.addName(unit);
  writer.add("\n");
}

const exportModifiers = (node: ts.Node): ts.Node[] =>
  (ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []).filter(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
  );

function writeFunction(
  writer: SliceWriter,
  slice: Slice,
  module: ModuleSlice,
  fn: FunctionSlice,
): void {
  const { node, exportName } = fn;
  const declared = [...module.units].find((unit) => unit === node || isInitializer(unit, node));
  const declaredName = declared && "name" in declared ? declared.name : undefined;
  if (declaredName && ts.isIdentifier(declaredName) && fn.units.size + fn.values.size === 0) {
    writer.add(`export { ${declaredName.text} as ${exportName} };\n`);
    return;
  }
  const containers = containersOf(fn);
  if (containers.length === 0) {
    writer.add(`export const ${exportName} = `);
    writeExpression(writer, fn);
    writer.add(";\n");
    return;
  }
  const nested = needsOwnScope(writer, module, fn, containers);
  if (nested) writer.add(`export let ${exportName};\n`);
  const units = bySource([...fn.units]);
  const unitsOf = (container: ts.Node) =>
    units.filter((unit) => unitContainer(unit, containers) === container);
  // A block's statements after the block with the function run after those that are in there.
  const isLater = (unit: Unit, index: number) =>
    unit.pos >= (containers[index + 1]?.end ?? Infinity);
  for (const [index, container] of containers.entries()) {
    if (nested) writer.add("{\n");
    const values = [...fn.values.values()].filter((value) => value.container === container);
    writeValues(writer, slice, fn, values);
    for (const unit of unitsOf(container)) if (!isLater(unit, index)) writeUnit(writer, unit, fn);
  }
  writer.add(nested ? `${exportName} = ` : `export const ${exportName} = `);
  writeExpression(writer, fn);
  writer.add(";\n");
  for (const [index, container] of [...containers.entries()].reverse()) {
    for (const unit of unitsOf(container)) if (isLater(unit, index)) writeUnit(writer, unit, fn);
    if (nested) writer.add("}\n");
  }
}

const isInitializer = (unit: Unit, node: ts.Node): boolean =>
  ts.isVariableDeclaration(unit) && unit.initializer === node;

/** The blocks around the function that declare something it needs, outermost first. */
function containersOf(fn: FunctionSlice): ts.Node[] {
  const around: ts.Node[] = [];
  for (let node = fn.node.parent; node && !ts.isSourceFile(node); node = node.parent) {
    around.unshift(node);
  }
  const values = new Set([...fn.values.values()].map(({ container }) => container));
  return around.filter(
    (node) =>
      values.has(node) || [...fn.units].some((unit) => unitContainer(unit, around) === node),
  );
}

function unitContainer(unit: Unit, containers: readonly ts.Node[]): ts.Node | undefined {
  return [...containers]
    .reverse()
    .find((container) => contains(container, unit) && container !== unit);
}

/** Local names may be written at module level unless one of them means something else there. */
function needsOwnScope(
  writer: SliceWriter,
  module: ModuleSlice,
  fn: FunctionSlice,
  containers: readonly ts.Node[],
): boolean {
  const names = [
    ...[...fn.values.values()].map(({ name }) => name),
    ...[...fn.units].flatMap((unit) => unitNames(unit)),
  ];
  if (containers.length > 1 && new Set(names).size < names.length) return true;
  if (module.functions.length > 1) return true;
  const written = new Set(writer.text.match(/[\w$]+/g) ?? []);
  return names.some((name) => written.has(name));
}

function unitNames(unit: Unit): string[] {
  if (ts.isExpressionStatement(unit)) return [];
  if (unit.name && ts.isIdentifier(unit.name)) return [unit.name.text];
  return namesIn(unit);
}

/** The function as an expression, whatever form it was written in. */
function writeExpression(writer: SliceWriter, fn: FunctionSlice): void {
  const { node } = fn;
  if (ts.isMethodDeclaration(node)) {
    const modifiers = (ts.getModifiers(node) ?? []).filter(
      ({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword,
    );
    const isPlain = ts.isIdentifier(node.name) || ts.isStringLiteral(node.name);
    const name = isPlain ? (node.name as ts.Identifier | ts.StringLiteral).text : "method";
    writer.add("({ ");
    writer.copy(node, fn, modifiers, isPlain ? new Map() : new Map([[node.name, name]]));
    writer.add(` })[${JSON.stringify(name)}]`);
    return;
  }
  writer.copy(node, fn, exportModifiers(node));
}

/** Collects text and remembers where copied parts come from. */
class SliceWriter {
  text = "";
  private lines: Segment[][] = [[]];
  private column = 0;

  constructor(
    readonly module: ModuleSlice,
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
    const map = {
      version: 3,
      sources: [this.module.id],
      names: [],
      mappings: encodeMappings(this.lines),
    };
    const data = Buffer.from(JSON.stringify(map)).toString("base64");
    return `${this.text}//# sourceMappingURL=data:application/json;base64,${data}\n`;
  }
}
