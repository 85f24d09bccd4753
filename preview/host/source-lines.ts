/** Which line of the program something comes from. */
import * as path from "path";
import { Position } from "../engine/registration";
import { repository } from "../folders";
import { SourceLine } from "../report/plan";

/** Lines in here are the library's, not the user's. */
const COMPONENTS = "components/";

/** The preview's own frames, which are below the program's when it runs in this process. */
const OWN_FOLDERS = ["preview", "cloud-model"].map(
  (name) => path.join(repository, name) + path.sep,
);

/** `file` relative to the project, or `undefined` if it is a library's, Node's or the preview's. */
export function programFile(file: string, projectFolder: string): string | undefined {
  if (file.startsWith("node:") || OWN_FOLDERS.some((folder) => file.startsWith(folder))) {
    return undefined;
  }
  const relative = path.relative(projectFolder, file).split(path.sep).join("/");
  return relative.split("/").includes("node_modules") ? undefined : relative;
}

/** The frames of an error's text that lie in the program: `at f (index.ts:3:7)` or `index.ts(3,7): error`. */
export function framesIn(text: string, projectFolder: string): Position[] {
  const frames: Position[] = [];
  for (const match of text.matchAll(
    /(?:file:\/\/)?([^\s()'"]+\.[cm]?[jt]sx?)[:(](\d+)[:,](\d+)/g,
  )) {
    const [, file, line, column] = match;
    const own = file.startsWith("node:")
      ? undefined
      : programFile(path.resolve(projectFolder, file), projectFolder);
    if (own !== undefined) {
      frames.push({ file: own, line: Number(line), column: Number(column) });
    }
  }
  return frames;
}

/** The user's line, and the component's where it is the nearer one. */
export function linesOf(stack: readonly Position[]): { source?: SourceLine; via?: SourceLine } {
  const nearest = stack[0] as Position | undefined;
  if (!nearest) {
    return {};
  }
  const users = stack.find((frame) => !frame.file.startsWith(COMPONENTS));
  const source = line(users ?? nearest);
  return users && users !== nearest ? { source, via: line(nearest) } : { source };
}

function line({ file, line: number }: Position): SourceLine {
  return { file, line: number };
}

/** `index.ts:12`; a call chain of several lines as `queue.ts:5, called at index.ts:12`. */
export function chain(stack: readonly Position[]): string {
  const lines = stack.map(({ file, line: number }) => `${file}:${number}`);
  const shown = lines.filter((text, i) => text !== lines[i - 1]).slice(0, LONGEST_CHAIN);
  return shown.join(", called at ") || "an unknown place";
}

const LONGEST_CHAIN = 4;
