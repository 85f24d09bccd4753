// Every finished bundle is loaded once before it ships: what would fail at a cold start in the account is an error here.
import * as path from "node:path";
import type { BundleCheck, BundleToCheck } from "./bundle-check";
import { readKept, writeKept } from "../kept-results";
import { checkedFile } from "./checked-bundles";
import { LambdaFolder, lambdaFolder } from "./lambda-folder";
import { Failed, Loading, loadInProcess } from "./load-process";
import { wrongNativeFiles } from "./native-files";
import { isForNewerNode } from "./newer-node";

type Loaded = Extract<BundleCheck, { state: "loaded" }>;

/** What Lambda itself gives; a region and credentials that exist for no one. */
const ofLambda = {
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "example",
  AWS_LAMBDA_FUNCTION_NAME: "function",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
  AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/function",
  AWS_LAMBDA_LOG_STREAM_NAME: "stream",
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  _HANDLER: "index.handler",
  LANG: "en_US.UTF-8",
  TZ: ":UTC",
};

export const lambdaEnvironment = (
  { target, environment }: BundleToCheck,
  { task, packages, writable }: LambdaFolder,
): Record<string, string> => ({
  ...ofLambda,
  PATH: process.env.PATH ?? "",
  HOME: writable,
  TMPDIR: writable,
  LAMBDA_TASK_ROOT: task,
  AWS_EXECUTION_ENV: `AWS_Lambda_${target.replace("node", "nodejs")}.x`,
  ...environment,
  // Flags of the function's own may be ones that this Node.js or a guarded process refuses.
  NODE_OPTIONS: "",
  NODE_PATH: packages,
});

/** Loads a bundle in a process that looks like Lambda, once for each content. */
export async function checkBundle(bundle: BundleToCheck): Promise<BundleCheck> {
  const native = nativeFault(bundle);
  if (native !== undefined) return { state: "failed", message: native };
  const known = checkedFile("loaded", bundle);
  const before = readKept<Loaded>(known);
  if (before) return before;
  const folder = lambdaFolder(bundle);
  try {
    const loading = await loadInProcess({
      bundle: folder.bundle,
      standIns: bundle.standIns,
      writable: folder.writable,
      environment: lambdaEnvironment(bundle, folder),
    });
    const check = judge(bundle, loading, folder.task, folder.absent);
    if (check.state === "loaded") writeKept(known, check);
    return check;
  } finally {
    folder.remove();
  }
}

function nativeFault(bundle: BundleToCheck): string | undefined {
  const { name, architecture, nodeModules } = bundle;
  const [wrong] = nodeModules === undefined ? [] : wrongNativeFiles(nodeModules, architecture);
  return (
    wrong &&
    `handler "${name}": install: ${wrong.file} is for ${wrong.platform}, the function runs on linux ${architecture}. Install a ` +
      "version of the package with a file for that, give the function the other architecture, or bring the package in an image."
  );
}

/** What came of loading: a fault is one only where nothing but the bundle can have caused it. */
function judge(
  bundle: BundleToCheck,
  loading: Loading,
  task: string,
  absent: readonly string[],
): BundleCheck {
  const { end, read, network, permission, timedOut, signal } = loading;
  if (end?.kind === "loaded") return { state: "loaded", read, shared: end.shared };
  const unchecked = (because: string): BundleCheck => ({ state: "unchecked", because });
  if (end?.kind === "failed") {
    const missing = /Cannot find (?:package|module) '([^']+)'/.exec(end.message)?.[1];
    if (missing !== undefined) {
      const layer = absent.find((each) => missing === each || missing.startsWith(`${each}/`));
      if (layer !== undefined) return unchecked(`the layer that brings ${layer} has no copy in this project's node_modules`); // prettier-ignore
      if (/^@(aws-sdk|smithy)\//.test(missing)) return unchecked(`${missing} of Lambda's runtime has no copy in this project's node_modules`); // prettier-ignore
      if (missing.startsWith("/opt/")) return unchecked(`${missing} lies in a layer`);
    }
    if (end.code === "ERR_ACCESS_DENIED") {
      return unchecked("loading it writes files or starts a process, which this check doesn't do");
    }
    if (isForNewerNode(bundle.target, end)) {
      return unchecked(`it needs a newer Node.js than this ${process.version}: ${end.message}`);
    }
  }
  if (network.length > 0) {
    return unchecked(`loading it asks ${network[0]} over the network`);
  }
  if (read.length > 0) {
    const because = `loading it needs ${read.join(", ")}, whose value is not known here or secret`;
    return { state: "unchecked", because, needsValues: true };
  }
  if (permission.length > 0) return unchecked(`loading it starts ${permission[0]}`);
  if (signal && !timedOut) return unchecked(`the process that loaded it ended with ${signal}`);
  const place = (end && placeIn(end.stack, task)) ?? bundle.place;
  return { state: "failed", message: `${place}: handler "${bundle.name}" ${faultOf(bundle, loading, task)}` }; // prettier-ignore
}

const atColdStart = "Lambda would fail like that at every cold start";

function faultOf(bundle: BundleToCheck, { end, timedOut, code }: Loading, task: string): string {
  if (timedOut) return "isn't loaded after 30 seconds, of which Lambda gives it 10.";
  if (end?.kind === "exit") {
    return `ends the process with code ${end.code} while it is loaded: ${atColdStart}. Throw an error instead.`;
  }
  if (end?.kind === "failed") {
    const { name, message } = end;
    const text = message.split(task).join("").split("\nRequire stack:")[0];
    return `can't be loaded: ${name}: ${text}. ${atColdStart}.${cureOf(bundle, end)}`.replace(/\.\. /g, ". "); // prettier-ignore
  }
  // https://nodejs.org/api/process.html#exit-codes
  return code === 13
    ? `waits at its top level for something that never comes: ${atColdStart}.`
    : `ends the process with code ${code} while it is loaded: ${atColdStart}.`;
}

function cureOf({ hints = [] }: BundleToCheck, { code, message }: Failed): string {
  if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") {
    return " What a layer brings is named in external, what is to be installed beside the bundle in install.";
  }
  const file = code === "ENOENT" ? /'([^']*)'/.exec(message)?.[1] : undefined;
  if (file === undefined) return "";
  const hint = hints.find((each) => each.includes(` reads ${path.basename(file)}, `));
  return ` ${hint?.replace(/^handler "[^"]*": /, "") ?? "Files beside the bundle are listed in bundle.files."}`;
}

/** `handlers/list.ts:5:25`: the first line of the program itself in a stack that Node.js has followed through the map. */
function placeIn(stack: string, task: string): string | undefined {
  for (const [, file, line, column] of stack.matchAll(
    /(?:file:\/\/)?(\/[^\s()]+|[A-Za-z]:[^\s()]+?):(\d+):(\d+)/g,
  )) {
    // prettier-ignore
    const isOwn = file.startsWith(`${task}/`) && !/\/node_modules\/|\/index\.mjs$/.test(file);
    if (isOwn) return `${file.slice(task.length + 1)}:${line}:${column}`;
  }
  return undefined;
}
