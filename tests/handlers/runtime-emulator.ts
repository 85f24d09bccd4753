// AWS's own runtime interface emulator, built with Go: what our local runtime API is held against.
import * as fs from "node:fs";
import * as path from "node:path";
import { buildGoProgram } from "../go-program";
import { placeBundle, RunnableBundle, runtimeClient } from "./runtime-api";
import { freePort, startServer } from "./server-process";

const pinned = path.join(__dirname, "emulator");
const emulator = "github.com/aws/aws-lambda-runtime-interface-emulator";

/** The emulator, built at most once for its version: some 20 seconds. */
export async function findEmulator(): Promise<string> {
  const goModule = fs.readFileSync(path.join(pinned, "go.mod"), "utf8");
  const version = new RegExp(`${emulator} v[\\d.]+-\\d+-([0-9a-f]+)`).exec(goModule)?.[1];
  if (version === undefined) throw new Error(`tests/handlers/emulator/go.mod pins no ${emulator}`);
  const program = path.resolve(__dirname, `../../build/runtime-emulator-${version}/aws-lambda-rie`);
  await buildGoProgram({
    module: pinned,
    package: `${emulator}/cmd/aws-lambda-rie`,
    linkerFlags: "-s -w",
    program,
    said: "AWS's runtime interface emulator (once, under a minute)",
    needed: "Holding the local runtime API against AWS's emulator needs Go to build it",
  });
  return program;
}

/** What the emulator answered to whoever called the function. */
export interface EmulatorAnswer {
  readonly status: number;
  readonly text: string;
  readonly milliseconds: number;
}

/** Runs a command that asks the runtime API for events, or our client with a bundle, with one event after the other. */
export async function runInEmulator(
  program: string,
  run: { bundle: RunnableBundle } | { client: string },
  events: readonly unknown[],
  { timeout = 10 }: { timeout?: number } = {},
): Promise<{ answers: EmulatorAnswer[]; logs: string }> {
  const bundle = "bundle" in run ? run.bundle : { js: "", map: "{}" };
  const { folder, variables } = await placeBundle(bundle, {});
  const [port, apiPort] = [await freePort(), await freePort()];
  const client = "client" in run ? run.client : runtimeClient;
  const server = await startServer(
    program,
    [
      ...["--log-level", "error", "--runtime-api-address", `127.0.0.1:${apiPort}`],
      ...["--runtime-interface-emulator-address", `127.0.0.1:${port}`, process.execPath, client],
    ],
    {
      port,
      folder,
      environment: { ...variables, AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeout) },
      user: {},
    },
  );
  try {
    const answers: EmulatorAnswer[] = [];
    for (const event of events) {
      const began = Date.now();
      const url = `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`;
      const response = await fetch(url, { method: "POST", body: JSON.stringify(event ?? null) });
      const text = await response.text();
      answers.push({ status: response.status, text, milliseconds: Date.now() - began });
    }
    return { answers, logs: server.output() };
  } finally {
    await server.stop();
  }
}
