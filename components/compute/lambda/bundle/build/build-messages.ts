// What esbuild reports, told in terms of the program: whose handler it is about, where in the source, and the way out.
import type * as esbuild from "esbuild";
import * as path from "node:path";
import * as ts from "typescript";
import type { HandlerSource } from "./handler-source";
import { packageOf } from "../source/project";
import { parseFile } from "../source/source-file";
import { findNode } from "../source/syntax";
import { readSourceMap } from "../live/written-at";

export class BuildMessages {
  constructor(
    /** In the order of the run: esbuild knows their files as `slice:<index>/<file>`. */
    private readonly handlers: readonly HandlerSource[],
    private readonly root: string,
  ) {}

  /** The warnings about one handler: in its own slice, or in a file of which its output has a part. */
  warnings(
    index: number,
    warnings: readonly esbuild.Message[],
    inputs: esbuild.Metafile["outputs"][string]["inputs"],
  ): string[] {
    const concerns = ({ location }: esbuild.Message) => {
      if (!location) return true;
      const own = sliced(location.file);
      return own ? own.index === index : location.file in inputs;
    };
    return [...new Set(warnings.filter(concerns).map((warning) => this.describe(warning)))];
  }

  /** Why the first handler of the run can't be built. */
  explain(error: unknown): Error {
    const failures = (error as Partial<esbuild.BuildFailure>).errors;
    if (!failures) return error as Error;
    const lines = failures.map((failure) => `${this.describe(failure)}${wayOut(failure)}`);
    return new Error(
      `handler "${this.handlers[0].name}" can't be bundled:\n  ${lines.join("\n  ")}`,
    );
  }

  private describe({ text, location }: esbuild.Message): string {
    const place = location && this.place(location);
    return place ? `${place}: ${text}` : text;
  }

  private place(location: esbuild.Location): string | undefined {
    if (/^handler:\d+$/.test(location.file)) return undefined; // Made for the run: no file of the program.
    const own = sliced(location.file);
    const line = location.line - 1;
    const column = characters(location, 0, location.column).length;
    if (!own) return `${location.file}:${line + 1}:${column + 1}`;
    const at =
      originalPosition(this.handlers[own.index].modules[own.file], line, column) ??
      importPosition(path.join(this.root, own.file), location);
    return at ? `${own.file}:${at.line + 1}:${at.column + 1}` : own.file;
  }
}

function sliced(file: string): { index: number; file: string } | undefined {
  const match = /^slice:(\d+)\/(.*?)(?:#\.mts)?$/.exec(file);
  return match ? { index: Number(match[1]), file: match[2] } : undefined;
}

/** esbuild counts bytes; editors and stack traces count characters. */
const characters = ({ lineText }: esbuild.Location, start: number, end: number): string =>
  Buffer.from(lineText).subarray(start, end).toString();

interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place in a slice, found in the source through the slice's own map. */
function originalPosition(slice: string, line: number, column: number): Position | undefined {
  const entry = readSourceMap(slice, "")?.findEntry(line, column);
  // A line that was written anew has no entry: the one found lies before it.
  if (!entry || !("originalLine" in entry) || entry.generatedLine !== line) return undefined;
  return { line: entry.originalLine, column: entry.originalColumn };
}

/** A slice's imports are written anew: the source has the same module or name in an import of its own. */
function importPosition(file: string, location: esbuild.Location): Position | undefined {
  const reported = characters(location, location.column, location.column + location.length);
  const { tree } = parseFile(file);
  const isSame = (node: ts.Node) =>
    (ts.isStringLiteral(node) && JSON.stringify(node.text) === reported) ||
    (ts.isIdentifier(node) && node.text === reported);
  const [found] = tree.statements
    .filter(ts.isImportDeclaration)
    .flatMap((statement) => findNode(statement, isSame) ?? []);
  if (!found) return undefined;
  const { line, character } = tree.getLineAndCharacterOfPosition(found.getStart(tree));
  return { line, column: character };
}

/** What to do about an error, where that is known. */
function wayOut({ text, location, notes }: esbuild.Message): string {
  const isNative = /"\.node" files/.test(text);
  const missing = /^Could not resolve "(.*)"$/.exec(text)?.[1];
  if (isNative || missing?.endsWith(".node")) {
    const name = packageOf(location?.file ?? "")?.name ?? packageOf(text)?.name;
    if (name) {
      return ` ("${name}" has a native part: list it in install: ["${name}"], or in external and bring it in a layer)`;
    }
  }
  if (isNative) {
    return (
      ' (native code outside a package: make it a package of its own and list it in install: ["its-name"], or bring it in ' +
      'a layer and load it by its path there: require("/opt/addon.node"), with external: ["/opt/*"])'
    );
  }
  const notExported = notes.find((note) => note.text.includes("not exported by package"));
  if (notExported) return ` (${notExported.text.replace(/:$/, "")})`;
  const name = missing && /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(?=\/|$)/.exec(missing)?.[0];
  return name
    ? ` (is ${name} installed? npm install --save-exact ${name}; where a layer brings it: external: ["${name}"])`
    : "";
}
