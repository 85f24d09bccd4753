// What a captured Output is in Lambda where it isn't read at once: an object with get(). A text or JSON made of it would
// be wrong without a word, so both throw.
import type { ModuleSlice } from "../plan/module-slice";
import type { CapturedOutput, Slice } from "../plan/slice";

/** The module of the bundle that makes it; in no folder is a file of this name. */
const moduleId = "<captured output>.js";
const exported = "capturedOutput";

const moduleText = `export const ${exported} = (name, get) => {
  const refuse = () => {
    throw new Error(\`The Output \${name} became part of a text or of JSON. Read its value: \${name}.get().\`);
  };
  return { get, toString: refuse, toJSON: refuse };
};
`;

/** The import for text that is in none of the slice's modules, where it has one. */
export const standInImport = (text: string): string =>
  text.includes(`${exported}(`) ? `import { ${exported} } from "slice:${moduleId}";\n` : "";

/** The expression for a captured Output, in a module that has called `importStandIn`, or beside `standInImport`. */
export function standIn(
  slice: Slice,
  module: ModuleSlice | undefined,
  captured: CapturedOutput,
): string {
  const name = JSON.stringify(captured.path.join("."));
  return `${module ? localName(module) : exported}(${name},()=>${slice.readExpression(captured)})`;
}

export function importStandIn(module: ModuleSlice): void {
  const local = localName(module);
  module.imports.set(local, { local, from: `slice:${moduleId}`, imported: exported });
}

/** The module to add to a slice, where one of its own needs it. */
export function standInModule(modules: readonly ModuleSlice[]): Record<string, string> {
  const isNeeded = modules.some((module) => module.imports.has(localName(module)));
  return isNeeded ? { [moduleId]: moduleText } : {};
}

const localName = (module: ModuleSlice): string => module.unusedName(exported);
