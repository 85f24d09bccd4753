/** The compiler's view of the program: neither a preview nor `pulumi up` checks types while it runs one. */
import { spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { completed } from "../engine/findings";
import { hostFile, repository } from "../folders";
import { Finding } from "../report/plan";
import { endsWithThisProcess } from "./lifeline";
import { packageMain, Project } from "./project";
import { programFile } from "./source-lines";

/** What one preview shows; the compiler has more to say about a program that is far off. */
const MOST = 20;

/** Where results are kept between runs. */
const KEPT = path.join(repository, "build", "preview", "types");

interface Diagnostic {
  code: number;
  message: string;
  file?: string;
  line?: number;
}

/**
 * Checks the files that the program consists of, in a process beside those that run it; unchanged
 * programs cost nothing. `undefined` where the program is no TypeScript.
 */
export function checkTypes(project: Project): Promise<Finding[]> | undefined {
  const entry = project.typescript ? entryOf(project) : undefined;
  if (entry === undefined) {
    return undefined;
  }
  const child = spawn(
    process.execPath,
    [hostFile("type-check.js"), project.workingFolder, entry, KEPT],
    {
      env: { ...process.env, ...endsWithThisProcess },
      stdio: ["ignore", "pipe", "pipe", "ignore", "pipe"],
    },
  );
  let [printed, errors] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) {
        resolve(findingsOf(JSON.parse(printed) as Diagnostic[], project.folder));
      } else {
        reject(new Error(`the check of types failed: ${errors.trim()}`));
      }
    });
  });
}

/** As Node finds it, with `.ts` before `.js`. */
function entryOf({ workingFolder, entry }: Project): string | undefined {
  const given = entry === "." ? (packageMain(workingFolder) ?? "index.ts") : entry;
  const file = path.resolve(workingFolder, given);
  const candidates = [file, `${file}.ts`, path.join(file, "index.ts")];
  const found = candidates.find((each) => fs.existsSync(each) && fs.statSync(each).isFile());
  return found !== undefined && /\.[cm]?tsx?$/.test(found) ? found : undefined;
}

function findingsOf(diagnostics: readonly Diagnostic[], folder: string): Finding[] {
  const shown = diagnostics.slice(0, MOST);
  const others = diagnostics.length - shown.length;
  return shown.map(({ code, message, file, line }, i) => {
    const own = file === undefined ? undefined : (programFile(file, folder) ?? file);
    return completed({
      ...{ rule: `TS${code}`, severity: "error", message },
      fix: i === MOST - 1 && others > 0 ? `The compiler has ${others} more: npx tsc --noEmit` : "",
      ...(own !== undefined && line !== undefined ? { source: { file: own, line } } : {}),
    });
  });
}
