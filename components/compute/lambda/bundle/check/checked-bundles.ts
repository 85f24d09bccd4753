// Bundles that were loaded before, by everything that decides how that goes.
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { BundleCheck } from "./bundle-check";
import type { BundleToCheck } from "./check-bundle";

type Loaded = Extract<BundleCheck, { state: "loaded" }>;

export class CheckedBundles {
  private readonly file: string;

  constructor({
    js,
    folder,
    environment,
    standIns,
    external,
    install,
    nodeModules,
    target,
    architecture,
    files,
  }: BundleToCheck) {
    // prettier-ignore
    const contents = Object.entries(files).map(([name, file]) => [name, hash(fs.readFileSync(file))]);
    const key = [
      checkHash(),
      process.version,
      ...[
        js,
        environment,
        standIns,
        external,
        install,
        nodeModules,
        target,
        architecture,
        contents,
      ],
    ];
    this.file = path.join(folder, "loaded", `${hash(JSON.stringify(key))}.json`);
  }

  read(): Loaded | undefined {
    try {
      return JSON.parse(fs.readFileSync(this.file, "utf8")) as Loaded;
    } catch {
      return undefined; // Not there, or not readable: loaded anew.
    }
  }

  write(check: Loaded): void {
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true });
      // Several stacks may be previewed at once: a reader never sees half a file.
      const unfinished = `${this.file}.${randomUUID()}`;
      fs.writeFileSync(unfinished, JSON.stringify(check));
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
    fs
      .readdirSync(__dirname)
      .sort()
      .map((file) => fs.readFileSync(path.join(__dirname, file), "utf8"))
      .join("\0"),
  );
  return own;
}
