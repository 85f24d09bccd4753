/** The exceptions of the program and of its features, found by folder: `handlers/<feature>/exceptions.ts`. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Exception } from "./exception";
import { exceptions } from "./exceptions";

const features = path.join(__dirname, "..", "handlers");

export const allExceptions: readonly Exception[] = [
  ...exceptions,
  ...foldersOf(features).flatMap(
    // The bundler puts every file of this form into its bundle.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- known when it runs
    (name) => (require(`../handlers/${name}/exceptions.ts`) as ExceptionsFile).exceptions,
  ),
];

interface ExceptionsFile {
  readonly exceptions: readonly Exception[];
}

/** Features that have exceptions. */
function foldersOf(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const has = (name: string) => fs.existsSync(path.join(folder, name, "exceptions.ts"));
  return fs.readdirSync(folder).filter(has).sort();
}
