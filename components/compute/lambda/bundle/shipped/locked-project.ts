// A package.json that depends on some of the project's packages alone, with the part of its package-lock.json that they
// need: `npm ci` installs the project's versions from it, all the way down.
import * as path from "node:path";
import { LockedPackage, nearest, Need, PackageLock } from "./package-lock";

export interface LockedProject {
  readonly manifest: {
    readonly name: string;
    readonly private: true;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  readonly lock: object;
  /** Places of packages that are there for some platforms only. */
  readonly optional: readonly string[];
}

/** @param to the folder that the two files are written to, which archives of the project are named from. */
export function lockedProject(
  names: readonly string[],
  lock: PackageLock,
  root: string,
  to: string,
): LockedProject {
  const from = path.relative(lock.folder, root).split(path.sep).join("/");
  const named = names.map((name) => lock.need(name, from, true));
  const required = reach(lock, named, ({ isRequired }) => isRequired);
  const packages: Record<string, object> = {};
  const optional: string[] = [];
  for (const [place, location] of placed(lock, named)) {
    if (!required.has(location)) optional.push(place);
    const needs = lock.needs(location);
    packages[place] = {
      ...described(lock.at(location), lock.folder, to),
      ...(!required.has(location) && { optional: true }),
      dependencies: versions(lock, needs.filter(({ isRequired }) => isRequired)), // prettier-ignore
      optionalDependencies: versions(lock, needs.filter(({ isRequired }) => !isRequired)), // prettier-ignore
    };
  }
  const project = { name: "installed-for-lambda", dependencies: versions(lock, named) };
  return {
    manifest: { ...project, private: true },
    lock: {
      name: project.name,
      lockfileVersion: 3,
      requires: true,
      packages: { "": project, ...packages },
    },
    optional,
  };
}

/** The places of all that the needs lead to. */
function reach(
  lock: PackageLock,
  needs: readonly Need[],
  follow: (need: Need) => boolean,
): Set<string> {
  const reached = new Set<string>();
  const open = needs.filter(follow);
  for (let need = open.pop(); need; need = open.pop()) {
    if (reached.has(need.location)) continue;
    reached.add(need.location);
    open.push(...lock.needs(need.location).filter(follow));
  }
  return reached;
}

/**
 * Where each package goes: where it was, without a workspace's folder in front. Two that meet in one place are told apart:
 * the workspace's own stays there, and the other one goes below each package that needs it.
 */
function placed(lock: PackageLock, named: readonly Need[]): [place: string, location: string][] {
  const result = new Map<string, string>();
  const start = (location: string) => location.indexOf("node_modules/");
  const reached = [...reach(lock, named, () => true)].sort();
  for (const location of reached.sort((a, b) => start(b) - start(a))) {
    const place = location.slice(start(location));
    const within = /^(.+)\/node_modules\//.exec(place)?.[1];
    const isTaken =
      within !== undefined && result.get(within) !== location.slice(0, start(location)) + within;
    if (!isTaken && !result.has(place)) result.set(place, location);
  }
  for (let before = -1; before !== result.size;) {
    before = result.size;
    for (const [place, from] of result) {
      for (const { name, location } of lock.needs(from)) {
        const found = nearest(name, place, (each) => result.has(each));
        if (found === undefined || result.get(found) !== location) {
          result.set(`${place}/node_modules/${name}`, location);
        }
      }
    }
  }
  return [...result].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Exact versions, so that npm has nothing to choose and nothing to complain about. */
function versions(lock: PackageLock, needs: readonly Need[]): Record<string, string> {
  const exact = needs.map(({ name, location }): [string, string] => {
    const { name: real = name, version } = lock.at(location);
    return [name, real === name ? version : `npm:${real}@${version}`];
  });
  return Object.fromEntries(exact.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const kept = ["name", "version", "integrity", "os", "cpu", "libc", "inBundle", "bundleDependencies"]; // prettier-ignore

/** What a package says of itself that decides how it is installed. */
function described(entry: LockedPackage, folder: string, to: string): object {
  const fields = Object.entries(entry).filter(([field]) => kept.includes(field));
  const { resolved } = entry;
  if (resolved === undefined) return Object.fromEntries(fields);
  const archive = /^file:(.*)$/.exec(resolved)?.[1];
  const source = archive ? `file:${path.relative(to, path.resolve(folder, archive))}` : resolved;
  return Object.fromEntries([...fields, ["resolved", source]]);
}
