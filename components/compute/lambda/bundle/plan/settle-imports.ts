// Imports whose way into the bundle depends on what else is in it: a variable that functions change must be the one that
// these functions change.
import * as ts from "typescript";
import { bundledFiles } from "./bundled-parts";
import { literalValue } from "../source/literals";
import { isAssignedLater } from "../source/module-data";
import { ImportedVariable, ModuleSlice } from "./module-slice";
import { containsOutput } from "../live/plain-data";
import type { Slice } from "./slice";

export function settleImports(slice: Slice): void {
  const bundled = bundledFiles(slice);
  for (const module of slice.modules.values()) {
    for (const variable of module.imported.values()) {
      const { exported, name, value } = variable;
      if (!isUsed(module, variable) || containsOutput(value)) continue;
      const isObject = typeof value === "object" && value !== null;
      const isAssigned = isAssignedLater(exported);
      const sliced = slice.modules.get(exported.file.path);
      if (sliced && sliced !== module && (isObject || isAssigned) && holds(sliced, variable)) {
        const imported = nameOf(exported.declaration);
        sliced.exports.add(imported);
        importInstead(module, variable, { ...name, from: `slice:${sliced.id}`, imported });
      } else if (isAssigned && !isObject && bundled.has(exported.file.path)) {
        refuseChanged(slice, module, variable);
        importInstead(module, variable, name);
      }
    }
  }
}

const capturedIn = (module: ModuleSlice, { name }: ImportedVariable) =>
  module.valueAt([name.local], module.file.tree);

const isUsed = (module: ModuleSlice, variable: ImportedVariable): boolean =>
  module.imports.has(variable.name.local) || capturedIn(module, variable) !== undefined;

/** True when a part of the variable's own module is in the slice, with the variable. */
const holds = (sliced: ModuleSlice, { exported: { declaration } }: ImportedVariable): boolean =>
  sliced.kept.has(declaration) ||
  [...sliced.values].some((value) => value.declaration === declaration);

const nameOf = (declaration: ts.Declaration): string =>
  (ts.getNameOfDeclaration(declaration) as ts.Identifier).text;

function importInstead(
  module: ModuleSlice,
  variable: ImportedVariable,
  name: ImportedVariable["name"],
): void {
  const captured = capturedIn(module, variable);
  if (captured) module.values.delete(captured);
  module.imports.set(name.local, name);
}

/** In Lambda the variable starts with what its declaration gives it. */
function refuseChanged(slice: Slice, module: ModuleSlice, variable: ImportedVariable): void {
  const { exported, identifier, value, name } = variable;
  const initializer = (exported.declaration as ts.VariableDeclaration).initializer;
  const first = initializer && literalValue(initializer);
  if (!first || first.value === value) return;
  throw slice.error(
    module,
    identifier,
    `captures ${name.local}, which a function of its module has changed while deploying: in Lambda it is ${initializer.getText()} again. ` +
      "Pass the value to the handler, or make it a const.",
  );
}
