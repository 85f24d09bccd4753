// Results that are kept in the build folder between runs, by the content of everything that decides them.
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

export const hashOf = (content: string | Buffer): string =>
  createHash("sha256").update(content).digest("hex");

/** Undefined where there is none, or none that can be read: then it is found anew. */
export function readKept<Result>(file: string): Result | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Result;
  } catch {
    return undefined;
  }
}

/** Several stacks may be previewed at once: a reader never sees half a file. */
export function writeKept(file: string, result: unknown): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const unfinished = `${file}.${randomUUID()}`;
    fs.writeFileSync(unfinished, JSON.stringify(result));
    fs.renameSync(unfinished, file);
  } catch {
    // A folder that can't be written to costs speed alone.
  }
}

const phases = new Map<string, string>();

/** Of the bundler's own code: another version of a phase may find something else. */
export function phaseHash(phase: string): string {
  const folder = path.join(__dirname, phase);
  const texts = () =>
    fs
      .readdirSync(folder)
      .sort()
      .map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
  const hash = phases.get(phase) ?? hashOf(texts().join("\0"));
  phases.set(phase, hash);
  return hash;
}
