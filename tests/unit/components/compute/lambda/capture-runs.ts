// Bundles the capture cases in a program of one kind and runs the bundles, each kind in child processes of its own.
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Program } from "./capture-cases";

const run = promisify(execFile);
export const root = path.resolve(__dirname, "../../../../..");
export const fixtures = path.join(__dirname, "fixtures");
export const captures = path.join(fixtures, "captures");

export interface Collected {
  name: string;
  js?: string;
  map?: string;
  warnings?: string[];
  notCompared?: string;
  size?: { bytes: number; hints: string[] };
  environment?: Record<string, string>;
  error?: string;
  isRunError?: boolean;
}

/** Where a test leaves what it made; emptied first. */
export function workFolder(name: string): string {
  const folder = path.join(root, "build/tests/handlers", name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Bundles the cases of the topics in a program of some kind.
 *
 * @param names Of the cases. Default: all.
 */
export async function collect(
  folder: string,
  { command, node, load, file, environment }: Program,
  topics: readonly string[],
  names?: readonly string[],
): Promise<Collected[]> {
  if (names) fs.writeFileSync(path.join(folder, "wanted.json"), JSON.stringify(names));
  const script = path.join(fixtures, "collect-bundles.js");
  const bundler = path.join(root, "components/compute/lambda/bundle.ts");
  const mocks = path.join(fixtures, "mocks.ts");
  await run(
    command ?? process.execPath,
    [...node, script, load, bundler, mocks, folder, ...topics.map(file)],
    {
      cwd: root,
      env: { ...process.env, AWS_REGION: "eu-central-1", ...environment },
      maxBuffer: 1 << 26,
    },
  );
  return JSON.parse(fs.readFileSync(path.join(folder, "results.json"), "utf8")) as Collected[];
}

export interface Call {
  readonly name: string;
  readonly js: string;
  readonly environment: Record<string, string>;
  readonly event?: unknown;
  readonly times: number;
}

export async function runBundles(
  folder: string,
  calls: readonly Call[],
): Promise<Record<string, unknown[] | { error: string }>> {
  calls.forEach(({ js }, index) => fs.writeFileSync(path.join(folder, `${index}.mjs`), js));
  const runs = calls.map(({ name, environment, event, times }) => ({
    name,
    environment,
    event,
    times,
  }));
  fs.writeFileSync(path.join(folder, "runs.json"), JSON.stringify(runs));
  await run(process.execPath, [path.join(fixtures, "run-bundles.mjs"), folder], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: folder, AWS_REGION: "eu-central-1" },
  });
  return JSON.parse(fs.readFileSync(path.join(folder, "returned.json"), "utf8")) as Record<
    string,
    unknown[] | { error: string }
  >;
}
