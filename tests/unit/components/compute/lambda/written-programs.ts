// Programs that a test writes into a folder of its own, loads, and loads again after a change.
import * as fs from "node:fs";
import * as path from "node:path";
import { workFolder } from "./capture-runs";

export type Handler = (event?: never) => Promise<unknown>;

export class WrittenProgram {
  readonly folder: string;

  constructor(name: string, files: Readonly<Record<string, string>>) {
    this.folder = workFolder(name);
    this.write(files);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }

  remove(name: string): void {
    fs.rmSync(path.join(this.folder, name), { recursive: true });
  }

  /** What `index.ts` exports, run anew with every file beside it. */
  load(): Record<string, Handler> {
    for (const file of Object.keys(require.cache)) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      if (file.startsWith(this.folder + path.sep)) delete require.cache[file];
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(path.join(this.folder, "index.ts")) as Record<string, Handler>;
  }

  /** `line:column` of a text in a file, both from 1: where a message about it should point. */
  position(text: string, name = "index.ts"): string {
    const lines = fs.readFileSync(path.join(this.folder, name), "utf8").split("\n");
    const line = lines.findIndex((each) => each.includes(text));
    return `${name}:${line + 1}:${lines[line].indexOf(text) + 1}`;
  }
}
