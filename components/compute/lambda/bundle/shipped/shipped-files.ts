// Files that are shipped beside a bundle: those that its source names by their place, and those that `files` lists. Each
// lies where it does in the project, so that paths mean the same.
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { CaptureError } from "../plan/capture-error";
import { FileReference, fileReferences } from "../source/file-references";
import { isInstalledPackage, relativeTo } from "../source/project";
import { bundledParts, Plan } from "../plan/plan";
import type { ParsedFile } from "../source/source-file";

export interface ShippedFiles {
  /** Each file's place in the package, and where it is now. */
  readonly files: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** A folder with more than that is none that a handler reads; it may be the project itself. */
const mostInFolder = 200;

/**
 * @param listed Files and folders relative to the project.
 * @throws CaptureError for a file that can't be shipped; pulumi.RunError for a listed one that isn't there.
 */
export function shippedFiles(plan: Plan, listed: readonly string[], js: string): ShippedFiles {
  const { root } = plan;
  const files = new Map<string, string>();
  const warnings = new Set<string>();
  for (const name of listed) {
    const found = filesAt(path.resolve(root, name));
    const isInside = !relativeTo(root, path.resolve(root, name)).startsWith("..");
    if (found.length === 0 || !isInside) {
      throw new pulumi.RunError(
        `handler "${plan.handlerName}": bundle.files lists ${name}, which is no file or folder with files in the project.`,
      );
    }
    for (const each of found) files.set(relativeTo(root, each), each);
  }
  for (const { file, node, script } of bundledParts(plan)) {
    for (const reference of fileReferences(file, node, script)) {
      const found = filesOf(plan, file, reference, js);
      if (typeof found === "string") warnings.add(found);
      else
        for (const each of found) files.set(relativeTo(root, sourceOf(each, file, script)), each);
    }
  }
  return { files: Object.fromEntries([...files].sort()), warnings: [...warnings] };
}

/** Beside the source, where the program runs compiled code from another folder. */
const sourceOf = (found: string, file: ParsedFile, script: string): string =>
  script === file.path ? found : path.resolve(path.dirname(file.path), path.relative(path.dirname(script), found)); // prettier-ignore

/** The files to ship for one reference, or a warning. */
function filesOf(
  plan: Plan,
  file: ParsedFile,
  reference: FileReference,
  js: string,
): readonly string[] | string {
  const { line, column } = file.position(reference.node);
  const place = `${relativeTo(plan.root, file.path)}:${line}:${column}`;
  const handler = `handler "${plan.handlerName}"`;
  if (reference.path === undefined) {
    return (
      `${place}: ${handler} makes a path here that isn't known while bundling, and the files beside the source are not in ` +
      'Lambda. List what it may read in bundle: { files: ["..."] }, relative to the project.'
    );
  }
  const target = reference.path;
  const found = filesAt(target);
  const isGone = !js.includes(path.basename(target));
  const isFolder = found.length !== 1 || found[0] !== target;
  if (found.length === 0 || isGone) return [];
  if (isFolder && (found.length > mostInFolder || isInstalledPackage(`${target}/`))) {
    return (
      `${place}: ${handler} names the folder ${relativeTo(plan.root, target) || "of the project"}, which is too much to ship ` +
      'unasked. List what it reads in bundle: { files: ["..."] }, relative to the project.'
    );
  }
  if (relativeTo(plan.root, target).startsWith("..")) {
    throw new CaptureError(
      plan.handlerName,
      place,
      `reads ${path.basename(target)}, which lies outside the project and is not in Lambda. Put the file into the project.`,
    );
  }
  if (reference.isWorker) refuseWorker(plan, place, target);
  return found;
}

/** A worker's script is shipped as it is: what it imports isn't there. */
function refuseWorker(plan: Plan, place: string, target: string): void {
  const isScript = /\.[cm]?js$/.test(target);
  const imports = isScript
    ? [...fs.readFileSync(target, "utf8").matchAll(/(?:\bfrom|\bimport|\brequire\()\s*["']([^"']+)["']/g)].map(([, name]) => name) // prettier-ignore
    : [];
  const other = imports.find((name) => !name.startsWith("node:") && !isBuiltin(name));
  if (isScript && other === undefined) return;
  throw new CaptureError(
    plan.handlerName,
    place,
    `starts a worker from ${relativeTo(plan.root, target)}, which is shipped as it is and ` +
      (isScript ? `needs ${other}` : "is TypeScript") +
      ". Build it into one JavaScript file of its own and name that.",
  );
}

const isBuiltin = (name: string): boolean => process.getBuiltinModule(name) !== undefined;

/** The file, or every file below the folder; dependencies and hidden files are none of a handler's. */
function filesAt(target: string): string[] {
  const found = fs.statSync(target, { throwIfNoEntry: false });
  if (found?.isFile()) return [target];
  if (!found?.isDirectory()) return [];
  return fs
    .readdirSync(target, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
    .flatMap(({ name }) => filesAt(path.join(target, name)))
    .sort();
}
