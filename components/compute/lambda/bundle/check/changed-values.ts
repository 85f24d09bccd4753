// A value that is another one in every run, such as a clock or a random number, changes the code with every deployment.
// So captured values are remembered in the build folder and compared with those of the run before.
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { hashOf, readKept, writeKept } from "../kept-results";
import { loadedScripts } from "../live/inspector";
import { writeData } from "../live/plain-data";
import { isInstalledPackage } from "../source/project";
import { capturedValues, placeOf, Plan } from "../plan/plan";

interface Run {
  /** Of the program's own files and its configuration: an edit explains another value. */
  readonly source: string;
  /** Hash of each captured value. */
  readonly values: Readonly<Record<string, string>>;
}

/** The warnings for this handler: what has another value than in the run before with the same `programHash`. */
export function changedValues(plan: Plan, folder: string, source: string): string[] {
  const values: Record<string, string> = {};
  const warnings = new Map<string, string>();
  for (const { module, captured, index } of capturedValues(plan)) {
    const { declaration, reference, value } = captured;
    const name = captured.path.join(".");
    let key = `${module.id} ${index} ${name}`;
    while (key in values) key += "'";
    values[key] = hash(writeData(value, { output: () => "output" }) ?? "");
    warnings.set(
      key,
      `${placeOf(module, declaration ?? reference)}: handler "${plan.handlerName}" captures ${name}, whose value is ` +
        "another one than in the last run, although the program's source and configuration are the same: whatever it comes " +
        "from (a clock, a random number, this machine) changes the code with every deployment. Compute it inside the " +
        "handler, or once in the stack's state.",
    );
  }
  if (warnings.size === 0) return [];

  const stack = `${pulumi.getProject()}-${pulumi.getStack()}-${plan.handlerName}`;
  const file = path.join(folder, "captured", `${stack.replace(/[^\w-]/g, "_")}.json`);
  const before = readKept<Run>(file);
  writeKept(file, { source, values } satisfies Run);
  if (before?.source !== source || !before.values) return [];
  const changed = ([key]: [string, string]) =>
    before.values[key] !== undefined && before.values[key] !== values[key];
  return [...warnings].filter(changed).map(([, warning]) => warning);
}

/**
 * Of everything a captured value may legitimately depend on. Where a value is made can't be told from a parameter or a
 * property, so it is the whole program: a clock is found all the same, at the latest when `pulumi up` runs the program
 * a second time.
 */
export function programHash(): string {
  const isOwn = (file: string) => /^(file:|\/|[A-Za-z]:)/.test(file) && !isInstalledPackage(file);
  const scripts = new Map(loadedScripts().map(({ url, hash: text }) => [url, text]));
  const data = Object.keys(require.cache).filter((file) => file.endsWith(".json"));
  return hash(
    JSON.stringify([
      [...scripts].filter(([url]) => isOwn(url)).sort(),
      data
        .filter(isOwn)
        .sort()
        .map((file) => [file, textOf(file)]),
      pulumi.runtime.allConfig(),
    ]),
  );
}

const hash = (text: string): string => hashOf(text).slice(0, 16);

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return ""; // Gone since it was loaded.
  }
}
