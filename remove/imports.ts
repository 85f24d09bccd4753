/** Who imports whom, among the files of the program. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const passedOver = new Set(["node_modules", "build", ".git", ".ci", "golden"]);

/** Every file below the folder but what is installed, built or kept, by its path from there. */
export function filesIn(root: string, below = ""): string[] {
  return fs
    .readdirSync(path.join(root, below), { withFileTypes: true })
    .filter(({ name }) => !passedOver.has(name))
    .flatMap((entry) => {
      const file = path.posix.join(below, entry.name);
      return entry.isDirectory() ? filesIn(root, file) : [file];
    });
}

/** The files of the program that each source file imports. */
export function importsIn(root: string, files: readonly string[]): Map<string, string[]> {
  const known = new Set(files);
  const sources = files.filter((file) => /\.[cm]?[jt]s$/.test(file));
  return new Map(
    sources.map((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      const specifiers = ts.preProcessFile(text, true, true).importedFiles;
      return [file, specifiers.flatMap(({ fileName }) => resolved(known, file, fileName) ?? [])];
    }),
  );
}

/** The file that a relative import means; `undefined` for packages and folders that are not there. */
export function resolved(
  known: ReadonlySet<string>,
  from: string,
  specifier: string,
): string | undefined {
  if (!/^\.\.?(\/|$)/.test(specifier)) return undefined;
  const to = path.posix.join(path.posix.dirname(from), specifier);
  const candidates = [to, `${to}.ts`, `${to}.d.ts`, `${to}/index.ts`, `${to}.js`];
  return candidates.map((each) => path.posix.normalize(each)).find((each) => known.has(each));
}
