/** What can be removed: features, layers and stacks, found by folder. */
import * as fs from "node:fs";
import * as path from "node:path";

export interface Thing {
  readonly kind: "feature" | "layer" | "stack";
  readonly name: string;
}

/** What all layers are made with: no layers. */
const shared = ["base", "wiring"];

/** Everything in this folder that has a name. */
export function thingsIn(root: string): Thing[] {
  const folders = (of: string) =>
    fs
      .readdirSync(path.join(root, of), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  return [
    ...folders("handlers")
      .filter((name) => fs.existsSync(path.join(root, "handlers", name, "index.ts")))
      .map((name) => ({ kind: "feature", name }) as const),
    ...folders("components")
      .filter((name) => !shared.includes(name))
      .map((name) => ({ kind: "layer", name }) as const),
    ...stacksIn(root).map((name) => ({ kind: "stack", name }) as const),
  ];
}

/** Names of the stacks that have a file. */
export function stacksIn(root: string): string[] {
  return fs
    .readdirSync(root)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/** Paths that hold nothing else than the thing; those that are not there count for nothing. */
export function pathsOf({ kind, name }: Thing): string[] {
  switch (kind) {
    case "feature":
      return [`handlers/${name}`, ...settingsOf(name)];
    case "layer":
      return [`components/${name}`, `tests/unit/components/${name}`, ...settingsOf(name)];
    case "stack":
      return [`Pulumi.${name}.yaml`, `tests/stacks/golden/${name}`];
  }
}

const settingsOf = (name: string) => [`settings/${name}.ts`, `tests/unit/settings/${name}.test.ts`];
