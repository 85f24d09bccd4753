// A local Lambda runtime API: built bundles run behind it in a process of their own, as they would in Lambda.
import * as pulumi from "@pulumi/pulumi";
import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

export { startAwsServices, startDynamoDb } from "./local-services";
export type { LocalService } from "./local-services";

/** What came of one event. */
export type Invocation =
  | { readonly response: unknown }
  | { readonly error: { errorType: string; errorMessage: string; trace: string[] } };

export interface BundleRun {
  /** One for each event, in order. */
  readonly invocations: Invocation[];
  /** What the handler wrote to standard output and standard error. */
  readonly logs: string;
}

/** What the bundler makes of a handler, as far as running it goes. */
export interface RunnableBundle {
  readonly js: string;
  readonly map: string;
  readonly environment?: Record<string, pulumi.Input<string>>;
}

export interface RunOptions {
  /** The Node.js to run it with. Default: this one. */
  node?: string;
  /** The function's timeout, in seconds, for each event. Default: 10. */
  timeout?: number;
}

const root = path.resolve(__dirname, "../..");
/** What asks the runtime API for events, as Lambda's own runtime does. */
export const runtimeClient = path.join(__dirname, "lambda-process.mjs");
const environmentOfLambda = {
  AWS_REGION: "eu-central-1",
  AWS_LAMBDA_FUNCTION_NAME: "local",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
  // Stands for the SDK that the runtime brings along.
  NODE_PATH: path.join(root, "node_modules"),
};

/**
 * Runs a built bundle with one event after the other in one process, as a warm container would.
 *
 * @throws Error when the module can't be loaded, or an event takes longer than the timeout.
 * @example
 * const { invocations } = await runBundle(await bundleHandler(hello), {}, [{ name: "Ann" }]);
 * assert.deepEqual(invocations, [{ response: "Hello Ann" }]);
 */
export async function runBundle(
  bundle: RunnableBundle,
  environment: Record<string, string>,
  events: readonly unknown[],
  { node = process.execPath, timeout = 10 }: RunOptions = {},
): Promise<BundleRun> {
  const { folder, variables } = await placeBundle(bundle, environment);
  const api = await startRuntimeApi(events, timeout);
  const child = spawn(node, [runtimeClient], {
    cwd: folder,
    env: { ...variables, AWS_LAMBDA_RUNTIME_API: api.address },
  });
  let logs = "";
  child.stdout.on("data", (text) => (logs += text));
  child.stderr.on("data", (text) => (logs += text));
  try {
    const invocations = await Promise.race([api.finished, ended(child, () => logs)]);
    return { invocations, logs };
  } finally {
    await stop(child);
    await api.stop();
    fs.rmSync(folder, { recursive: true });
  }
}

/** The bundle as a function's folder, and the variables that its process gets. */
export async function placeBundle(
  bundle: RunnableBundle,
  environment: Record<string, string>,
): Promise<{ folder: string; variables: NodeJS.ProcessEnv }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-bundle-"));
  fs.writeFileSync(
    path.join(folder, "index.mjs"),
    `${bundle.js}//# sourceMappingURL=index.mjs.map\n`,
  );
  fs.writeFileSync(path.join(folder, "index.mjs.map"), bundle.map);
  const variables = {
    PATH: process.env.PATH,
    ...environmentOfLambda,
    ...(await resolveEnvironment(bundle.environment ?? {})),
    ...environment,
    LAMBDA_TASK_ROOT: folder,
  };
  return { folder, variables };
}

/** The values that Pulumi would set on the function. */
export async function resolveEnvironment(
  environment: Record<string, pulumi.Input<string>>,
): Promise<Record<string, string>> {
  const resolved = await Promise.all(
    Object.entries(environment).map(async ([name, value]) => {
      const output = pulumi.output(value) as unknown as { promise(): Promise<string> };
      return [name, await output.promise()] as const;
    }),
  );
  return Object.fromEntries(resolved);
}

async function ended(child: ChildProcess, logs: () => string): Promise<never> {
  const [code] = (await once(child, "exit")) as [number | null];
  const ofLambda = `Runtime exited with error: exit status ${code}`;
  throw new Error(`The bundle's process ended before its events did: ${ofLambda}\n${logs()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

export interface RuntimeApi {
  readonly address: string;
  readonly finished: Promise<Invocation[]>;
  stop(): Promise<void>;
}

/** Serves next-invocation, response, error and initialisation error. */
export async function startRuntimeApi(
  events: readonly unknown[],
  timeout: number,
): Promise<RuntimeApi> {
  const invocations: Invocation[] = [];
  let given = 0;
  let timer: NodeJS.Timeout | undefined;
  let finish: (all: Invocation[]) => void;
  let fail: (error: Error) => void;
  const finished = new Promise<Invocation[]>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  finished.catch(() => undefined);

  const next = (response: http.ServerResponse) => {
    if (given === events.length) {
      finish(invocations); // The process waits for an answer until it is stopped.
      return;
    }
    const index = given++;
    timer = setTimeout(
      () => fail(new Error(`Event ${index}: Task timed out after ${timeout.toFixed(2)} seconds`)),
      timeout * 1000,
    );
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": requestId(index),
      "lambda-runtime-deadline-ms": String(Date.now() + timeout * 1000),
      "lambda-runtime-invoked-function-arn":
        "arn:aws:lambda:eu-central-1:123456789012:function:local",
    });
    response.end(JSON.stringify(events[index] ?? null));
  };
  const take = (address: string, body: string): Answer => {
    const [, id, kind] = /^invocation\/([^/]*)\/(response|error)$/.exec(address) ?? [];
    if (address === "init/error") {
      const { errorMessage, trace } = JSON.parse(body) as { errorMessage: string; trace: string[] };
      fail(new Error(`The bundle can't be loaded: ${errorMessage}\n${trace.join("\n")}`));
      return accepted;
    }
    if (kind === undefined) {
      fail(new Error(`The runtime API knows no ${address}.`));
      return { status: 404 };
    }
    if (id !== requestId(given - 1)) {
      fail(new Error(`The runtime API has handed out no event ${id}.`));
      return refused(400, "InvalidRequestID", "Invalid request ID");
    }
    if (invocations.length === given) {
      fail(new Error(`Event ${given - 1} was answered twice.`));
      return refused(403, "InvalidStateTransition", "State transition is not allowed");
    }
    clearTimeout(timer);
    invocations.push(
      kind === "error"
        ? { error: JSON.parse(body) as never }
        : { response: JSON.parse(body) as unknown },
    );
    return accepted;
  };

  const server = http.createServer((request, response) => {
    const address = (request.url ?? "").replace(/^\/2018-06-01\/runtime\//, "");
    if (request.method === "GET" && address === "invocation/next") {
      next(response);
      return;
    }
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const { status, json } = take(address, body);
      response.writeHead(status, json === undefined ? {} : { "content-type": "application/json" });
      response.end(json === undefined ? undefined : JSON.stringify(json));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    finished,
    async stop() {
      clearTimeout(timer);
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** What the API answers to whoever answers an event. */
interface Answer {
  readonly status: number;
  readonly json?: unknown;
}
const accepted: Answer = { status: 202, json: { status: "OK" } };
const refused = (status: number, errorType: string, errorMessage: string): Answer => ({
  status,
  json: { errorMessage, errorType },
});

const requestId = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
