// The process that loads one bundle, seen from outside.
import * as os from "node:os";
import * as path from "node:path";
import { runProcess } from "./process-starter";

/** What the process said about the bundle. */
export interface Loading {
  /** Undefined where the process ended without a last word. */
  readonly end?: Loaded | Failed | Exited;
  /** Of the process, where it wasn't us who ended it. */
  readonly code?: number | null;
  readonly signal?: string | null;
  readonly timedOut: boolean;
  /** Variables that stand for unknown or secret ones and were read. */
  readonly read: readonly string[];
  /** Hosts that it asked for. */
  readonly network: readonly string[];
  /** What only this process refuses. */
  readonly permission: readonly string[];
}

export interface Loaded {
  readonly kind: "loaded";
  readonly shared: readonly string[];
  /** What a replay says of the values that were handed over. */
  readonly values?: unknown;
}

export interface Failed {
  readonly kind: "failed";
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: string;
}

/** It called process.exit(). */
export interface Exited {
  readonly kind: "exit";
  readonly code: number;
  readonly stack: string;
}

type Note = { readonly kind: "read" | "network" | "permission"; readonly what: string };

export interface LoadingOptions {
  /** The bundle's file. */
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Names in it whose values are made up. */
  readonly standIns: readonly string[];
  /** The only folder that may be written to. */
  readonly writable: string;
  /** Milliseconds after which it is ended. Default: 30,000. */
  readonly longest?: number;
  /** For a bundle that hands its values over: what makes a fingerprint of them. */
  readonly replay?: { readonly program: string; readonly handedOver: string };
}

/**
 * Milliseconds by default. Lambda gives a function 10 s to start; a machine that deploys may be several times slower.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
const longest = 30_000;

/** Node.js reads the file as it starts, for two thirds of its usual time; a process without a network has no use for it. */
const certificates = "NODE_EXTRA_CA_CERTS";

let free = Math.max(2, os.availableParallelism());
const waiting: (() => void)[] = [];

/** Loads a bundle in a process of its own; as many at once as there are processors. */
export async function loadInProcess(options: LoadingOptions): Promise<Loading> {
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else free--;
  try {
    return await load(options);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

async function load(options: LoadingOptions): Promise<Loading> {
  const { bundle, standIns, writable, replay } = options;
  const { [certificates]: ofCertificates, ...environment } = options.environment;
  const later = ofCertificates === undefined ? {} : { [certificates]: ofCertificates };
  const task = { bundle, standIns, later, replay: replay && { ...replay, writable } };
  const flags = replay ? [] : permissions(writable);
  const { text, ...end } = await runProcess({
    parameters: ["--enable-source-maps", ...flags, path.join(__dirname, "load-process.mjs"), JSON.stringify(task)], // prettier-ignore
    folder: path.dirname(bundle),
    environment,
    longest: options.longest ?? longest,
  });
  return { ...heard(text), ...end };
}

function heard(text: string): Omit<Loading, "timedOut" | "code" | "signal"> {
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Loaded | Failed | Exited | Note);
  const notes = (kind: Note["kind"]) =>
    lines.flatMap((line) => (line.kind === kind ? [(line as Note).what] : []));
  return {
    end: lines.find((line): line is Loaded | Failed | Exited => !("what" in line)),
    read: notes("read"),
    network: notes("network"),
    permission: notes("permission"),
  };
}

/** Reading is free, and writing to one folder. Node.js calls the flag experimental before 22.13, and has some of them later. */
const permissions = (writable: string): string[] => [
  knows("--permission") ? "--permission" : "--experimental-permission",
  "--allow-fs-read=*",
  `--allow-fs-write=${writable}`,
  "--allow-worker",
  ...["--allow-addons", "--allow-net"].filter(knows),
];

const knows = (flag: string): boolean => process.allowedNodeEnvironmentFlags.has(flag);
