/**
 * Runs a program that is a function, in this process: in a local store of the SDK, as Pulumi's
 * Automation API does for inline programs. Several runs follow one another.
 */
import { countPlaceholders } from "./placeholders";
import { ProgramError, ProgramResult } from "./program-result";
import { PARALLEL } from "./monitor";
import { Deployment } from "../engine/registration";

/** Returns the stack's outputs, or nothing. */
export type Program = () => Promise<Outputs> | Outputs;
type Outputs = Record<string, unknown> | void | undefined;

const TIMEOUT_SECONDS = 150;

/** After an error that no promise of the program carries, what waits for it waits forever. */
const SECONDS_AFTER_ERROR = 1;

/** The SDK's internals that the Automation API uses; its declarations leave them out. */
interface Runtime {
  withLocalStorage<T>(run: () => Promise<T>): Promise<T>;
  resetOptions(
    project: string,
    stack: string,
    parallel: number,
    engine: string,
    monitor: string,
    preview: boolean,
    organization: string,
  ): void;
  disconnect(signalShutdown: boolean): Promise<void>;
  setAllConfig(config: Record<string, string>, secretKeys: readonly string[]): void;
  runInPulumiStack(program: Program): Promise<unknown>;
}

let runtime: Runtime | undefined;

/** Loaded at the first run, and repaired before anything is registered. */
function loadRuntime(): Runtime {
  /* eslint-disable @typescript-eslint/no-require-imports -- internals without declarations */
  if (!runtime) {
    const { repairSdk } = require("./sdk-repairs.js") as {
      repairSdk(resource: unknown, debuggable: unknown): void;
    };
    repairSdk(require("@pulumi/pulumi/resource"), require("@pulumi/pulumi/runtime/debuggable"));
    runtime = {
      ...(require("@pulumi/pulumi/runtime/state") as Pick<Runtime, "withLocalStorage">),
      ...(require("@pulumi/pulumi/runtime/settings") as Pick<
        Runtime,
        "resetOptions" | "disconnect"
      >),
      ...(require("@pulumi/pulumi/runtime/config") as Pick<Runtime, "setAllConfig">),
      ...(require("@pulumi/pulumi/runtime/stack") as Pick<Runtime, "runInPulumiStack">),
    };
  }
  /* eslint-enable @typescript-eslint/no-require-imports */
  return runtime;
}

let last: Promise<unknown> = Promise.resolve();

/** Runs `program` against the monitor at `address`. Errors are in the result. */
export function runInProcess(
  program: Program,
  deployment: Deployment,
  address: string,
): Promise<ProgramResult> {
  // Errors outside of promises can't be told apart by run: so one run at a time.
  const run = last.then(() => runOne(program, deployment, address));
  last = run.catch(() => undefined);
  return run;
}

async function runOne(
  program: Program,
  deployment: Deployment,
  address: string,
): Promise<ProgramResult> {
  const sdk = loadRuntime();
  const errors = new Set<unknown>();
  let strayed: () => void = () => undefined;
  const stray = new Promise<void>((resolve) => (strayed = resolve));
  const restore = catchStrayErrors((error) => {
    errors.add(error);
    strayed();
  });
  const refuseAgain = countPlaceholders();
  try {
    await sdk.withLocalStorage(async () => {
      const { project, stack, organization, config, secretKeys, dryRun } = deployment;
      sdk.resetOptions(project, stack, PARALLEL, address, address, dryRun, organization);
      sdk.setAllConfig(config, secretKeys);
      await inTime(
        sdk.runInPulumiStack(program).then(
          () => sdk.disconnect(true),
          async (error: unknown) => {
            errors.add(error);
            await sdk.disconnect(false);
          },
        ),
        stray,
      );
    });
    await new Promise((resolve) => setImmediate(resolve)); // rejections are announced after a turn
  } catch (error) {
    errors.add(error);
  } finally {
    refuseAgain();
    restore();
  }
  return {
    succeeded: errors.size === 0,
    ending: "the program failed",
    errors: [...errors].map(errorOf),
    blocked: [],
    settings: [],
    secrets: [],
    printed: "",
  };
}

/** While a program runs, what it throws outside of promises is its own, not the test runner's. */
function catchStrayErrors(keep: (error: unknown) => void): () => void {
  const events = ["unhandledRejection", "uncaughtException"] as const;
  const others = events.map((event) => process.listeners(event as "unhandledRejection"));
  for (const event of events) {
    process.removeAllListeners(event);
    process.on(event, keep);
  }
  return () => {
    events.forEach((event, i) => {
      process.removeListener(event, keep);
      others[i].forEach((listener) => process.on(event as "unhandledRejection", listener));
    });
  };
}

/** Waits for the program, but not for what an error has left waiting. */
async function inTime(work: Promise<void>, stray: Promise<void>): Promise<void> {
  const timers: NodeJS.Timeout[] = [];
  const later = (seconds: number) =>
    new Promise<void>((resolve) => timers.push(setTimeout(resolve, seconds * 1000)));
  const timeout = later(TIMEOUT_SECONDS).then(() => {
    const message = `the program did not end within ${TIMEOUT_SECONDS} s; is there an Output that waits for itself?`;
    throw new Error(message);
  });
  try {
    await Promise.race([work, timeout, stray.then(() => later(SECONDS_AFTER_ERROR))]);
  } finally {
    timers.forEach(clearTimeout);
  }
}

function errorOf(error: unknown): ProgramError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack: stack ?? "" };
}
