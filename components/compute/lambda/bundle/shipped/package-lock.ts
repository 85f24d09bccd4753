// npm's package-lock.json, read: which package another one gets when it asks for a name.
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";

/** A package as npm describes it (https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json). */
export interface LockedPackage {
  readonly version: string;
  /** Where the name in `node_modules` is another one. */
  readonly name?: string;
  readonly resolved?: string;
  /** A folder of the project, such as a workspace. */
  readonly link?: boolean;
  readonly dependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}
type Dependencies = Readonly<Record<string, string>>;

/** One thing a package needs, and the package that it gets. */
export interface Need {
  readonly name: string;
  /** Its place, such as `node_modules/a/node_modules/b`. */
  readonly location: string;
  /** False for what may be missing, such as the binary for another platform. */
  readonly isRequired: boolean;
}

/** What keeps a lockfile from saying every version. */
export class UnusableLock extends Error {}

/** The text of the nearest package-lock.json from the project upwards: that of its workspaces lies above it. */
export function findPackageLock(root: string): { folder: string; text: string } | undefined {
  for (let folder = path.resolve(root); ; folder = path.dirname(folder)) {
    const file = path.join(folder, "package-lock.json");
    if (fs.existsSync(file)) return { folder, text: fs.readFileSync(file, "utf8") };
    if (folder === path.dirname(folder)) return undefined;
  }
}

export class PackageLock {
  private readonly packages: Readonly<Record<string, LockedPackage | undefined>>;

  /** @throws UnusableLock */
  constructor(
    readonly folder: string,
    text: string,
  ) {
    const { lockfileVersion, packages } = parse(text);
    if (!packages) {
      throw new UnusableLock(
        `has lockfileVersion ${lockfileVersion ?? "none"} (2 or 3 is needed, which npm 7 and later write)`,
      );
    }
    this.packages = packages;
  }

  at(location: string): LockedPackage {
    const found = this.packages[location];
    if (!found) throw new UnusableLock(`has no "${location}"`);
    return found;
  }

  /** Where Node.js finds a package from a place in the project: in the nearest `node_modules` upwards. */
  find(name: string, from: string): string | undefined {
    return nearest(name, from, (location) => this.packages[location] !== undefined);
  }

  /**
   * @throws UnusableLock where one is missing.
   * @throws pulumi.RunError where one is a folder of the project.
   */
  needs(location: string): Need[] {
    const { dependencies, optionalDependencies, ...entry } = this.at(location);
    const isPeer = (name: string) =>
      !entry.peerDependenciesMeta?.[name]?.optional && this.find(name, location) !== undefined;
    const optional = Object.keys(optionalDependencies ?? {});
    const required = [
      ...Object.keys(dependencies ?? {}).filter((name) => !optional.includes(name)),
      ...Object.keys(entry.peerDependencies ?? {}).filter(isPeer),
    ];
    return [
      ...required.map((name) => this.need(name, location, true)),
      ...optional.map((name) => this.need(name, location, false)),
    ];
  }

  need(name: string, from: string, isRequired: boolean): Need {
    const location = this.find(name, from);
    if (location === undefined) {
      const by = from.includes("node_modules/") ? `, which ${nameIn(from)} needs` : "";
      throw new UnusableLock(`has no "${name}"${by}`);
    }
    const { link, resolved } = this.at(location);
    if (link) {
      throw new pulumi.RunError(
        `install: "${name}" is a folder of this project (${resolved}), which npm can't install for Lambda. Leave it out of ` +
          "install, so that it is bundled, and list the packages with native parts that it needs.",
      );
    }
    return { name, location, isRequired };
  }
}

/** The first place from here upwards where a name is found. */
export function nearest(
  name: string,
  from: string,
  isFound: (location: string) => boolean,
): string | undefined {
  for (let folder = from; ; folder = path.posix.dirname(folder)) {
    const location = path.posix.join(folder, "node_modules", name);
    if (isFound(location)) return location;
    if (folder === "" || folder === ".") return undefined;
  }
}

/** `a` of `node_modules/b/node_modules/a`. */
const nameIn = (location: string): string => location.split("node_modules/").pop() ?? "";

function parse(text: string): {
  lockfileVersion?: number;
  packages?: Record<string, LockedPackage>;
} {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnusableLock("is not JSON");
  }
}
