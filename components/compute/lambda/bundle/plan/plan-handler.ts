// Makes the plan for one handler.
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import * as path from "node:path";
import { CallSite, givenHandler } from "../live/call-site";
import { AnyFunction } from "../live/inspector";
import { exportingModule } from "../live/live-values";
import { writtenAt } from "../live/written-at";
import { takesExports } from "../source/own-exports";
import { isInstalledPackage, relativeTo } from "../source/project";
import { CaptureError } from "./capture-error";
import { Collector } from "./collector";
import { addConfiguration } from "./configuration";
import { bundledFiles, CapturedOutput, Entry, placeOf, Plan } from "./plan";
import { refuseSecretSettings } from "./secret-settings";
import { settleImports } from "./settle-imports";
import { sharedVariables } from "./shared-variables";

export interface Given {
  readonly name: string;
  readonly handler: AnyFunction;
  readonly root: string;
  /** The component the handler belongs to. */
  readonly owner?: pulumi.Resource;
  /** Where the program gave the handler. */
  readonly site?: CallSite;
}

/** @throws CaptureError for what can't get into the bundle. */
export function planHandler(given: Given): Plan {
  const whole = new Set<string>();
  for (;;) {
    const plan = planBeside(given, whole);
    // What a slice would make once more: the slice takes it from there instead.
    const both = [...bundledFiles(plan)].filter(
      (file) => plan.modules.has(file) && !whole.has(file) && takesExports(file),
    );
    if (both.length === 0) return plan;
    both.forEach((file) => whole.add(file));
  }
}

/** @param whole Files of which it is known that they are bundled as they are. */
function planBeside(given: Given, whole: ReadonlySet<string>): Plan {
  const { name, handler, root, owner } = given;
  const collector = new Collector(name, root, owner, whole);
  const at = writtenAt(handler);
  const isOwn = at !== undefined && !isInstalledPackage(at.file);
  const entry = isOwn ? sliceEntry(collector, handler) : moduleEntry(given, at?.file);
  const plan = {
    handlerName: name,
    handlerPlace:
      entry.kind === "slice"
        ? placeOf(entry.module, collector.search.handlerNode)
        : relativeTo(root, entry.file),
    root,
    entry,
    modules: collector.modules,
    variables: nameVariables(collector.outputs),
    warnings: [...collector.warnings],
  };
  refuseSecretSettings(plan);
  return plan;
}

function sliceEntry(collector: Collector, handler: AnyFunction): Entry {
  const { module, frame } = collector.addFunction(handler);
  addConfiguration(collector);
  settleImports(collector);
  for (const each of collector.modules.values()) {
    for (const finding of sharedVariables(each)) {
      if (finding.kind === "refuse") throw collector.error(finding);
      if (finding.kind === "warn") collector.warn(finding.place, finding.text);
    }
  }
  return { kind: "slice", module, exportName: frame.exportName };
}

/** A handler whose own code lies in a package. */
function moduleEntry({ name, handler, root, site }: Given, file: string | undefined): Entry {
  const isOwn = (each: string) => !isInstalledPackage(each) && each.startsWith(root + path.sep);
  const exported = exportingModule(handler, isOwn);
  if (exported) return { kind: "module", file: exported.file, exportName: exported.name };
  const { place, text } = (site && givenHandler(site, root)) ?? {};
  const call = text === undefined || text.length > 100 ? "handler" : text;
  const from = file === undefined ? undefined : relativeTo(root, file);
  throw new CaptureError(
    name,
    place ?? from ?? "native code",
    (from === undefined
      ? "has no source: it is a native or bound function."
      : `is a function that a package made (${from}), whose variables can't be captured.`) +
      ` Call it in a function of your own: async (event, context) => ${call}(event, context).`,
  );
}

/** Keeps captured names apart from the user's own and from those that Lambda reserves. */
const prefix = "STRATA_";

/** `table.name` becomes STRATA_TABLE_NAME; paths that would become the same name get a suffix made from the path. */
export function nameVariables(
  outputs: readonly CapturedOutput[],
): ReadonlyMap<CapturedOutput, string> {
  const plain = outputs.map(({ path: each }) => plainName(each));
  const names = new Map<CapturedOutput, string>();
  const used = new Set<string>();
  for (const output of outputs) {
    const name = plainName(output.path);
    const isAlone = plain.filter((each) => each === name).length === 1;
    const hash = createHash("sha256").update(JSON.stringify(output.path)).digest("hex").slice(0, 6);
    const wanted = isAlone ? name : `${name}_${hash.toUpperCase()}`;
    let candidate = wanted;
    for (let count = 2; used.has(candidate); count++) candidate = `${wanted}_${count}`;
    used.add(candidate);
    names.set(output, candidate);
  }
  return names;
}

function plainName(parts: readonly string[]): string {
  const words = parts
    .join("_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return prefix + (words || "VALUE");
}
