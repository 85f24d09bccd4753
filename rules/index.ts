/**
 * All rules, found by folder: a file here, or in a service's folder, that exports `resourceRules`
 * (they judge one resource) or `stackRules` (they judge the resources of a stack together) is part of
 * the rulebook. `sections` gives the first part of its rules' ids a title in the docs. `base/` holds
 * what rules are written with.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { nameRules } from "./automatic-names";
import type { ResourceRule, StackRule } from "./base/rule";

interface RuleFile {
  readonly resourceRules?: readonly ResourceRule[];
  readonly stackRules?: readonly StackRule[];
  readonly sections?: { readonly [prefix: string]: string };
}

/** The policy pack and the preview are bundled into a file one folder below the repository, as this one is. */
const folder = path.resolve(__dirname, "..", "rules");

const files: readonly RuleFile[] = namesIn(folder).map(
  // A template that esbuild reads as a pattern: a bundle holds every file that it matches.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- known when it runs
  (name) => require(`./${name}.ts`) as RuleFile,
);

const argumentRules: readonly ResourceRule[] = files.flatMap((file) => file.resourceRules ?? []);

export const resourceRules: readonly ResourceRule[] = [
  ...argumentRules,
  ...nameRules(argumentRules),
];

export const stackRules: readonly StackRule[] = files.flatMap((file) => file.stackRules ?? []);

/** Titles by the first part of a rule's id; the first two are of rules of every service. */
export const sections: ReadonlyMap<string, string> = new Map([
  ["SEC", "Secure defaults"],
  ["NAME", "Names"],
  ...files.flatMap((file) => Object.entries(file.sections ?? {})),
]);

export { actionRules, type ActionTable } from "./actions";
export * from "./base/rule";

/** In one order on every machine, `lambda/function` for a file in a folder. */
function namesIn(place: string): string[] {
  const entries = fs.readdirSync(place, { recursive: true, encoding: "utf8" });
  return entries
    .map((entry) => entry.replaceAll("\\", "/"))
    .filter((entry) => entry.endsWith(".ts") && entry !== "index.ts" && !entry.startsWith("base/"))
    .map((entry) => entry.slice(0, -".ts".length))
    .sort();
}
