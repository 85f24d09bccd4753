// How a captured Output is read in Lambda: at once from its variable, or else through an object with get(). A text or JSON
// made of that would be wrong without a word, so both throw.
import { CapturedOutput, ImportedName, ModuleSlice, Plan } from "../plan/plan";

/** The module of the bundle that makes it; in no folder is a file of this name. */
const moduleId = "<captured output>.js";
const exported = "capturedOutput";

export const standInModule = {
  [moduleId]: `export const ${exported} = (name, get) => {
  const refuse = () => {
    throw new Error(\`The Output \${name} became part of a text or of JSON. Read its value: \${name}.get().\`);
  };
  return { get, toString: refuse, toJSON: refuse };
};
`,
};

/** What a module imports for its stand-ins; without a module, for text that has no names of its own. */
export function standInImport(module?: ModuleSlice): ImportedName {
  const local = module ? module.unusedName(exported) : exported;
  return { local, from: `slice:${moduleId}`, imported: exported };
}

/** The expression that reads a captured Output. */
export const readText = ({ variables }: Plan, output: CapturedOutput): string =>
  `JSON.parse(process.env.${variables.get(output)})`;

/** The expression for a captured Output by itself. */
export function standInText(plan: Plan, output: CapturedOutput, module?: ModuleSlice): string {
  const name = JSON.stringify(output.path.join("."));
  return `${standInImport(module).local}(${name},()=>${readText(plan, output)})`;
}
