// Which declaration an exported name of a module stands for, through its exports and those that it passes on.
import * as ts from "typescript";
import { importOf, isImported } from "./declarations";
import { isInstalledPackage, isLocalSpecifier, resolveLocal } from "./project";
import { ParsedFile, parseFile } from "./source-file";

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
  const follow = (specifier: ts.Expression | undefined, exported: string) => {
    const text = specifier && ts.isStringLiteral(specifier) ? specifier.text : "";
    const target = isLocalSpecifier(text) ? resolveLocal(text, path) : undefined;
    return target ? exportedVariable(target, exported, [...seen, path]) : undefined;
  };
  const declared = (identifier: ts.Identifier): ExportedVariable | undefined => {
    const declaration = file.declarationsOf(identifier)[0];
    if (!declaration) return undefined;
    if (!isImported(declaration)) return { file, declaration };
    if (ts.isNamespaceImport(declaration)) return undefined;
    const imported = ts.isImportSpecifier(declaration)
      ? (declaration.propertyName ?? declaration.name).text
      : "default";
    return follow(importOf(declaration).moduleSpecifier, imported);
  };
  for (const statement of file.tree.statements) {
    const found = exportedBy(statement, name, declared, follow, file);
    if (found) return found;
  }
  return undefined;
}

function exportedBy(
  statement: ts.Statement,
  name: string,
  declared: (identifier: ts.Identifier) => ExportedVariable | undefined,
  follow: (specifier: ts.Expression | undefined, name: string) => ExportedVariable | undefined,
  file: ParsedFile,
): ExportedVariable | undefined {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, moduleSpecifier } = statement;
    if (!exportClause) return name === "default" ? undefined : follow(moduleSpecifier, name);
    if (!ts.isNamedExports(exportClause)) return undefined;
    const element = exportClause.elements.find((each) => each.name.text === name);
    const own = element && (element.propertyName ?? element.name);
    if (!own || !ts.isIdentifier(own)) return undefined;
    return moduleSpecifier ? follow(moduleSpecifier, own.text) : declared(own);
  }
  if (ts.isExportAssignment(statement)) {
    if (name !== "default") return undefined;
    const { expression } = statement;
    return ts.isIdentifier(expression) ? declared(expression) : { file, declaration: statement };
  }
  const isExported = ts.canHaveModifiers(statement)
    ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    : false;
  if (!isExported) return undefined;
  const declaration = declarationsIn(statement).find(
    (each) => ts.getNameOfDeclaration(each)?.getText(file.tree) === name,
  );
  return declaration && { file, declaration };
}

function declarationsIn(statement: ts.Statement): ts.Declaration[] {
  if (!ts.isVariableStatement(statement)) return [statement as ts.Node as ts.Declaration];
  const within = (declaration: ts.VariableDeclaration | ts.BindingElement): ts.Declaration[] =>
    ts.isIdentifier(declaration.name)
      ? [declaration]
      : declaration.name.elements.flatMap((each) =>
          ts.isBindingElement(each) ? within(each) : [],
        );
  return statement.declarationList.declarations.flatMap(within);
}
