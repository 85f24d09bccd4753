// Writes a slice down as source text with a source map that points at the original lines.
import * as ts from "typescript";
import { importTexts } from "./import-texts";
import { keptNames } from "../source/kept-names";
import {
  CapturedValue,
  Frame,
  FunctionSlice,
  isKeptStatement,
  ModuleSlice,
  Unit,
} from "../plan/module-slice";
import { standIn, standInImport, standInModule } from "./output-stand-in";
import { writeData, WriteOutput } from "../live/plain-data";
import { HandOver } from "./hand-over";
import { SharedData, sharedModule } from "./shared-data";
import type { Slice } from "../plan/slice";
import { SliceWriter, withSourceMap } from "./slice-writer";
import { contains } from "../source/source-file";

/** The text of every module of a slice by its path, source maps included; for a replay, with what it hands over. */
export function writeSlice(slice: Slice, handOver = new HandOver()): Record<string, string> {
  const shared = new SharedData(slice);
  const texts: Record<string, string> = {};
  for (const module of slice.modules.values()) {
    texts[module.id] = writeModule(slice, module, shared, handOver);
  }
  const sharedText = shared.text((frame, captured) =>
    outputWriter(slice, undefined, frame, captured),
  );
  if (sharedText !== undefined) {
    texts[sharedModule] = withSourceMap(`${standInImport(sharedText)}${sharedText}`, [], []);
  }
  return { ...texts, ...standInModule([...slice.modules.values()]) };
}

function writeModule(
  slice: Slice,
  module: ModuleSlice,
  shared: SharedData,
  handOver: HandOver,
): string {
  const parts = [module, ...module.functions].flatMap(({ units }) => [...units]);
  const names = keptNames(module.file, [...parts, ...module.functions.map(({ node }) => node)]);
  const writer = new SliceWriter(module, slice, shared, names);
  for (const text of importTexts(module)) writer.add(text);
  writeValues(writer, module, [...module.values]);
  for (const each of module.inOrder()) {
    if (each instanceof FunctionSlice) writeFunction(writer, module, each, handOver);
    else writeUnit(writer, each, module);
  }
  writer.add(handOver.text(module));
  if (module.exports.size > 0) writer.add(`export { ${[...module.exports].sort().join(", ")} };\n`);
  return writer.finish();
}

const bySource = (units: readonly Unit[]) => [...units].sort((a, b) => a.pos - b.pos);

function writeValues(writer: SliceWriter, owner: Frame, values: readonly CapturedValue[]): void {
  for (const captured of values) {
    const { name, value, path, constant } = captured;
    const text = writeData(
      value,
      {
        output: outputWriter(writer.slice, writer.module, owner, captured),
        object: (part) => writer.shared.nameIn(writer.module, part),
      },
      path,
    );
    writer.add(`${constant ? "const" : "let"} ${name} = ${text};\n`);
  }
}

/** Writes the Outputs that sit in the data of one variable, in a module of the slice or in that of shared data. */
function outputWriter(
  slice: Slice,
  module: ModuleSlice | undefined,
  owner: Frame,
  { container }: CapturedValue,
): WriteOutput {
  return (_, found) => {
    const output = slice.outputs.find(
      (each) =>
        each.owner === owner &&
        each.container === container &&
        each.path.join(".") === found.join("."),
    );
    if (!output) throw new Error(`The Output ${found.join(".")} was not registered.`);
    return standIn(slice, module, output);
  };
}

/** The names in a pattern of a kept declaration. */
function namesIn(unit: Unit): ts.Identifier[] {
  if (!ts.isVariableDeclaration(unit) || ts.isIdentifier(unit.name)) return [];
  const names: ts.Identifier[] = [];
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.push(name);
    else name.elements.forEach((each) => ts.isBindingElement(each) && visit(each.name));
  };
  visit(unit.name);
  return names;
}

/** Other names for those in a pattern whose values were captured: these values are the ones to be seen. */
function renamed(writer: SliceWriter, unit: Unit, frame: Frame): Map<ts.Node, string> {
  const captured = new Set([...frame.values].map(({ declaration }) => declaration));
  return new Map(
    namesIn(unit)
      .filter((name) => captured.has(name.parent as ts.BindingElement))
      .map((name) => {
        const other = writer.module.unusedName(`${name.text}_source`);
        const element = name.parent as ts.BindingElement;
        const isShort = ts.isObjectBindingPattern(element.parent) && !element.propertyName;
        return [name, isShort && !element.dotDotDotToken ? `${name.text}:${other}` : other];
      }),
  );
}

function writeUnit(writer: SliceWriter, unit: Unit, frame: Frame): void {
  if (ts.isVariableDeclaration(unit)) {
    const flags = ts.getCombinedNodeFlags(unit);
    const word = flags & ts.NodeFlags.Const ? "const" : flags & ts.NodeFlags.Let ? "let" : "var";
    writer.add(`${word} `);
    writer.copy(unit, frame, [], renamed(writer, unit, frame));
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
  module: ModuleSlice,
  fn: FunctionSlice,
  handOver: HandOver,
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
    writeValues(writer, fn, values);
    for (const unit of unitsOf(container)) if (!isLater(unit, index)) writeUnit(writer, unit, fn);
  }
  writer.add(nested ? `${exportName} = ` : `export const ${exportName} = `);
  writeExpression(writer, fn);
  writer.add(";\n");
  for (const [index, container] of [...containers.entries()].reverse()) {
    for (const unit of unitsOf(container)) if (isLater(unit, index)) writeUnit(writer, unit, fn);
    writer.add(handOver.text(fn, (unit) => unit !== undefined && unitContainer(unit, containers) === container)); // prettier-ignore
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
  if (isKeptStatement(unit)) return [];
  if (unit.name && ts.isIdentifier(unit.name)) return [unit.name.text];
  return namesIn(unit).map(({ text }) => text);
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
