/** What a removal deletes and changes, worked out before anything is touched. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { withoutStack } from "./exceptions-text";
import { filesIn, importsIn, resolved } from "./imports";
import { without } from "./program-text";
import { Refusal } from "./refusal";
import { withoutInSchema } from "./schema-text";
import { stacksIn, Thing, pathsOf, thingsIn } from "./things";
import { withoutIn } from "./stack-files";
import { TypeCheck, TypeError } from "./type-errors";
import { goesAlong, isComposition, whoNeeds } from "./who-needs";

export interface Removal {
  /** Paths from the root, each with the reason where it is not the thing's own. */
  readonly deleted: ReadonlyMap<string, string | undefined>;
  /** New texts by path. */
  readonly changed: ReadonlyMap<string, string>;
  /** What else is to be known. */
  readonly notes: readonly string[];
}

/**
 * @param names Of features, layers and stacks.
 * @throws Refusal that names what needs it, and the command that removes all of that.
 */
export function planRemoval(
  root: string,
  names: readonly string[],
  types = new TypeCheck(root),
): Removal {
  const things = names.map((name) => thingNamed(root, name));
  const removable = thingsIn(root).map(({ name }) => name);
  const files = filesIn(root);
  const imports = importsIn(root, files);
  const useless = new Map<string, string>();
  for (;;) {
    const found = deletions(things, files, imports, useless);
    refuseFor(names, found.needing, removable);
    const removal = { deleted: found.deleted, ...edits(root, things, files, found.deleted) };
    const changed = [...removal.changed.keys()];
    const judged = importersOf([...removal.deleted.keys(), ...changed], imports);
    const code = [...judged].filter((file) => /\.ts$/.test(file) && !removal.deleted.has(file));
    const errors = code.length === 0 ? [] : types.errors(removal, code);
    if (errors.length === 0) return removal;
    refuseFor(names, needsOf(errors.filter(({ file }) => !goesAlong(file))), removable);
    for (const { file, message } of errors)
      useless.set(file, `does not compile without: ${message}`);
  }
}

/** What errors say of whom; a composition that can't be mended by leaving lines out is its user's. */
function needsOf(errors: readonly TypeError[]): Map<string, string> {
  const ours = errors.filter(({ file }) => isComposition(file));
  if (ours.length > 0) {
    const lines = ours.map(({ file, line, message }) => `  ${file}:${line}: ${message}`);
    throw new Refusal(
      ["What is left of these lines would not compile; change them first:", ...lines].join("\n"),
    );
  }
  return new Map(
    errors.map(({ file, line, message }) => [whoNeeds(file), `${file}:${line}: ${message}`]),
  );
}

/** The files themselves, and all that import them, directly or not. */
function importersOf(
  files: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const found = new Set(files);
  let before: number;
  do {
    before = found.size;
    for (const [file, imported] of imports) {
      if (imported.some((each) => found.has(each))) found.add(file);
    }
  } while (found.size > before);
  return found;
}

/** The texts that change, where these files are gone. */
function edits(
  root: string,
  things: readonly Thing[],
  files: readonly string[],
  deleted: ReadonlyMap<string, unknown>,
): Pick<Removal, "changed" | "notes"> {
  const isGone = (file: string) => deleted.has(file);
  const fragments = [...deleted.keys()].flatMap(
    (file) => /^settings\/(.+)\.ts$/.exec(file)?.[1] ?? [],
  );
  const known = new Set(files);
  const changed = new Map<string, string>();
  const notes: string[] = [];
  const change = (file: string, edit: (text: string) => string) => {
    const text = fs.readFileSync(path.join(root, file), "utf8");
    const edited = edit(text);
    if (edited !== text) changed.set(file, edited);
  };

  for (const file of files.filter((each) => isComposition(each) && !isGone(each))) {
    const module = (specifier: string) => {
      const to = resolved(known, file, specifier);
      return to !== undefined && isGone(to);
    };
    change(file, (text) => without(file, text, { module, settings: fragments }));
  }
  const named = (kind: Thing["kind"]) =>
    things.filter((thing) => thing.kind === kind).map(({ name }) => name);
  const gone = { features: named("feature"), settings: fragments, stacks: named("stack") };
  const projectFile = fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8");
  const { name: project } = parse(projectFile) as { name: string };
  for (const stack of stacksIn(root).filter((name) => !gone.stacks.includes(name))) {
    const file = `Pulumi.${stack}.yaml`;
    change(file, (text) => {
      const edited = withoutIn(file, text, { ...gone, project });
      notes.push(...edited.notes);
      return edited.text;
    });
  }
  change("settings/stack-file.schema.json", (text) => withoutInSchema(text, gone));
  const exceptions = files.filter((file) => /^(policies|handlers)\/.*exceptions\.ts$/.test(file));
  for (const file of exceptions.filter((each) => !isGone(each))) {
    change(file, (text) =>
      gone.stacks.reduce((left, stack) => withoutStack(file, left, stack), text),
    );
  }
  for (const page of ["README.md", "docs/features.md"].filter((each) => known.has(each))) {
    change(page, (text) => withoutRows(text, [...gone.features, ...gone.stacks]));
  }
  return { changed, notes };
}

function thingNamed(root: string, name: string): Thing {
  const all = thingsIn(root);
  const thing = all.find((each) => each.name === name);
  if (thing) return thing;
  const there = (kind: Thing["kind"]) =>
    `${kind}s ${all.flatMap((each) => (each.kind === kind ? each.name : [])).join(", ")}`;
  throw new Refusal(
    `${name} is no feature, layer or stack; there are the ${there("feature")}; ${there("layer")}; ${there("stack")}`,
  );
}

/** The things' own files and those that are nothing without; and who else needs one, with the reason. */
function deletions(
  things: readonly Thing[],
  files: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
  useless: ReadonlyMap<string, string>,
): { deleted: Map<string, string | undefined>; needing: Map<string, string> } {
  const deleted = new Map<string, string | undefined>(useless);
  const owned = things.flatMap(pathsOf);
  for (const file of files) {
    if (owned.some((own) => file === own || file.startsWith(`${own}/`))) {
      deleted.set(file, undefined);
    }
  }
  for (const { name } of things.filter(({ kind }) => kind === "stack")) {
    deleted.set(`tests/stacks/golden/${name}`, undefined); // kept files are no sources
  }
  const needing = new Map<string, string>();
  let before: number;
  do {
    before = deleted.size;
    for (const [file, imported] of imports) {
      const missing = imported.find((each) => deleted.has(each));
      if (missing === undefined || deleted.has(file) || isComposition(file)) continue;
      if (goesAlong(file)) deleted.set(file, `imports ${missing}`);
      else needing.set(whoNeeds(file), `${file} imports ${missing}`);
    }
  } while (deleted.size > before);
  return { deleted, needing };
}

/** @param removable names that can be given to the command; who needs it may be none of them */
function refuseFor(
  names: readonly string[],
  needing: ReadonlyMap<string, string>,
  removable: readonly string[],
): void {
  if (needing.size === 0) return;
  const also = [...needing.keys()].sort();
  const reasons = [...needing.values()].sort().map((reason) => `  ${reason}`);
  const nameable = also.every((name) => removable.includes(name));
  throw new Refusal(
    [
      `${names.join(", ")} can't be removed, because of ${also.join(", ")}:`,
      ...reasons,
      ...(nameable ? [`All of it: npm run remove -- ${[...names, ...also].join(" ")}`] : []),
    ].join("\n"),
  );
}

/** Without the rows of tables that are about one of them. */
const withoutRows = (text: string, names: readonly string[]) =>
  text
    .split("\n")
    .filter((line) => !names.includes(/^\| `([\w-]+)` +\|/.exec(line)?.[1] ?? ""))
    .join("\n");
