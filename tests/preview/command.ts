/** Runs the preview's command line as `npm run preview` does. */
import { spawn } from "node:child_process";
import path from "node:path";
import type { Report, ResourceReport, StackReport } from "../../preview/report/plan";

const START = path.resolve(__dirname, "../../preview/start.js");

export const fixture = (name: string): string => path.resolve(__dirname, "fixtures", name);

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** A command that starts Node, e.g. to put it into a namespace. */
  prefix?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** With the check of types, which takes longer than most of these programs. */
  types?: boolean;
}

/** Ends when the process has; it inherits nothing but PATH. */
export function runPreview(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [command, ...before] = [...(options.prefix ?? []), process.execPath];
  const child = spawn(
    command,
    [...before, START, ...args, ...(options.types ? [] : ["--no-types"])],
    {
      cwd: options.cwd ?? path.resolve(__dirname, "../.."),
      env: options.env ?? { PATH: process.env.PATH },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const outcome: Outcome = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (outcome.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (outcome.stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...outcome, code }));
  });
}

/** The JSON report of a fixture. */
export async function report(name: string, ...args: string[]): Promise<Report> {
  const { stdout } = await runPreview(["--cwd", fixture(name), "--json", ...args]);
  return JSON.parse(stdout) as Report;
}

export function stackOf(all: Report, name: string): StackReport {
  const found = all.stacks.find(({ stack }) => stack === name);
  if (!found) throw new Error(`${name} is not among ${all.stacks.map((s) => s.stack).join(", ")}`);
  return found;
}

export function resourceOf(stack: StackReport, type: string, name: string): ResourceReport {
  const found = stack.resources.find((r) => r.type === type && r.name === name);
  if (!found) throw new Error(`${stack.stack} has no ${type} ${name}`);
  return found;
}
