/** The facts of all types, from the files in `facts/`. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Facts, TypeFacts } from "./type-facts";

/** Bundles of the preview and of the policy pack lie one folder below the repository, as this file does. */
const folder = path.resolve(__dirname, "..", "cloud-model", "facts");

/** Service to its facts; read once a process. */
export const factsByService: ReadonlyMap<string, Facts> = new Map(
  fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => path.basename(file, ".ts"))
    // A template that esbuild reads as a pattern: a bundle holds every file that it matches.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- known when it runs
    .map((name) => [name, (require(`./facts/${name}.ts`) as { facts: Facts }).facts]),
);

const byType = new Map<string, TypeFacts>(
  [...factsByService.values()].flatMap((facts) => Object.entries(facts)),
);

/** All that is known of a type; of one without facts, nothing. */
export function factsOf(type: string): TypeFacts {
  return byType.get(type) ?? {};
}

/** Types that something is known of, in alphabetical order. */
export const knownTypes: readonly string[] = [...byType.keys()].sort();
