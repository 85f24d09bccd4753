// Packages with native parts, installed by npm for Lambda's operating system and processor. Their scripts don't run: they
// would build for this machine. Packages such as sharp bring finished binaries as optional dependencies instead.
import * as pulumi from "@pulumi/pulumi";
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { promisify } from "node:util";
import { LockedProject, lockedProject } from "./locked-project";
import { findPackageLock, PackageLock, UnusableLock } from "./package-lock";

export interface InstallOptions {
  readonly architecture: "arm64" | "x86_64";
  readonly root: string;
  /** Where installed packages are kept between runs. */
  readonly folder: string;
  /** Gets what is worth telling the user. */
  readonly warn?: (warning: string) => void;
  /** Runs npm; tests put their own here. */
  readonly npm?: (parameters: readonly string[]) => Promise<unknown>;
}

/** What to install: in every version the project's, or in today's where its lockfile doesn't say. */
interface Wanted {
  /** `sharp@0.34.5` */
  readonly packages: readonly string[];
  readonly locked?: LockedProject;
  /** Changes with what is installed. */
  readonly key: string;
}

const running = new Map<string, Promise<void>>();

/**
 * Installs the versions that the project's package-lock.json has, all the way down; gives the folder to package as
 * `node_modules`. Needs npm's registry the first time, and again when the lockfile says something else of these packages.
 * Install scripts are not run, so a package has to bring its binary for Linux on glibc; one that is compiled or downloaded
 * by a script belongs in an image.
 *
 * @throws pulumi.RunError with the packages, where the project doesn't have one or npm can't install them.
 */
export async function installPackages(
  names: readonly string[],
  options: InstallOptions,
): Promise<string> {
  const wanted = wantedPackages([...new Set(names)].sort(), options);
  const hash = createHash("sha256").update(`${wanted.key} ${options.architecture}`).digest("hex");
  const target = path.join(options.folder, hash.slice(0, 16));
  const installed = path.join(target, "node_modules");
  if (fs.existsSync(target)) return installed;
  let installation = running.get(target);
  if (!installation) {
    installation = install(wanted, target, options);
    running.set(target, installation);
    void installation.finally(() => running.delete(target)).catch(() => undefined);
  }
  await installation;
  return installed;
}

function wantedPackages(names: readonly string[], { root, folder, warn }: InstallOptions): Wanted {
  const packages = names.map((name) => `${name}@${installedVersion(name, root)}`);
  const found = findPackageLock(root);
  try {
    if (!found) throw new UnusableLock("is missing");
    const lock = new PackageLock(found.folder, found.text);
    const locked = lockedProject(names, lock, root, path.join(folder, "target"));
    const { dependencies } = locked.manifest;
    for (const name of names) refuseOther(name, dependencies[name], installedVersion(name, root));
    return { packages, locked, key: JSON.stringify(locked) };
  } catch (error) {
    if (!(error instanceof UnusableLock)) throw error;
    warn?.(
      `install: the project's package-lock.json ${error.message}, so that what ${packages.join(", ")} needs in turn is ` +
        "installed in today's versions, and two deployments may differ. Keep a complete package-lock.json with the program: " +
        "rm -rf node_modules package-lock.json && npm install.",
    );
    return { packages, key: JSON.stringify([packages, found?.text]) };
  }
}

function refuseOther(name: string, locked: string, installed: string): void {
  if (locked.replace(/^npm:.*@/, "") === installed) return;
  throw new pulumi.RunError(
    `install: package-lock.json has ${name} ${locked}, but ${installed} is installed in the project. Run npm ci, or npm install ${name}@${installed}.`,
  );
}

/** In a folder of its own that gets its name when it is complete: several stacks may be previewed at once. */
async function install(
  { packages, locked }: Wanted,
  target: string,
  { architecture, npm = runNpm }: InstallOptions,
): Promise<void> {
  const folder = `${target}.${randomUUID()}`;
  fs.mkdirSync(folder, { recursive: true });
  const cpu = architecture === "arm64" ? "arm64" : "x64";
  const command = locked ? ["ci"] : ["install", "--no-save", ...packages];
  try {
    if (locked) {
      writeJson(path.join(folder, "package.json"), locked.manifest);
      writeJson(path.join(folder, "package-lock.json"), locked.lock);
    }
    await npm([
      ...command,
      `--prefix=${folder}`,
      "--os=linux",
      `--cpu=${cpu}`,
      "--libc=glibc",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--no-bin-links",
    ]);
    for (const place of locked?.optional ?? []) removeUnlessGlibc(path.join(folder, place));
    fs.rmSync(path.join(folder, "node_modules/.package-lock.json"), { force: true });
    finish(folder, target);
  } catch (error) {
    throw new pulumi.RunError(
      `install: npm can't install ${packages.join(", ")} for linux/${cpu}: ${(error as Error).message}`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function finish(folder: string, target: string): void {
  try {
    fs.renameSync(folder, target);
  } catch (error) {
    if (!fs.existsSync(target)) throw error; // Else another program was first.
  }
}

/** Lockfiles of npm 10 don't say which C library a package is for, so that npm installs it for each. */
function removeUnlessGlibc(folder: string): void {
  const file = path.join(folder, "package.json");
  if (!fs.existsSync(file)) return;
  const { libc } = JSON.parse(fs.readFileSync(file, "utf8")) as { libc?: string | string[] };
  if (!libc) return;
  const list = [libc].flat();
  const isFor = list.includes("glibc") || (list.every((each) => each.startsWith("!")) && !list.includes("!glibc")); // prettier-ignore
  if (!isFor) fs.rmSync(folder, { recursive: true });
}

const writeJson = (file: string, content: object): void =>
  fs.writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);

const runNpm = (parameters: readonly string[]): Promise<unknown> =>
  promisify(execFile)("npm", [...parameters]);

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
