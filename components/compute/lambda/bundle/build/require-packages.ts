// Loads what the runtime or a layer provides with require() instead of import: Node.js finds it on NODE_PATH, where
// imports don't look, and it saves the time that importing CommonJS into ES modules costs (docs/decisions/inline-handlers.md).
import type { Metafile } from "esbuild";
import * as ts from "typescript";
import { isBuiltInModule } from "../source/shared-changes";
import type { Shift } from "../source/source-map";
import { walk } from "../source/syntax";

interface Replacement {
  readonly start: number;
  end: number;
  text: string;
}

/** @param asEsModule True where the program is one: by default it imports `module.exports` from CommonJS, always. */
export function requirePackages(
  js: string,
  output: Metafile["outputs"][string],
  asEsModule = false,
): { js: string; shifts: Shift[] } {
  const provided = new Set(
    output.imports
      .filter(({ external, kind, path }) => external && isImport(kind) && !isBuiltInModule(path))
      .map(({ path }) => path),
  );
  // esbuild's stand-in for require() looks for one that is in scope.
  const callsRequire = js.includes("Dynamic require of");
  if (provided.size === 0 && !callsRequire) return { js, shifts: [] };

  const [module, free, byDefault, whole] = unusedNames(js);
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
  const interop = new Interop(byDefault, whole, asEsModule);
  // esbuild's stand-in looks for it before anything else runs.
  let isMade = callsRequire;
  if (isMade) replacements[0].text += `${made};`;
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (!provided.has(specifier)) continue;
    const bindings = requireBindings(
      statement.importClause,
      `${require}(${JSON.stringify(specifier)})`,
      interop,
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
  if (replacements.length > 1) joinNext(js, replacements[replacements.length - 1]);
  replacements.push(...laterUses(tree, require, provided, interop));
  replacements[0].text += interop.text;
  return apply(js, replacements, tree);
}

const isImport = (kind: string): boolean =>
  kind === "import-statement" || kind === "dynamic-import";

/**
 * What an import gives the program. TypeScript's CommonJS takes `default` of a package that says `__esModule` and
 * `module.exports` of any other; an ES module takes `module.exports` of both. A package that is an ES module gives its own.
 */
class Interop {
  readonly namespaces = new Set<string>();
  private defaults = false;
  private wholes = false;

  constructor(
    private readonly byDefault: string,
    private readonly whole: string,
    private readonly asEsModule: boolean,
  ) {}

  default(value: string): string {
    this.defaults = true;
    return `${this.byDefault}(${value})`;
  }

  namespace(value: string): string {
    this.wholes = true;
    return `${this.whole}(${value})`;
  }

  /** Declares what was used. */
  get text(): string {
    const isModule = this.asEsModule ? `m?.[Symbol.toStringTag]==="Module"` : "m?.__esModule";
    const byDefault = this.defaults ? `var ${this.byDefault}=m=>${isModule}?m.default:m;` : "";
    const whole = this.wholes ? `var ${this.whole}=m=>${isModule}?m:{...m,default:m};` : "";
    return byDefault + whole;
  }
}

/** `import("package")`, which doesn't look at NODE_PATH, and the default of an imported namespace. */
function laterUses(
  tree: ts.SourceFile,
  require: string,
  provided: ReadonlySet<string>,
  interop: Interop,
): Replacement[] {
  const replacements: Replacement[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteralLike(specifier) && provided.has(specifier.text)) {
        const call = interop.namespace(`${require}(${JSON.stringify(specifier.text)})`);
        const text = `Promise.resolve().then(()=>${call})`;
        replacements.push({ start: node.getStart(tree), end: node.end, text });
      }
    }
    if (
      ts.isPropertyAccessExpression(node) &&
      node.name.text === "default" &&
      ts.isIdentifier(node.expression) &&
      interop.namespaces.has(node.expression.text)
    ) {
      const text = interop.default(node.expression.text);
      replacements.push({ start: node.getStart(tree), end: node.end, text });
    }
  };
  const isWorth = /\bimport\(|\.default\b/.test(tree.text);
  if (isWorth && provided.size > 0) walk(tree, look);
  return replacements;
}

/** Lets the declaration that follows go on with ours. */
function joinNext(js: string, last: Replacement): void {
  if (!js.startsWith("var ", last.end)) return;
  last.end += "var ".length;
  last.text = `${last.text.slice(0, -1)},`;
}

/** `{A:b}=require("x")`, for one import. */
function requireBindings(
  clause: ts.ImportClause | undefined,
  call: string,
  interop: Interop,
): string {
  if (!clause) return `{}=${call}`;
  const parts: string[] = [];
  if (clause.name) parts.push(`${clause.name.text}=${interop.default(call)}`);
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    parts.push(`${bindings.name.text}=${call}`);
    interop.namespaces.add(bindings.name.text);
  }
  if (bindings && ts.isNamedImports(bindings)) {
    const isDefault = ({ propertyName, name }: ts.ImportSpecifier) =>
      (propertyName ?? name).text === "default";
    const names = bindings.elements
      .filter((each) => !isDefault(each))
      .map(({ propertyName, name }) =>
        propertyName ? `${nameText(propertyName)}:${name.text}` : name.text,
      );
    if (names.length > 0) parts.push(`{${names.join(",")}}=${call}`);
    for (const { name } of bindings.elements.filter(isDefault)) {
      parts.push(`${name.text}=${interop.default(call)}`);
    }
  }
  return parts.join(",");
}

const spaced = (bindings: string) => (bindings.startsWith("{") ? bindings : ` ${bindings}`);

const nameText = (name: ts.ModuleExportName): string =>
  ts.isIdentifier(name) ? name.text : JSON.stringify(name.text);

/** Short names that occur nowhere in the text. */
function unusedNames(js: string): string[] {
  const used = new Set(js.match(/[\w$]+/g));
  const letters = [..."$_ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const names = [
    ...letters,
    ...letters.flatMap((first) => letters.map((second) => first + second)),
  ];
  return names.filter((name) => !used.has(name)).slice(0, 4);
}

function apply(
  js: string,
  replacements: readonly Replacement[],
  tree: ts.SourceFile,
): { js: string; shifts: Shift[] } {
  const shifts: Shift[] = [];
  let text = "";
  let position = 0;
  const inOrder = [...replacements].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const { start, end, text: replacement } of inOrder) {
    text += js.slice(position, start) + replacement;
    position = end;
    const { line, character } = tree.getLineAndCharacterOfPosition(end);
    shifts.push({ line, column: character, by: replacement.length - (end - start) });
  }
  return { js: text + js.slice(position), shifts };
}
