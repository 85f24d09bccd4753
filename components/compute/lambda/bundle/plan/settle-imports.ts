// Imports whose way into the bundle depends on what else is in it: a variable that functions change must be the one that
// these functions change.
import * as ts from "typescript";
import { containsOutput } from "../live/plain-data";
import { isAssignedLater } from "../source/module-data";
import { unwrapped } from "../source/syntax";
import { Collector } from "./collector";
import type { ImportedVariable, ModuleDraft } from "./drafts";
import { refusal } from "./findings";
import { bundledFiles, ImportedName, valueAt } from "./plan";

export function settleImports(collector: Collector): void {
  const bundled = bundledFiles(collector);
  for (const module of collector.modules.values()) {
    for (const variable of module.imported.values()) {
      const { exported, name, value } = variable;
      if (!isUsed(module, variable) || containsOutput(value)) continue;
      const isObject = typeof value === "object" && value !== null;
      const isAssigned = isAssignedLater(exported);
      const sliced = collector.modules.get(exported.file.path);
      if (sliced && sliced !== module && (isObject || isAssigned) && holds(sliced, variable)) {
        const imported = (ts.getNameOfDeclaration(exported.declaration) as ts.Identifier).text;
        sliced.exports.add(imported);
        importInstead(module, variable, { ...name, from: `slice:${sliced.id}`, imported });
      } else if (isAssigned && !isObject && bundled.has(exported.file.path)) {
        refuseChanged(collector, module, variable);
        importInstead(module, variable, name);
      }
    }
  }
}

const capturedIn = (module: ModuleDraft, { name }: ImportedVariable) =>
  valueAt(module, [name.local], module.file.tree);

const isUsed = (module: ModuleDraft, variable: ImportedVariable): boolean =>
  module.imports.has(variable.name.local) || capturedIn(module, variable) !== undefined;

/** True when a part of the variable's own module is in the slice, with the variable. */
const holds = (sliced: ModuleDraft, { exported: { declaration } }: ImportedVariable): boolean =>
  sliced.kept.has(declaration) ||
  [...sliced.values].some((value) => value.declaration === declaration);

function importInstead(module: ModuleDraft, variable: ImportedVariable, name: ImportedName): void {
  const captured = capturedIn(module, variable);
  if (captured) module.values.delete(captured);
  module.imports.set(name.local, name);
}

/** In Lambda the variable starts with what its declaration gives it. */
function refuseChanged(
  collector: Collector,
  module: ModuleDraft,
  variable: ImportedVariable,
): void {
  const { exported, identifier, value, name } = variable;
  const { initializer } = exported.declaration as ts.VariableDeclaration;
  const first = initializer && literalValue(unwrapped(initializer));
  if (!first || first.value === value) return;
  throw collector.error(
    refusal(
      { module },
      identifier,
      `captures ${name.local}, which a function of its module has changed while deploying: in Lambda it is ${initializer.getText()} again. ` +
        "Pass the value to the handler, or make it a const.",
    ),
  );
}

/** The value of a literal: text, a number, true, false or null. */
function literalValue(node: ts.Expression): { readonly value: unknown } | undefined {
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  const words: unknown[] = [true, false, null];
  const word = words.find((each) => String(each) === node.getText());
  return word === undefined ? undefined : { value: word };
}
