// What a top-level statement takes from other modules, by import or by require().
import * as ts from "typescript";
import { requiredModule } from "./declarations";

export interface ModuleLoad {
  readonly specifier: string;
  readonly names: readonly LoadedName[];
  /** The name that stands for the module as a whole. */
  readonly namespace?: string;
}

export interface LoadedName {
  readonly local: string;
  readonly exported: string;
  readonly node: ts.Node;
}

export function moduleLoads(statement: ts.Statement): ModuleLoad[] {
  if (ts.isImportDeclaration(statement)) {
    return statement.importClause?.isTypeOnly ? [] : [importLoad(statement)];
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    const specifier = requiredModule(statement);
    if (specifier === undefined || statement.isTypeOnly) return [];
    return [{ specifier, names: [], namespace: statement.name.text }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(requireLoad);
}

function importLoad({ moduleSpecifier, importClause }: ts.ImportDeclaration): ModuleLoad {
  const names: LoadedName[] = [];
  const specifier = (moduleSpecifier as ts.StringLiteral).text;
  if (importClause?.name) {
    names.push({ local: importClause.name.text, exported: "default", node: importClause.name });
  }
  const bindings = importClause?.namedBindings;
  if (!bindings) return { specifier, names };
  if (ts.isNamespaceImport(bindings)) return { specifier, names, namespace: bindings.name.text };
  for (const element of bindings.elements) {
    if (element.isTypeOnly) continue;
    const exported = (element.propertyName ?? element.name).text;
    names.push({ local: element.name.text, exported, node: element });
  }
  return { specifier, names };
}

/** `const a = require("...")` and `const { a } = require("...")`. */
function requireLoad({ name, initializer }: ts.VariableDeclaration): ModuleLoad[] {
  if (
    !initializer ||
    !ts.isCallExpression(initializer) ||
    !ts.isIdentifier(initializer.expression) ||
    initializer.expression.text !== "require"
  ) {
    return [];
  }
  const [argument] = initializer.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return [];
  const specifier = argument.text;
  if (ts.isIdentifier(name)) return [{ specifier, names: [], namespace: name.text }];
  if (!ts.isObjectBindingPattern(name)) return [];
  const names = name.elements.flatMap((element): LoadedName[] => {
    const exported = element.propertyName ?? element.name;
    return ts.isIdentifier(element.name) && ts.isIdentifier(exported)
      ? [{ local: element.name.text, exported: exported.text, node: element }]
      : [];
  });
  return [{ specifier, names }];
}
