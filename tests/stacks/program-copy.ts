/** Copies of the whole program to take things out of, and what npm's commands say of them. */
import { ESLint } from "eslint";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Report } from "../../preview/report/plan";
import type { Changes, TypeCheck } from "../../remove/type-errors";
import { root } from "./shipped-stacks";

/** Folders of the root that a copy shares, or does not have. */
const left = new Set(["build", ".git"]);

/** A copy with the same packages, and the same cache of what is built; its folder. */
export function copyProgram(): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "strata-copy-"));
  fs.cpSync(root, copy, {
    recursive: true,
    filter: (from) =>
      path.basename(from) !== "node_modules" && !left.has(path.relative(root, from)),
  });
  for (const shared of ["node_modules", "build"]) {
    fs.symlinkSync(path.join(root, shared), path.join(copy, shared));
  }
  return copy;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node.js in the copy. */
export function node(copy: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: copy, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** `npm run preview` of these stacks, or of all, with the policy pack of the copy; types are checked apart, unless it is told otherwise. */
export async function preview(
  copy: string,
  stacks: readonly string[],
  more: readonly string[] = ["--no-types"],
): Promise<Report> {
  const names = stacks.flatMap((stack) => ["--stack", stack]);
  const args = ["preview/start.js", "--json", ...more, ...names];
  const { stdout, stderr } = await node(copy, args);
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`no report: ${stdout.slice(0, 500)} ${stderr.slice(0, 2000)}`);
  }
}

/** What the linter has against files of the program as it would be with these changes. */
export async function lint(types: TypeCheck, changes: Changes): Promise<string> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: {
      files: ["**/*.ts"],
      // The parser would read the whole program anew for each removal.
      languageOptions: {
        parserOptions: { projectService: false, programs: [types.program(changes)] },
      },
    },
  });
  const results: ESLint.LintResult[] = [];
  for (const [file, text] of changes.changed) {
    if (!file.endsWith(".ts")) continue;
    results.push(...(await eslint.lintText(text, { filePath: path.join(root, file) })));
  }
  return (await eslint.loadFormatter()).format(results);
}
