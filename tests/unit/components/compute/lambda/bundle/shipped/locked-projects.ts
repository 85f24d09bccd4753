// Projects of the tests of install-packages.ts: package-lock.json and what is installed of it, without a registry.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { workFolder } from "../../capture-runs";

export type Entry = Readonly<Record<string, unknown>>;

export interface Written {
  /** Where the program lies. */
  readonly root: string;
  /** For what is installed. */
  readonly folder: string;
}

/** `packages` by their places, such as `node_modules/a`; the program lies in `program` of the project. */
export function writtenProject(
  name: string,
  packages: Readonly<Record<string, Entry>>,
  { program = "", lock = { lockfileVersion: 3 } as Entry, within = workFolder(name) } = {},
): Written {
  const project = path.join(within, "project");
  for (const [place, entry] of Object.entries(packages)) {
    const folder = path.join(project, place);
    fs.mkdirSync(folder, { recursive: true });
    if (!entry.link) {
      fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ version: entry.version })); // prettier-ignore
    }
  }
  const text = JSON.stringify({ ...lock, ...(lock.lockfileVersion !== 1 && { packages }) });
  fs.writeFileSync(path.join(project, "package-lock.json"), text);
  const root = path.join(project, program);
  fs.mkdirSync(root, { recursive: true });
  return { root, folder: path.join(path.dirname(project), "installed") };
}

/** What npm was given: its parameters, without the folder, and the files in it. */
export interface Recorded {
  readonly parameters: readonly string[];
  readonly manifest?: { dependencies: Record<string, string> };
  readonly lock?: { packages: Record<string, Entry> };
}

/** Stands in for npm. */
export function recordingNpm(): {
  npm(parameters: readonly string[]): Promise<void>;
  calls: Recorded[];
} {
  // prettier-ignore
  const calls: Recorded[] = [];
  const npm = async (parameters: readonly string[]) => {
    const folder = prefixOf(parameters);
    const read = (file: string) => {
      const at = path.join(folder, file);
      return fs.existsSync(at) ? JSON.parse(fs.readFileSync(at, "utf8")) : undefined;
    };
    calls.push({
      parameters: parameters.filter((parameter) => !parameter.startsWith("--prefix=")),
      manifest: read("package.json"),
      lock: read("package-lock.json"),
    });
  };
  return { npm, calls };
}

export const prefixOf = (parameters: readonly string[]): string =>
  parameters.find((each) => each.startsWith("--prefix="))?.slice("--prefix=".length) ?? "";

/** A package's archive, as `npm pack` makes it. */
export function packed(folder: string, manifest: Entry): string {
  const name = `${String(manifest.name)}-${String(manifest.version)}`;
  const source = path.join(folder, name);
  fs.mkdirSync(path.join(source, "package"), { recursive: true });
  fs.writeFileSync(path.join(source, "package/package.json"), JSON.stringify(manifest));
  execFileSync("tar", ["-czf", path.join(folder, `${name}.tgz`), "-C", source, "package"]);
  return `${name}.tgz`;
}
