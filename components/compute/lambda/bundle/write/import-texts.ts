// The imports of a slice, written anew with the names that are needed alone.
import * as ts from "typescript";
import type { ImportedName, ModuleSlice } from "../plan/plan";

interface ImportText {
  readonly from: string;
  readonly text: string;
}

/**
 * One statement a module, with the names in order: the same text whatever was captured first. Where a module is imported
 * for what loading it does, all of them load in the order of the source.
 */
export function importTexts(
  { bareImports, file }: ModuleSlice,
  names: readonly ImportedName[],
): string[] {
  const texts = namedImports(names);
  if (bareImports.size === 0) return texts.map(({ text }) => text);
  const bare = [...bareImports].map((statement) => ({
    from: specifierOf(statement),
    text: `${statement.getText(file.tree).replace(/;$/, "")};\n`,
  }));
  const inSource = file.tree.statements.filter(ts.isImportDeclaration).map(specifierOf);
  // What the slice has of its own comes last.
  const positionOf = ({ from }: ImportText) => inSource.indexOf(from) + 1 || Infinity;
  return [...texts, ...bare]
    .sort((a, b) => (positionOf(a) === positionOf(b) ? 0 : positionOf(a) - positionOf(b)))
    .map(({ text }) => text);
}

const specifierOf = ({ moduleSpecifier }: ts.ImportDeclaration): string =>
  (moduleSpecifier as ts.StringLiteral).text;

function namedImports(names: readonly ImportedName[]): ImportText[] {
  const statements = new Map<string, { from: string; specifiers: string[] }>();
  for (const { local, from, imported, attributes } of names) {
    const source = `from ${JSON.stringify(from)}${attributes ? ` ${attributes}` : ""};\n`;
    const rest = imported === "*" ? `* as ${local} ${source}` : source;
    const statement = statements.get(rest) ?? { from, specifiers: [] };
    statements.set(rest, statement);
    const exported = /^[\w$]+$/.test(imported) ? imported : JSON.stringify(imported);
    if (imported !== "*")
      statement.specifiers.push(imported === local ? local : `${exported} as ${local}`);
  }
  return [...statements]
    .map(([rest, { from, specifiers }]) => ({
      from,
      text: `import ${specifiers.length > 0 ? `{ ${specifiers.sort().join(", ")} } ` : ""}${rest}`,
    }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}
