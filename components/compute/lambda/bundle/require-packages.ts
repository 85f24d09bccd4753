// Loads what the runtime or a layer provides with require() instead of import: Node.js finds it on NODE_PATH, where
// imports don't look, and it saves the time that importing CommonJS into ES modules costs (docs/decisions/inline-handlers.md).
import type { Metafile } from "esbuild";
import { builtinModules } from "node:module";
import * as ts from "typescript";
import type { Shift } from "./source-map";

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
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

  const create = unusedName(js, "$c");
  const require = callsRequire ? "require" : unusedName(js, "$r");
  const header = `import{createRequire as ${create}}from"module";const ${require}=${create}(import.meta.url);`;
  const replacements = [{ start: 0, end: 0, text: header }];
  const tree = ts.createSourceFile(
    "index.mjs",
    js,
    ts.ScriptTarget.ESNext,
    false,
    ts.ScriptKind.JS,
  );
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier))
      continue;
    const specifier = statement.moduleSpecifier.text;
    if (!provided.has(specifier)) continue;
    replacements.push({
      start: statement.getStart(tree),
      end: statement.end,
      text: requireText(statement.importClause, `${require}(${JSON.stringify(specifier)})`),
    });
  }
  return apply(js, replacements, tree);
}

const isBuiltIn = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);

function requireText(clause: ts.ImportClause | undefined, call: string): string {
  if (!clause) return `${call};`;
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
  const [first] = parts;
  return `const${first.startsWith("{") ? "" : " "}${parts.join(",")};`;
}

const nameText = (name: ts.ModuleExportName): string =>
  ts.isIdentifier(name) ? name.text : JSON.stringify(name.text);

function unusedName(js: string, wanted: string): string {
  const names = new Set(js.match(/[\w$]+/g));
  let name = wanted;
  while (names.has(name)) name += "_";
  return name;
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
