// Runs inside the program's process, before Pulumi: keeps it offline, reports what goes wrong with
// the full stack, and corrects spots of the SDK. Plain JavaScript: nothing can compile TypeScript
// yet. Loaded through NODE_OPTIONS, because a --require argument would turn Pulumi's support of ES
// modules off.
"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
require("./ends-with-parent.js");
const { stayOffline } = require("./offline.js");
const repairs = require("./sdk-repairs.js");
const { readSecretSettings } = require("./secret-settings.js");
const { keepTranspiled } = require("./transpile-cache.js");

/** The pipe to run-program.ts, one JSON document a line. */
const CHANNEL = 3;

function send(message) {
  try {
    fs.writeSync(CHANNEL, `${JSON.stringify(message)}\n`);
  } catch {
    // Not started by run-program.ts, or it is gone: nobody to tell.
  }
}

// Node 22 and later keep what they compiled; 20 has no such thing.
Module.enableCompileCache?.(path.join(__dirname, "..", "..", "build", "preview", "compiled"));

// Pulumi hides the stack of its own error classes (missing configuration, say); here it still is.
const seen = new Set();
function report(error) {
  if (!seen.has(error)) {
    seen.add(error);
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    send({ kind: "error", name, message, stack: stack ?? "" });
  }
}
process.on("uncaughtExceptionMonitor", report);
process.on("unhandledRejection", report);
repairs.inspectWithoutColours();

stayOffline((target, stack) => send({ kind: "blocked", target, stack }));

/** Makes an Output that is secret and not known, once the SDK is loaded. */
let unknownSecret;

/** What the program calls secret; the preview takes it out of all that it prints. */
function tellSecrets(sdk) {
  const { secret } = sdk;
  if (!secret) {
    return false;
  }
  unknownSecret = () => secret(sdk.unknown);
  sdk.secret = (value) => {
    const made = secret(value);
    made.promise().then((plain) => textsIn(plain).forEach((text) => send({ kind: "secret", text })), ignore); // prettier-ignore
    return made;
  };
  return true;
}

/** A secret setting that is read in the clear, and the value that stands in for it. */
function tellSetting(told) {
  const { stack } = new Error(`secret setting ${told.key}`);
  send({ kind: "setting", ...told, stack: stack ?? "" });
}

function textsIn(value) {
  if (typeof value === "string") {
    return [value];
  }
  return Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype
    ? Object.values(value).flatMap(textsIn)
    : [];
}

/** A secret that fails is the program's own affair. */
function ignore() {}

// The SDK's modules are corrected as they are loaded, and ts-node's is given a memory.
const load = Module._load;
const waiting = new Map([
  ["/output", tellSecrets],
  ["/config", (sdk) => readSecretSettings(sdk, () => unknownSecret(), tellSetting)],
  ["/resource", repairs.seeAnonymousFrames],
  ["/debuggable", repairs.skipPromiseStacks],
  ["/ts-transpile-module", keepTranspiled],
]);
Module._load = function loadRepaired(request, ...rest) {
  if (request === "@npmcli/arborist") {
    return repairs.loadWhenAsked(() => load.call(this, request, ...rest));
  }
  const loaded = load.call(this, request, ...rest);
  const end = waiting.size > 0 ? request.slice(request.lastIndexOf("/")) : "";
  if (waiting.get(end)?.(loaded)) {
    waiting.delete(end);
  }
  return loaded;
};
