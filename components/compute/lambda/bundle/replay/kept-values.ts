// The values of what a slice keeps as source: as the program has them now, and where the slice's own text can hand over
// what it makes of the same source.
import * as ts from "typescript";
import { AnyFunction, ClosedOver, scopesOf, variablesIn } from "../live/inspector";
import { isOutput, isResource, writeData } from "../live/plain-data";
import { writtenAt } from "../live/written-at";
import { capturedValues, Frame, framesOf, ModuleSlice, Plan } from "../plan/plan";
import { isImported } from "../source/declarations";
import { isInstalledPackage, relativeTo } from "../source/project";
import { functionAt, parseFile } from "../source/source-file";
import { contains } from "../source/syntax";
import { hasState } from "./differences";
import { Fingerprint, FingerprintWriter, Surroundings } from "./fingerprint";

export interface KeptValue {
  readonly module: ModuleSlice;
  readonly frame: Frame;
  readonly declaration: ts.Declaration;
  readonly name: string;
  readonly value: unknown;
}

export interface KeptValues {
  /** Each under the name of its root in the fingerprint; only those that could come out differently. */
  readonly values: ReadonlyMap<string, KeptValue>;
  /** What is not looked into: instances of packages and the like. */
  readonly opaque: readonly KeptValue[];
  readonly fingerprint: Fingerprint;
}

/** What is kept, as it is now: to be asked for before anything else of the program runs. */
export function keptValues(plan: Plan): KeptValues {
  const writer = new FingerprintWriter(surroundingsIn(plan));
  const values = new Map<string, KeptValue>();
  const fingerprint: Fingerprint = { roots: {}, nodes: writer.nodes };
  const opaque: KeptValue[] = [];
  for (const kept of allKept(plan)) {
    const part = writer.add(kept.value);
    const key = String(values.size);
    values.set(key, kept);
    fingerprint.roots[key] = part;
    if (writer.nodes[part as number].kind === "opaque") opaque.push(kept);
  }
  writer.finish();
  for (const [key, part] of Object.entries(fingerprint.roots)) {
    if (hasState(fingerprint, part)) continue;
    values.delete(key);
    delete fingerprint.roots[key]; // eslint-disable-line @typescript-eslint/no-dynamic-delete
  }
  return { values, opaque, fingerprint };
}

const allKept = (plan: Plan): KeptValue[] =>
  framesOf(plan).flatMap(({ module, frame }) =>
    [...frame.kept].flatMap(([declaration, { name, live }]) => {
      if (!live.known || !mayHaveState(live.value)) return [];
      if (isImported(declaration) && !module.imports.has(name)) return [];
      return [{ module, frame, declaration, name, value: live.value }];
    }),
  );

const mayHaveState = (value: unknown): boolean =>
  typeof value === "function" || (typeof value === "object" && value !== null);

function surroundingsIn(plan: Plan): Surroundings {
  const held = new Set<object>();
  const object = (value: object) => (held.size === held.add(value).size ? "0" : undefined);
  for (const { captured } of capturedValues(plan)) {
    writeData(captured.value, { output: () => "0", object });
  }
  return {
    placeOf: (fn) => {
      const at = writtenAt(fn);
      if (!at || isInstalledPackage(at.file)) return undefined;
      const { line, column } = at;
      return { file: relativeTo(plan.root, at.file), line: line + 1, column: column + 1 };
    },
    closedOver: (fn) => closedOver(fn, plan),
    isClosed: (value) => isOutput(value) || isResource(value),
    isHeld: (key) => held.has(key),
    text: (text) => text.split(plan.root).join(""),
  };
}

/** What a function holds in the variables of the functions around it, as far as these only made it. */
function closedOver(fn: AnyFunction, plan: Plan): ClosedOver[] {
  const at = writtenAt(fn);
  const file = at && parseFile(at.file);
  const node = file && functionAt(file, at.line, at.column);
  if (!node) return [];
  // The functions around a captured one run as its frame.
  const captured = plan.modules.get(at.file)?.functions.map((each) => each.node) ?? [];
  const makers: ts.Node[] = [];
  for (let each: ts.Node = node.parent; each; each = each.parent) {
    // prettier-ignore
    if (ts.isFunctionLike(each) && !captured.some((one) => contains(each, one))) makers.push(each);
  }
  if (makers.length === 0) return [];
  const seen = new Map<string, number>();
  return variablesIn(scopesOf(fn)).filter(({ name }) => {
    // Each scope outwards that has the name holds the next variable of that name.
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    const declarations = file.variablesNamed(name, node.parent)[index]?.declarations ?? [];
    return declarations.some((one) =>
      makers.some((maker) => maker !== one && contains(maker, one)),
    );
  });
}
