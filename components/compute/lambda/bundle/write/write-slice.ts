// Writes a slice down as source text with a source map that points at the original lines.
import * as ts from "typescript";
import { writeData } from "../live/plain-data";
import { Frame, FunctionSlice, isFunctionSlice, ModuleSlice, Plan } from "../plan/plan";
import { isKeptStatement, namedIn, Unit } from "../source/declarations";
import { keptNames } from "../source/kept-names";
import { contains } from "../source/syntax";
import { HandedOver, handOverText } from "./hand-over";
import { importTexts } from "./import-texts";
import { standInImport, standInModule } from "./output-stand-in";
import { SharedData, sharedModule } from "./shared-data";
import { hasStandIn, outputWriter, SliceWriter, withSourceMap } from "./slice-writer";

/** The text of every module of a slice by its path, source maps included; for a replay, with what it hands over. */
export function writeSlice(plan: Plan, handed: HandedOver = new Map()): Record<string, string> {
  const shared = new SharedData(plan);
  const modules = [...plan.modules.values()];
  const texts = modules.map((each) => [each.id, writeModule(plan, each, shared, handed)]);
  const sharedText = shared.text((value, { frame, captured, path }, object) =>
    writeData(value, { output: outputWriter(plan, frame, captured), object }, path),
  );
  if (sharedText !== undefined) {
    const own = standInImport();
    const isUsed = sharedText.includes(`${own.local}(`);
    const imported = isUsed ? `import { ${own.local} } from ${JSON.stringify(own.from)};\n` : "";
    texts.push([sharedModule, withSourceMap(`${imported}${sharedText}`)]);
  }
  const isStoodFor = modules.some(hasStandIn);
  return { ...Object.fromEntries(texts), ...(isStoodFor && standInModule) } as Record<
    string,
    string
  >;
}

function writeModule(
  plan: Plan,
  module: ModuleSlice,
  shared: SharedData,
  handed: HandedOver,
): string {
  const parts = [module, ...module.functions].flatMap(({ units }) => [...units]);
  const names = keptNames(module.file, [...parts, ...module.functions.map(({ node }) => node)]);
  const writer = new SliceWriter(plan, module, shared, names);
  const standIns = hasStandIn(module) ? [standInImport(module)] : [];
  const imports = [...module.imports.values(), ...standIns, ...shared.importsOf(module)];
  for (const text of importTexts(module, imports)) writer.add(text);
  for (const value of module.values) writer.addValue(module, value);
  for (const each of module.parts) {
    if (isFunctionSlice(each)) writeFunction(writer, each, handed);
    else writeUnit(writer, each, module);
  }
  writer.add(handOverText(handed, module));
  if (module.exports.size > 0) writer.add(`export { ${[...module.exports].sort().join(", ")} };\n`);
  return writer.finish();
}

const bySource = (units: readonly Unit[]) => [...units].sort((a, b) => a.pos - b.pos);

/** Other names for those in a pattern whose values were captured: these values are the ones to be seen. */
function renamed(writer: SliceWriter, unit: Unit, frame: Frame): Map<ts.Node, string> {
  const captured = new Set([...frame.values].map(({ declaration }) => declaration));
  const elements = ts.isVariableDeclaration(unit) ? namedIn(unit).filter(ts.isBindingElement) : [];
  return new Map(
    elements
      .filter((element) => captured.has(element))
      .map((element) => {
        const name = element.name as ts.Identifier;
        const other = writer.module.unusedName(`${name.text}_source`);
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

function writeFunction(writer: SliceWriter, fn: FunctionSlice, handed: HandedOver): void {
  const { node, exportName } = fn;
  const { module } = writer;
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
  const nested = needsOwnScope(writer, fn, containers);
  if (nested) writer.add(`export let ${exportName};\n`);
  const units = bySource([...fn.units]);
  const unitsOf = (container: ts.Node) =>
    units.filter((unit) => unitContainer(unit, containers) === container);
  // A block's statements after the block with the function run after those that are in there.
  const isLater = (unit: Unit, index: number) =>
    unit.pos >= (containers[index + 1]?.end ?? Infinity);
  for (const [index, container] of containers.entries()) {
    if (nested) writer.add("{\n");
    const values = [...fn.values].filter((value) => value.container === container);
    for (const value of values) writer.addValue(fn, value);
    for (const unit of unitsOf(container)) if (!isLater(unit, index)) writeUnit(writer, unit, fn);
  }
  writer.add(nested ? `${exportName} = ` : `export const ${exportName} = `);
  writeExpression(writer, fn);
  writer.add(";\n");
  for (const [index, container] of [...containers.entries()].reverse()) {
    for (const unit of unitsOf(container)) if (isLater(unit, index)) writeUnit(writer, unit, fn);
    writer.add(
      handOverText(
        handed,
        fn,
        (unit) => unit !== undefined && unitContainer(unit, containers) === container,
      ),
    );
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
  const values = new Set([...fn.values].map(({ container }) => container));
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
  { text, module }: SliceWriter,
  fn: FunctionSlice,
  containers: readonly ts.Node[],
): boolean {
  const names = [
    ...[...fn.values].map(({ name }) => name),
    ...[...fn.units].flatMap((unit) => unitNames(unit)),
  ];
  if (containers.length > 1 && new Set(names).size < names.length) return true;
  if (module.functions.length > 1) return true;
  const written = new Set(text.match(/[\w$]+/g) ?? []);
  return names.some((name) => written.has(name));
}

function unitNames(unit: Unit): string[] {
  if (isKeptStatement(unit)) return [];
  const named = ts.isVariableDeclaration(unit) ? namedIn(unit) : [unit];
  return named.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : []));
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
