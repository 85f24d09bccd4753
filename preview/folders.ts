/**
 * Where things lie. Bundled (bundled.js), every source counts as a file of this folder, so only files
 * that lie here may ask for `__dirname`.
 */
import * as path from "node:path";

/** The repository: Strata's own files, whatever project is previewed. */
export const repository = path.resolve(__dirname, "..");

/** A file that is loaded by its path, such as what is put in front of a program. */
export const hostFile = (name: string): string => path.join(repository, "preview", "host", name);
