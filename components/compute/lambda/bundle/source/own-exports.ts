// A module that is bundled as it is gives its own variables to the slice of its functions, exported or not: there is one of
// each, whoever sees it.
import * as ts from "typescript";
import { parseFile } from "./source-file";

const variable = "$own";
const access = "$access";

/** The name under which the module exports a variable of its own. */
export const ownExport = (name: string): string => name + variable;

/** The same for an object whose `value` is the variable, for nobody can assign to what is imported. */
export const ownAccess = (name: string): string => name + access;

export const isOwnExport = (name: string): boolean =>
  name.endsWith(variable) || name.endsWith(access);

/** False for CommonJS, which has no exports that could be added. */
export const takesExports = (path: string): boolean => {
  const { tree } = parseFile(path);
  return (
    ts.isExternalModule(tree) &&
    !tree.statements.some((each) => ts.isExportAssignment(each) && each.isExportEquals)
  );
};

/** What is to stand at the end of the module for these exports. */
export const ownExportsText = (names: readonly string[] = []): string =>
  names
    .map((exported) => {
      const name = exported.slice(0, exported.lastIndexOf("$"));
      return exported === ownExport(name)
        ? `\nexport { ${name} as ${exported} };`
        : `\nexport const ${exported} = { get value() { return ${name}; }, set value(to) { ${name} = to; } };`;
    })
    .join("");
