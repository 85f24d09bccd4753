/** Runs an unmodified program in a process of its own, through Pulumi's own entry point. */
import { spawn } from "child_process";
import { createRequire } from "module";
import * as path from "path";
import { createInterface } from "readline";
import { Deployment } from "../engine/registration";
import { hostFile } from "../folders";
import { endsWithThisProcess } from "./lifeline";
import { PARALLEL } from "./monitor";
import { withPlaceholdersCounted } from "./placeholders";
import { ProgramResult } from "./program-result";
import { Project, UserError } from "./project";

/** A program that takes longer waits for something that never comes. */
const TIMEOUT_SECONDS = 300;

/** One line of preload.js. */
type Message =
  | { kind: "error"; name: string; message: string; stack: string }
  | { kind: "blocked"; target: string; stack: string }
  | { kind: "secret"; text: string }
  | { kind: "setting"; key: string; as: string; stack: string };

/** Runs the program of `project` against the monitor at `address` until it ends. */
export function runProgram(
  project: Project,
  deployment: Deployment,
  address: string,
): Promise<ProgramResult> {
  const child = spawn(process.execPath, programArguments(project, deployment, address), {
    cwd: project.workingFolder,
    env: programEnvironment(project, deployment),
    // What it prints, its messages, and what tells it that the preview is gone.
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
  });
  const result: ProgramResult = {
    ...{
      succeeded: false,
      ending: "",
      errors: [],
      blocked: [],
      settings: [],
      secrets: [],
      printed: "",
    },
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      result.printed += text;
    });
  }
  createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).on("line", (line) => {
    const message = JSON.parse(line) as Message;
    switch (message.kind) {
      case "error":
        return result.errors.push(message);
      case "blocked":
        return result.blocked.push(message);
      case "setting":
        return result.settings.push(message);
      case "secret":
        return result.secrets.push(message.text);
    }
  });
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, TIMEOUT_SECONDS * 1000);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      const ending = timedOut
        ? `the program did not end within ${TIMEOUT_SECONDS} s`
        : `the program ended with exit code ${String(code)}`;
      resolve({ ...result, succeeded: code === 0, cutOff: timedOut, ending });
    });
  });
}

/** The arguments that Pulumi's language host for Node gives. */
function programArguments(project: Project, deployment: Deployment, address: string): string[] {
  return [
    // Most of what a program makes lives until its end: a larger nursery spares moving it twice.
    "--max-semi-space-size=64",
    entryOfSdk(project),
    ...["--monitor", address, "--engine", address, "--parallel", String(PARALLEL)],
    ...["--project", deployment.project, "--stack", deployment.stack],
    ...["--organization", deployment.organization],
    ...["--pwd", project.workingFolder, "--root-directory", project.folder],
    ...(deployment.dryRun ? ["--dry-run"] : []),
    project.entry,
  ];
}

/** The SDK the program itself would load, not the preview's. */
function entryOfSdk({ workingFolder }: Project): string {
  try {
    return createRequire(path.join(workingFolder, "index.js")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    throw new UserError(
      `${workingFolder}: @pulumi/pulumi is not installed there; run \`npm install\` in that folder first, ` +
        "or add it to the dependencies of its package.json",
    );
  }
}

/** Of this process' environment only what another one needs; nothing that could hold a credential. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  const inherited = ["PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "TZ"];
  const given = inherited.map((key) => [key, process.env[key]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function programEnvironment(project: Project, deployment: Deployment): NodeJS.ProcessEnv {
  return {
    ...inheritedEnvironment(),
    NODE_OPTIONS: `--require ${JSON.stringify(hostFile("preload.js"))}`,
    // The AWS SDK announces the end of Node 20 in every program that imports it.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...withPlaceholdersCounted,
    // Components then go on after a broken rule; `components/base/check-arguments.ts` has the same text.
    STRATA_BROKEN_RULES: "told",
    ...endsWithThisProcess,
    PULUMI_CONFIG: JSON.stringify(deployment.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(deployment.secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(project.typescript),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    TS_NODE_TRANSPILE_ONLY: "true", // the one above has no effect on ES modules
    ...(project.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
  };
}
