// The imports of a slice, written anew with the names that are needed alone.
import * as ts from "typescript";
import type { ImportedName, ModuleSlice } from "../plan/module-slice";

/**
 * One statement a module, with the names in order: the same text whatever was captured first. Where a module is imported
 * for what loading it does, all of them load in the order of the source.
 */
export function importTexts(module: ModuleSlice): string[] {
  const texts = [...namedImports([...module.imports.values()])].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  if (module.bareImports.size === 0) return texts.map(([text]) => text);
  const bare = [...module.bareImports].map((statement): [string, string] => [
    `${statement.getText(module.file.tree).replace(/;$/, "")};\n`,
    specifierOf(statement),
  ]);
  const order = new Map<string, number>();
  for (const [index, statement] of module.file.tree.statements.entries()) {
    const isFirst = ts.isImportDeclaration(statement) && !order.has(specifierOf(statement));
    if (isFirst) order.set(specifierOf(statement), index);
  }
  // What the slice has of its own comes last.
  const positionOf = (specifier: string) => order.get(specifier) ?? Infinity;
  return [...texts, ...bare]
    .sort(([, a], [, b]) => (positionOf(a) === positionOf(b) ? 0 : positionOf(a) - positionOf(b)))
    .map(([text]) => text);
}

const specifierOf = ({ moduleSpecifier }: ts.ImportDeclaration): string =>
  (moduleSpecifier as ts.StringLiteral).text;

/** The text of each statement, with what it imports from. */
function namedImports(names: readonly ImportedName[]): Map<string, string> {
  const statements = new Map<string, { from: string; specifiers: string[] }>();
  for (const { local, from, imported, attributes } of names) {
    const source = `${JSON.stringify(from)}${attributes ? ` ${attributes}` : ""};\n`;
    if (imported === "*") {
      statements.set(`* as ${local} from ${source}`, { from, specifiers: [] });
      continue;
    }
    const exported = /^[\w$]+$/.test(imported) ? imported : JSON.stringify(imported);
    const text = imported === local ? local : `${exported} as ${local}`;
    const specifiers = statements.get(`from ${source}`)?.specifiers ?? [];
    statements.set(`from ${source}`, { from, specifiers: [...specifiers, text] });
  }
  return new Map(
    [...statements].map(([rest, { from, specifiers }]) => [
      specifiers.length > 0
        ? `import { ${specifiers.sort().join(", ")} } ${rest}`
        : `import ${rest}`,
      from,
    ]),
  );
}
