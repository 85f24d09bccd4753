// Packages with native parts, installed by npm for Lambda's operating system and processor. Their scripts don't run: they
// would build for this machine. Packages such as sharp bring finished binaries as optional dependencies instead.
import * as pulumi from "@pulumi/pulumi";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { promisify } from "node:util";

export interface InstallOptions {
  readonly architecture: "arm64" | "x86_64";
  readonly root: string;
  /** Where installed packages are kept between runs. */
  readonly folder: string;
  /** Runs npm; tests put their own here. */
  readonly npm?: (parameters: readonly string[]) => Promise<unknown>;
}

const running = new Map<string, Promise<string>>();

/**
 * Installs the versions that the project has; gives the folder to package as `node_modules`. Needs npm's registry the
 * first time, and again when the project's package-lock.json has changed. Install scripts are not run, so a package has
 * to bring its binary for Linux on glibc; one that is compiled or downloaded by a script belongs in an image.
 *
 * @throws pulumi.RunError with the packages, where the project doesn't have one or npm can't install them.
 */
export async function installPackages(
  names: readonly string[],
  options: InstallOptions,
): Promise<string> {
  const packages = [...names]
    .sort()
    .map((name) => `${name}@${installedVersion(name, options.root)}`);
  const key = [...packages, options.architecture, lockFileHash(options.root)].join(" ");
  const target = path.join(
    options.folder,
    createHash("sha256").update(key).digest("hex").slice(0, 16),
  );
  const installed = path.join(target, "node_modules");
  const finished = path.join(target, "installed");
  if (fs.existsSync(finished)) return installed;
  let installation = running.get(target);
  if (!installation) {
    installation = install(packages, target, options).then(() => {
      fs.rmSync(path.join(installed, ".package-lock.json"), { force: true });
      fs.writeFileSync(finished, key);
      return installed;
    });
    running.set(target, installation);
    void installation.finally(() => running.delete(target)).catch(() => undefined);
  }
  return installation;
}

async function install(
  packages: readonly string[],
  target: string,
  { architecture, npm = runNpm }: InstallOptions,
): Promise<void> {
  fs.mkdirSync(target, { recursive: true });
  const cpu = architecture === "arm64" ? "arm64" : "x64";
  try {
    await npm([
      "install",
      `--prefix=${target}`,
      "--os=linux",
      `--cpu=${cpu}`,
      "--libc=glibc",
      "--ignore-scripts",
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--no-bin-links",
      ...packages,
    ]);
  } catch (error) {
    throw new pulumi.RunError(
      `install: npm can't install ${packages.join(", ")} for linux/${cpu}: ${(error as Error).message}`,
    );
  }
}

const runNpm = (parameters: readonly string[]): Promise<unknown> =>
  promisify(execFile)("npm", [...parameters]);

/** Of the nearest package-lock.json: what packages need in turn may change without their own version. */
function lockFileHash(root: string): string {
  for (let folder = path.resolve(root); ; folder = path.dirname(folder)) {
    const file = path.join(folder, "package-lock.json");
    if (fs.existsSync(file))
      return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
    if (folder === path.dirname(folder)) return "no lock file";
  }
}

function installedVersion(name: string, root: string): string {
  for (const folder of createRequire(path.join(root, "index.js")).resolve.paths(name) ?? []) {
    const file = path.join(folder, name, "package.json");
    if (fs.existsSync(file)) {
      return (JSON.parse(fs.readFileSync(file, "utf8")) as { version: string }).version;
    }
  }
  throw new pulumi.RunError(
    `install: "${name}" is not installed in this project, so its version isn't known. Add it: npm install --save-exact ${name}`,
  );
}
