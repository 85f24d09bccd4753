// Runs inside the program's process, before Pulumi: keeps it offline, reports what goes wrong with
// the full stack, and corrects spots of the SDK. Plain JavaScript: nothing can compile TypeScript
// yet. Loaded through NODE_OPTIONS, because a --require argument would turn Pulumi's support of ES
// modules off.
"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const net = require("node:net");
const path = require("node:path");
const repairs = require("./sdk-repairs.js");
const { keepTranspiled } = require("./transpile-cache.js");

/** The pipe to run-program.ts, one JSON document a line. */
const CHANNEL = 3;

/** Starts the message of the error that a blocked connection gets; program-result.ts has the same text. */
const OFFLINE = "offline preview:";

function send(message) {
  try {
    fs.writeSync(CHANNEL, `${JSON.stringify(message)}\n`);
  } catch {
    // Not started by run-program.ts, or it is gone: nobody to tell.
  }
}

// Node 22 and later keep what they compiled; 20 has no such thing.
Module.enableCompileCache?.(path.join(__dirname, "..", "build", "preview", "compiled"));

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

// Only loopback connections (the monitor, the program's own callback server) and local pipes.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guardedConnect(...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const isOptions = typeof first === "object" && first !== null;
  const options = isOptions ? first : { port: first, host: args[1] };
  const isPipe = options.path || (typeof first === "string" && Number.isNaN(Number(first)));
  const host = typeof options.host === "string" ? options.host : "localhost";
  if (isPipe || /^(localhost|127\..*|::1)$/.test(host)) {
    return connect.apply(this, args);
  }
  const target = `${host}:${String(options.port)}`;
  const error = new Error(`${OFFLINE} connection to ${target} refused`);
  send({ kind: "blocked", target, stack: error.stack ?? "" });
  return this.destroy(error);
};

// The SDK's modules are corrected as they are loaded, and ts-node's is given a memory.
const load = Module._load;
const waiting = new Map([
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
