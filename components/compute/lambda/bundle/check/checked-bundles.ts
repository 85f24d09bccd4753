// What is known of bundles from runs before, by everything that decides how loading them goes.
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { BundleToCheck } from "./bundle-check";

export class CheckedBundles<Known> {
  private readonly file: string;

  constructor(
    /** The folder within that of finished bundles. */
    kind: string,
    bundle: BundleToCheck,
    /** What else decides. */
    more?: unknown,
  ) {
    // prettier-ignore
    const contents = Object.entries(bundle.files).map(([name, file]) => [name, hash(fs.readFileSync(file))]);
    const key = [
      checkHash(),
      process.version,
      bundle.js,
      bundle.environment,
      bundle.standIns,
      bundle.external,
      bundle.install,
      bundle.nodeModules,
      bundle.target,
      bundle.architecture,
      contents,
      more,
    ];
    this.file = path.join(bundle.folder, kind, `${hash(JSON.stringify(key))}.json`);
  }

  read(): Known | undefined {
    try {
      return JSON.parse(fs.readFileSync(this.file, "utf8")) as Known;
    } catch {
      return undefined; // Not there, or not readable: loaded anew.
    }
  }

  write(known: Known): void {
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true });
      // Several stacks may be previewed at once: a reader never sees half a file.
      const unfinished = `${this.file}.${randomUUID()}`;
      fs.writeFileSync(unfinished, JSON.stringify(known));
      fs.renameSync(unfinished, this.file);
    } catch {
      // A folder that can't be written to costs speed alone.
    }
  }
}

const hash = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

let own: string | undefined;

/** Of the check itself: another version may find something else. */
function checkHash(): string {
  own ??= hash(
    ["check", "replay", "live"]
      .flatMap((name) => filesIn(path.join(__dirname, "..", name)))
      .map((file) => fs.readFileSync(file, "utf8"))
      .join("\0"),
  );
  return own;
}

const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder)
    .sort()
    .map((file) => path.join(folder, file));
