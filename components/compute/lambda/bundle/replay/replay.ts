// Whether the source that a slice keeps makes what the program has is not guessed but run: a build of the slice that hands
// its values over is loaded in a process of its own, and they are compared with the program's.
import * as esbuild from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import type { PackagedHandler } from "../build/handler-source";
import type { BundleToCheck } from "../check/bundle-check";
import { lambdaEnvironment } from "../check/check-bundle";
import { checkedFile } from "../check/checked-bundles";
import { lambdaFolder, LambdaFolder } from "../check/lambda-folder";
import { Loading, loadInProcess } from "../check/load-process";
import { hashOf, readKept, writeKept } from "../kept-results";
import { Plan } from "../plan/plan";
import { handedOver } from "../write/hand-over";
import { compare, Difference } from "./differences";
import type { Fingerprint } from "./fingerprint";
import type { KeptValues } from "./kept-values";
import { reportDifferences } from "./replay-report";

export interface ReplayedHandler {
  readonly warnings: readonly string[];
  /** What could not be compared, and why. */
  readonly notCompared?: string;
}

/**
 * @param built The bundle that hands its values over; undefined where nothing could come out differently.
 * @throws CaptureError for what the handler would miss in Lambda.
 */
export async function replayHandler(
  plan: Plan,
  { values, fingerprint }: KeptValues,
  built: PackagedHandler | Error | undefined,
  bundle: Omit<BundleToCheck, "js" | "map">,
): Promise<ReplayedHandler> {
  if (!built) return { warnings: [] };
  const nameOf = (key: string) => values.get(key)?.name ?? "";
  const all = [...new Set([...values.keys()].map(nameOf))].join(", ");
  const untold = (because: string, what = all) =>
    `${what} was not compared with the program's, because ${because}`;
  if (built instanceof Error) {
    return { warnings: [], notCompared: untold("its source can't be built to be run again") };
  }
  const toLoad = { ...bundle, js: built.js, map: built.map };
  const replayed = await replay(toLoad, fingerprint, [...plan.variables.values()]);
  if (replayed.because !== undefined)
    return { warnings: [], notCompared: untold(replayed.because) };
  const { errors, warnings } = reportDifferences(plan, values, new Map(replayed.differences));
  if (errors.length > 0) throw errors[0];
  const lines = new Set(replayed.untold.map(([key, reason]) => untold(reason, nameOf(key))));
  return { warnings, ...(lines.size > 0 && { notCompared: [...lines].join("; ") }) };
}

interface Replayed {
  /** By the names of their roots. */
  readonly differences: readonly (readonly [string, Difference])[];
  /** Roots of which not all can be told, and why. */
  readonly untold: readonly (readonly [string, string])[];
  /** Why nothing at all can be told. */
  readonly because?: string;
}

/** As it is kept: of the variables that were read only hashes. */
interface Kept {
  readonly read: Readonly<Record<string, string>>;
  readonly replayed: Replayed;
}

/**
 * @param bundle One whose text hands its values over.
 * @param outputs The variables from which it reads captured Outputs.
 */
async function replay(
  bundle: BundleToCheck,
  program: Fingerprint,
  outputs: readonly string[],
): Promise<Replayed> {
  const known = checkedFile("replayed", bundle, program);
  const before = readKept<Kept>(known);
  const isSame = ([name, hash]: [string, string]) => variableHash(name) === hash;
  if (before && Object.entries(before.read).every(isSame)) return before.replayed;
  const folder = lambdaFolder(bundle);
  try {
    // The program's own environment: its values come of that.
    const first = await run(bundle, folder, {
      ...(process.env as Record<string, string>),
      ...Object.fromEntries(outputs.map((name) => [name, bundle.environment[name]])),
    });
    const replayed = await judge(program, first, () => run(bundle, folder, lambdaEnvironment(bundle, folder))); // prettier-ignore
    const read = Object.fromEntries(first.read.map((name) => [name, variableHash(name)]));
    if (replayed.because === undefined) writeKept(known, { read, replayed });
    return replayed;
  } finally {
    folder.remove();
  }
}

async function judge(
  program: Fingerprint,
  first: Loading,
  again: () => Promise<Loading>,
): Promise<Replayed> {
  const nothing = (because: string): Replayed => ({ differences: [], untold: [], because });
  const one = valuesOf(first);
  if (!one) return nothing(faultOf(first));
  const compared = [...compare(program, one)];
  const untold = compared.flatMap(([key, { because }]): [string, string][] =>
    because === undefined ? [] : [[key, because]],
  );
  const found = compared.flatMap(([key, { difference }]): [string, Difference][] =>
    difference ? [[key, difference]] : [],
  );
  if (found.length === 0) return { differences: [], untold };
  // A clock, a random number, a variable of the environment: what runs differ in tells nothing.
  const second = await again();
  const other = valuesOf(second);
  if (!other) return nothing(faultOf(second));
  const differ = (a: Fingerprint, b: Fingerprint) =>
    [...compare(a, b)].filter(([, { difference }]) => difference).map(([key]) => key);
  const unsteady = new Set([...differ(one, other), ...differ(other, one)]);
  const because = "its source makes another value in each run";
  const keys = found.map(([key]) => key).filter((key) => unsteady.has(key));
  return {
    differences: found.filter(([key]) => !unsteady.has(key)),
    untold: [...untold, ...keys.map((key): [string, string] => [key, because])],
  };
}

const valuesOf = ({ end }: Loading): Fingerprint | undefined =>
  end?.kind === "loaded" ? (end.values as Fingerprint | undefined) : undefined;

function faultOf({ end, network, permission, timedOut }: Loading): string {
  if (network.length > 0) return `running its source again asks ${network[0]} over the network`;
  if (permission.length > 0) return `running its source again needs ${permission[0]}`;
  if (timedOut) return "running its source again takes too long";
  const reason = end?.kind === "failed" ? `fails with ${end.message}` : "ends its process";
  return `running its source again ${reason}`;
}

async function run(
  { standIns }: BundleToCheck,
  folder: LambdaFolder,
  environment: Readonly<Record<string, string>>,
): Promise<Loading> {
  const { bundle, writable, packages, task } = folder;
  const program = path.join(path.dirname(task), "replay-process.mjs");
  fs.writeFileSync(program, await processText());
  return loadInProcess({
    bundle,
    standIns,
    writable,
    environment: { ...environment, NODE_PATH: packages, NODE_OPTIONS: "" },
    replay: { program, handedOver },
  });
}

const variableHash = (name: string): string =>
  hashOf(name === "*" ? JSON.stringify(process.env) : String(process.env[name]));

let text: Promise<Uint8Array> | undefined;

/** The other process has no TypeScript. */
function processText(): Promise<Uint8Array> {
  text ??= esbuild
    .build({
      entryPoints: [path.join(__dirname, "replay-process.ts")],
      bundle: true,
      write: false,
      platform: "node",
      format: "esm",
      logLevel: "silent",
    })
    .then(({ outputFiles: [{ contents }] }) => contents);
  return text;
}
