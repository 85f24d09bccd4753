/** Runs an unmodified program in a process of its own, through Pulumi's own entry point. */
import { spawn } from "child_process";
import { createRequire } from "module";
import * as path from "path";
import { createInterface } from "readline";
import { PARALLEL } from "./monitor";
import { ProgramResult } from "./program-result";
import { Project } from "./project";
import { Deployment } from "./registration";

/** A program that takes longer waits for something that never comes. */
const TIMEOUT_SECONDS = 120;

/** One line of preload.js. */
type Message =
  | { kind: "error"; name: string; message: string; stack: string }
  | { kind: "blocked"; target: string; stack: string };

/** Runs the program of `project` against the monitor at `address` until it ends. */
export function runProgram(
  project: Project,
  deployment: Deployment,
  address: string,
): Promise<ProgramResult> {
  const child = spawn(process.execPath, programArguments(project, deployment, address), {
    cwd: project.workingFolder,
    env: programEnvironment(project, deployment),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const result: ProgramResult = {
    ...{ succeeded: false, ending: "", errors: [], blocked: [], printed: "" },
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      result.printed += text;
    });
  }
  createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).on("line", (line) => {
    const message = JSON.parse(line) as Message;
    if (message.kind === "error") {
      result.errors.push(message);
    } else {
      result.blocked.push(message);
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
      resolve({ ...result, succeeded: code === 0, ending });
    });
  });
}

/** The arguments that Pulumi's language host for Node gives. */
function programArguments(project: Project, deployment: Deployment, address: string): string[] {
  // The SDK the program itself would load, not the preview's.
  const from = createRequire(path.join(project.workingFolder, "index.js"));
  return [
    // Most of what a program makes lives until its end: a larger nursery spares moving it twice.
    "--max-semi-space-size=64",
    from.resolve("@pulumi/pulumi/cmd/run"),
    ...["--monitor", address, "--engine", address, "--parallel", String(PARALLEL)],
    ...["--project", deployment.project, "--stack", deployment.stack],
    ...["--organization", deployment.organization],
    ...["--pwd", project.workingFolder, "--root-directory", project.folder],
    ...(deployment.dryRun ? ["--dry-run"] : []),
    project.entry,
  ];
}

/** Only what the program needs; nothing that could hold a credential. */
function programEnvironment(project: Project, deployment: Deployment): NodeJS.ProcessEnv {
  const inherited = ["PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "TZ"];
  const environment: NodeJS.ProcessEnv = {};
  for (const key of inherited) {
    if (process.env[key] !== undefined) {
      environment[key] = process.env[key];
    }
  }
  return {
    ...environment,
    NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, "preload.js"))}`,
    // The AWS SDK announces the end of Node 20 in every program that imports it.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    PULUMI_CONFIG: JSON.stringify(deployment.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(deployment.secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(project.typescript),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    TS_NODE_TRANSPILE_ONLY: "true", // the one above has no effect on ES modules
    ...(project.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
  };
}
