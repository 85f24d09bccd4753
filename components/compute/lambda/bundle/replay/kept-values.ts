// The values of what a slice keeps as source: as the program has them now, and where the slice's own text can hand over
// what it makes of the same source.
import * as ts from "typescript";
import { capturedValues } from "../plan/captured-values";
import { isImported } from "../source/declarations";
import { AnyFunction, scopesOf } from "../live/inspector";
import { Frame, ModuleSlice } from "../plan/module-slice";
import { isOutput, isResource, writeData } from "../live/plain-data";
import { isInstalledPackage, relativeTo } from "../source/project";
import type { Slice } from "../plan/slice";
import { contains, functionAt, parseFile } from "../source/source-file";
import { writtenAt } from "../live/written-at";
import { variablesIn } from "../live/closed-over";
import { ClosedOver, Fingerprint, FingerprintWriter, Surroundings } from "./fingerprint";
import { hasState } from "./differences";

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
export function keptValues(slice: Slice): KeptValues {
  const writer = new FingerprintWriter(surroundingsIn(slice));
  const values = new Map<string, KeptValue>();
  const fingerprint: Fingerprint = { roots: {}, nodes: writer.nodes };
  const opaque: KeptValue[] = [];
  for (const kept of allKept(slice)) {
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

function* allKept(slice: Slice): Generator<KeptValue> {
  for (const module of slice.modules.values()) {
    for (const frame of [module, ...module.functions]) {
      for (const [declaration, { name, live }] of frame.kept) {
        if (!live.known || !mayHaveState(live.value)) continue;
        if (isImported(declaration) && !module.imports.has(name)) continue;
        yield { module, frame, declaration, name, value: live.value };
      }
    }
  }
}

const mayHaveState = (value: unknown): boolean =>
  typeof value === "function" || (typeof value === "object" && value !== null);

function surroundingsIn(slice: Slice): Surroundings {
  const held = new Set<object>();
  const object = (value: object) => (held.size === held.add(value).size ? "0" : undefined);
  for (const { captured } of capturedValues(slice)) {
    writeData(captured.value, { output: () => "0", object });
  }
  return {
    placeOf: (fn) => {
      const at = writtenAt(fn);
      if (!at || isInstalledPackage(at.file)) return undefined;
      const { line, column } = at;
      return { file: relativeTo(slice.root, at.file), line: line + 1, column: column + 1 };
    },
    closedOver: (fn) => closedOver(fn, slice),
    isClosed: (value) => isOutput(value) || isResource(value),
    isHeld: (key) => held.has(key),
    text: (text) => text.split(slice.root).join(""),
  };
}

/** What a function holds in the variables of the functions around it, as far as these only made it. */
function closedOver(fn: AnyFunction, slice: Slice): ClosedOver[] {
  const at = writtenAt(fn);
  const file = at && parseFile(at.file);
  const node = file && functionAt(file, at.line, at.column);
  if (!node) return [];
  // The functions around a captured one run as its frame.
  const captured = slice.modules.get(at.file)?.functions.map((each) => each.node) ?? [];
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
