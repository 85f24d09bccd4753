// The project's folder, and paths as they may appear in a package: relative to it, the same on every machine.
import * as fs from "node:fs";
import * as path from "node:path";

/** The nearest folder from here upwards that holds a Pulumi.yaml; the working directory where there is none. */
export function projectFolder(): string {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "Pulumi.yaml"))) return folder;
    if (folder === path.dirname(folder)) return process.cwd();
  }
}

export const relativeTo = (root: string, file: string): string =>
  path.relative(root, file).split(path.sep).join("/");

export const isInstalledPackage = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file);

export const isLocalSpecifier = (specifier: string): boolean =>
  /^\.{1,2}(\/|$)/.test(specifier) || path.isAbsolute(specifier);

/** The source file that a relative import names; undefined for packages, and where there is none. */
export const localModule = (specifier: string, importer: string): string | undefined =>
  isLocalSpecifier(specifier) ? resolveLocal(specifier, importer) : undefined;

/** `@scope/name` and the folder of the innermost package that a file belongs to. */
export function packageOf(file: string): { name: string; folder: string } | undefined {
  const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))(?=\/|$)/.exec(file);
  return match ? { folder: match[1], name: match[2] } : undefined;
}

/** True for a file that Node.js loads as an ES module: by its extension, or by the nearest package.json. */
export function isEsModule(file: string): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, "package.json");
    if (fs.existsSync(manifest)) {
      return (JSON.parse(fs.readFileSync(manifest, "utf8")) as { type?: string }).type === "module";
    }
    if (folder === path.dirname(folder)) return false;
  }
}

/** True for Pulumi's own packages, whose values exist only while the program runs. */
export const isDeploymentPackage = (specifier: string): boolean => specifier.startsWith("@pulumi/");

const extensions = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx"];
const compiledToSource: Record<string, string[]> = {
  ".js": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

function resolveLocal(specifier: string, importer: string): string | undefined {
  const base = path.resolve(path.dirname(importer), specifier);
  const isFile = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  const extension = path.extname(base);
  for (const source of compiledToSource[extension] ?? []) {
    const file = base.slice(0, -extension.length) + source;
    if (isFile(file)) return file;
  }
  return [...extensions, ...extensions.slice(1).map((suffix) => `/index${suffix}`)]
    .map((suffix) => base + suffix)
    .find(isFile);
}
