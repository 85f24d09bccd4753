/** One of each component, as small as it can be: those of `<layer>/<family>.samples.ts`, found by folder. */
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import type { Samples } from "./sample";

const load = createRequire(__filename);

/** Files of samples, by their place below this folder. */
export const sampleFiles: Readonly<Record<string, Samples>> = Object.fromEntries(
  fs
    .readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".samples.ts"))
    .sort()
    .map((file) => [file, (load(path.join(__dirname, file)) as { samples: Samples }).samples]),
);

export const samples: Samples = Object.assign({}, ...Object.values(sampleFiles)) as Samples;
