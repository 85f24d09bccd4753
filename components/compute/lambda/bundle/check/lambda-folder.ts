// A folder that looks to one bundle like the one in which Lambda runs it: its files alone, and beside them the packages
// that Lambda's runtime, layers and `install` bring. The project's own node_modules would hide a missing one.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import type { BundleToCheck } from "./bundle-check";

export interface LambdaFolder {
  /** The task's folder, with links and case resolved. */
  readonly task: string;
  readonly bundle: string;
  /** For NODE_PATH. */
  readonly packages: string;
  readonly writable: string;
  /** Packages of which no copy is here. */
  readonly absent: readonly string[];
  remove(): void;
}

/** The AWS SDK that Lambda's Node.js runtimes bring along. */
const runtimeScopes = ["@aws-sdk", "@smithy"];

export function lambdaFolder(options: BundleToCheck): LambdaFolder {
  // Outside the project: Node.js looks for packages in every folder above.
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "strata-bundle-")));
  const task = path.join(folder, "task");
  const packages = path.join(folder, "packages");
  const writable = path.join(folder, "tmp");
  for (const each of [task, packages, writable]) fs.mkdirSync(each);
  const bundle = path.join(task, "index.mjs");
  fs.writeFileSync(bundle, `${options.js}//# sourceMappingURL=index.mjs.map\n`);
  fs.writeFileSync(`${bundle}.map`, options.map);
  for (const [name, source] of Object.entries(options.files)) {
    const target = path.join(task, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(source, target);
  }
  const absent = linkPackages(options, task, packages);
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  return { task, bundle, packages, writable, absent, remove };
}

function linkPackages(
  { root, external, install, nodeModules, architecture }: BundleToCheck,
  task: string,
  packages: string,
): string[] {
  for (const scope of runtimeScopes) link(findPackage(scope, root), path.join(packages, scope));
  const layered = external.filter((name) => !install.includes(name)).map(packageName);
  const absent = layered.filter(
    (name) => name !== undefined && !link(findPackage(name, root), path.join(packages, name)),
  );
  if (nodeModules && runsHere(architecture)) {
    fs.symlinkSync(nodeModules, path.join(task, "node_modules"), "junction");
  } else {
    // Installed for another machine: this machine's copies stand for them.
    for (const name of install) {
      link(findPackage(name, root), path.join(task, "node_modules", name));
    }
  }
  return absent as string[];
}

const runsHere = (architecture: "arm64" | "x86_64"): boolean =>
  process.platform === "linux" && process.arch === (architecture === "arm64" ? "arm64" : "x64");

/** The package in a pattern such as `sharp`, `@scope/*` or `pg/lib/*`; undefined for paths. */
function packageName(pattern: string): string | undefined {
  const name = /^(?:@[\w.-]+(?:\/[\w.-]+)?|[\w.-]+)/.exec(pattern)?.[0];
  return name === undefined || /^[./]/.test(name) ? undefined : name;
}

/** The folder of a package, or of a scope, as the project sees it. */
function findPackage(name: string, root: string): string | undefined {
  return (createRequire(path.join(root, "index.js")).resolve.paths(name) ?? [])
    .map((folder) => path.join(folder, name))
    .find((folder) => fs.existsSync(folder));
}

function link(from: string | undefined, to: string): boolean {
  if (from === undefined) return false;
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (!fs.existsSync(to)) fs.symlinkSync(from, to, "junction");
  return true;
}
