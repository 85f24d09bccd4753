// Which declaration an exported name of a module stands for, through its exports and those that it passes on.
import * as ts from "typescript";
import { declaredBy, exportedName, isImported, specifierOf } from "./declarations";
import { isInstalledPackage, localModule } from "./project";
import { ParsedFile, parseFile } from "./source-file";
import { isExported } from "./syntax";

export interface ExportedVariable {
  readonly file: ParsedFile;
  /** What declares it; the statement itself for `export default ...`. */
  readonly declaration: ts.Declaration;
}

export function exportedVariable(
  path: string,
  name: string,
  seen: readonly string[] = [],
): ExportedVariable | undefined {
  if (seen.includes(path) || isInstalledPackage(path) || !/\.[cm]?[jt]sx?$/.test(path)) {
    return undefined;
  }
  const file = parseFile(path);
  const follow = (specifier: string, exported: string) => {
    const target = localModule(specifier, path);
    return target ? exportedVariable(target, exported, [...seen, path]) : undefined;
  };
  const declared = (identifier: ts.Identifier): ExportedVariable | undefined => {
    const declaration = file.declarationsOf(identifier)[0];
    if (!declaration) return undefined;
    if (!isImported(declaration)) return { file, declaration };
    return follow(specifierOf(declaration), exportedName(declaration));
  };
  const exportedBy = (statement: ts.Statement): ExportedVariable | undefined => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      const from = (moduleSpecifier as ts.StringLiteral | undefined)?.text;
      if (!exportClause) return name === "default" || !from ? undefined : follow(from, name);
      if (!ts.isNamedExports(exportClause)) return undefined;
      const element = exportClause.elements.find((each) => each.name.text === name);
      const own = element && (element.propertyName ?? element.name);
      if (!own || !ts.isIdentifier(own)) return undefined;
      return from === undefined ? declared(own) : follow(from, own.text);
    }
    if (ts.isExportAssignment(statement)) {
      const { expression } = statement;
      if (name !== "default") return undefined;
      return ts.isIdentifier(expression) ? declared(expression) : { file, declaration: statement };
    }
    const declaration = declaredBy(statement).find(
      (each) => ts.getNameOfDeclaration(each)?.getText(file.tree) === name,
    );
    return declaration && isExported(statement) ? { file, declaration } : undefined;
  };
  for (const statement of file.tree.statements) {
    const found = exportedBy(statement);
    if (found) return found;
  }
  return undefined;
}
