/** The component classes that the layers export, as their users have them. */
import { createRequire } from "node:module";
import * as fs from "node:fs";
import * as path from "node:path";
import { Component } from "../../../components/component";
import type { ComponentClass } from "./sample";

const load = createRequire(__filename);
/** The components' own folder. */
export const folder = path.resolve(__dirname, "../../../components");

/** Every component class that a layer's index.ts exports, by name; the abstract ones are not made. */
function exported(): Record<string, ComponentClass> {
  const layers = fs.readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory());
  const barrels = layers
    .map(({ name }) => path.join(folder, name, "index.ts"))
    .filter((file) => fs.existsSync(file));
  const found = barrels.flatMap((file) => Object.entries(load(file) as object));
  return Object.fromEntries(
    found.filter(
      ([name, value]) =>
        typeof value === "function" &&
        value.prototype instanceof Component &&
        !/^(Accessible|Attachable)/.test(name),
    ),
  ) as Record<string, ComponentClass>;
}

export const classes = exported();

/** Names of those that make something: not what is there already, and not the layers. */
export const made: readonly string[] = Object.keys(classes).filter(
  (name) => !/^Existing|Layer$/.test(name),
);
