// Loads what the runtime or a layer provides with require() instead of import: Node.js finds it on NODE_PATH, where
// imports don't look, and it saves the time that importing CommonJS into ES modules costs (docs/decisions/inline-handlers.md).
import type { Metafile } from "esbuild";
import { builtinModules } from "node:module";
import * as ts from "typescript";
import type { Shift } from "./source-map";

interface Replacement {
  readonly start: number;
  end: number;
  text: string;
}

export function requirePackages(
  js: string,
  output: Metafile["outputs"][string],
): { js: string; shifts: Shift[] } {
  const provided = new Set(
    output.imports
      .filter(
        ({ external, kind, path }) => external && kind === "import-statement" && !isBuiltIn(path),
      )
      .map(({ path }) => path),
  );
  // esbuild's stand-in for require() looks for one that is in scope.
  const callsRequire = js.includes("Dynamic require of");
  if (provided.size === 0 && !callsRequire) return { js, shifts: [] };

  const [module, free] = unusedNames(js);
  const require = callsRequire ? "require" : free;
  const replacements: Replacement[] = [
    { start: 0, end: 0, text: `import ${module} from"module";` },
  ];
  const made = `var ${require}=${module}.createRequire(import.meta.url)`;
  const tree = ts.createSourceFile(
    "index.mjs",
    js,
    ts.ScriptTarget.ESNext,
    false,
    ts.ScriptKind.JS,
  );
  let isMade = false;
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (!provided.has(specifier)) continue;
    const bindings = requireBindings(
      statement.importClause,
      `${require}(${JSON.stringify(specifier)})`,
    );
    const start = statement.getStart(tree);
    const last = replacements[replacements.length - 1];
    if (isMade && last.end === start) {
      // One declaration for imports that stand side by side.
      last.text = `${last.text.slice(0, -1)},${bindings};`;
      last.end = statement.end;
    } else {
      const text = isMade ? `var${spaced(bindings)};` : `${made},${bindings};`;
      replacements.push({ start, end: statement.end, text });
      isMade = true;
    }
  }
  if (!isMade) replacements[0].text += `${made};`;
  else joinNext(js, replacements[replacements.length - 1]);
  return apply(js, replacements, tree);
}

/** Lets the declaration that follows go on with ours. */
function joinNext(js: string, last: Replacement): void {
  if (!js.startsWith("var ", last.end)) return;
  last.end += "var ".length;
  last.text = `${last.text.slice(0, -1)},`;
}

const isBuiltIn = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);

/** `{A:b}=require("x")`, for one import. */
function requireBindings(clause: ts.ImportClause | undefined, call: string): string {
  if (!clause) return `{}=${call}`;
  const parts: string[] = [];
  // A CommonJS module imported by default is its module.exports.
  if (clause.name) parts.push(`${clause.name.text}=${call}`);
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) parts.push(`${bindings.name.text}=${call}`);
  if (bindings && ts.isNamedImports(bindings)) {
    const names = bindings.elements.map(({ propertyName, name }) =>
      propertyName ? `${nameText(propertyName)}:${name.text}` : name.text,
    );
    parts.push(`{${names.join(",")}}=${call}`);
  }
  return parts.join(",");
}

const spaced = (bindings: string) => (bindings.startsWith("{") ? bindings : ` ${bindings}`);

const nameText = (name: ts.ModuleExportName): string =>
  ts.isIdentifier(name) ? name.text : JSON.stringify(name.text);

/** Two short names that occur nowhere in the text. */
function unusedNames(js: string): string[] {
  const used = new Set(js.match(/[\w$]+/g));
  const letters = [..."$_ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const names = [
    ...letters,
    ...letters.flatMap((first) => letters.map((second) => first + second)),
  ];
  return names.filter((name) => !used.has(name)).slice(0, 2);
}

function apply(
  js: string,
  replacements: readonly Replacement[],
  tree: ts.SourceFile,
): { js: string; shifts: Shift[] } {
  const shifts: Shift[] = [];
  let text = "";
  let position = 0;
  for (const { start, end, text: replacement } of replacements) {
    text += js.slice(position, start) + replacement;
    position = end;
    const { line, character } = tree.getLineAndCharacterOfPosition(end);
    shifts.push({ line, column: character, by: replacement.length - (end - start) });
  }
  return { js: text + js.slice(position), shifts };
}
