// Loads one bundle as Lambda's Node.js runtime would, without a network, and says on descriptor 3 how that went: one JSON
// line each, the last one says how it ended. The process is the bundle's alone: it may end it, block it or throw.
// For a replay it says what values the bundle has handed over.
import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import workers from "node:worker_threads";

const { bundle, standIns, later, replay } = JSON.parse(process.argv[2]);
Object.assign(process.env, later);
const write = fs.writeSync;
function say(line) {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let written = 0; written < bytes.length;) written += write(3, bytes, written);
}
const leave = process.reallyExit.bind(process);
const turn = () => new Promise((resolve) => setImmediate(resolve));

const told = new Set();
/** Says once that the bundle did something which the process has no answer to. */
function tell(kind, what) {
  if (told.size === told.add(`${kind} ${what}`).size) return;
  say({ kind, what });
}

/** The first line of a value's own text can be anything; its stack says where it comes from. */
function fail(error) {
  const isError = error instanceof Error;
  say({
    kind: "failed",
    name: isError ? error.name : "Error",
    message: isError ? error.message : String(error),
    code: error?.code,
    stack: isError ? String(error.stack) : "",
  });
  leave(1);
}

process.on("unhandledRejection", fail);
process.on("uncaughtException", fail);
process.exit = (code) => {
  say({ kind: "exit", code: code ?? process.exitCode ?? 0, stack: String(new Error().stack) });
  leave(1);
};

process.env = new Proxy(process.env, {
  get(target, name) {
    if (standIns?.includes(name) || (replay && typeof name === "string")) tell("read", name);
    return target[name];
  },
  has(target, name) {
    if (replay && typeof name === "string") tell("read", name);
    return name in target;
  },
  ownKeys(target) {
    if (replay) tell("read", "*");
    return Reflect.ownKeys(target);
  },
});

const refused = (what) =>
  Object.assign(new Error(`connect ECONNREFUSED ${what}`), { code: "ECONNREFUSED" });
net.Socket.prototype.connect = function (...parameters) {
  const [options] = parameters.flat();
  tell("network", options?.host ?? options?.path ?? "a socket");
  process.nextTick(() => this.destroy(refused(options?.host ?? "")));
  return this;
};
for (const name of Object.keys(dns).filter((each) => /^(lookup|resolve|reverse)/.test(each))) {
  dns[name] = (host, ...parameters) => {
    tell("network", host);
    process.nextTick(parameters.at(-1), refused(host));
  };
}
for (const name of Object.keys(dns.promises).filter((each) =>
  /^(lookup|resolve|reverse)/.test(each),
)) {
  dns.promises[name] = async (host) => {
    tell("network", host);
    throw refused(host);
  };
}
dgram.Socket.prototype.send = function (...parameters) {
  tell("network", "a datagram");
  const answer = parameters.at(-1);
  if (typeof answer === "function") process.nextTick(answer, refused("a datagram"));
};
function deny(what) {
  tell("permission", what);
  throw Object.assign(new Error("Access to this API has been restricted"), {
    code: "ERR_ACCESS_DENIED",
  });
}
for (const name of ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]) {
  childProcess[name] = () => deny("a child process");
}

/** Under the permission model, which the other runs have, there is no inspector. */
function guardFiles() {
  const isFree = (file) => path.resolve(String(file)).startsWith(replay.writable + path.sep);
  const writers =
    /^(appendFile|chmod|chown|copyFile|cp|createWriteStream|lchmod|lchown|link|lutimes|mkdir|mkdtemp|rename|rm|rmdir|symlink|truncate|unlink|utimes|writeFile)(Sync)?$/;
  for (const files of [fs, fs.promises]) {
    for (const name of Object.keys(files)) {
      const call = files[name];
      if (writers.test(name)) {
        // Two of the parameters may be files; none is outside.
        files[name] = (...all) =>
          all.slice(0, 2).some((each) => path.isAbsolute(String(each)) && !isFree(each)) || !isFree(all[0]) ? deny("writing a file") : call.apply(files, all); // prettier-ignore
      } else if (/^open(Sync)?$/.test(name)) {
        files[name] = (file, flags = "r", ...rest) =>
          flags !== "r" && flags !== fs.constants.O_RDONLY && !isFree(file) ? deny("writing a file") : call.call(files, file, flags, ...rest); // prettier-ignore
      }
    }
  }
  workers.Worker = function () {
    deny("a worker");
  };
}
if (replay) guardFiles();
syncBuiltinESMExports();

globalThis.awslambda = {
  streamifyResponse: (handler) => handler,
  HttpResponseStream: { from: (stream) => stream },
};

/** What everything shares, by name: `BigInt.prototype.toJSON`, `globalThis.version`. */
function shared() {
  const names = Object.getOwnPropertyNames(globalThis).map((name) => `globalThis.${name}`);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
    if (typeof value !== "function" || !/^[A-Z]/.test(name)) continue;
    for (const key of Object.getOwnPropertyNames(value)) names.push(`${name}.${key}`);
    for (const key of Object.getOwnPropertyNames(value.prototype ?? {})) {
      names.push(`${name}.prototype.${key}`);
    }
  }
  return names;
}

const before = new Set(shared());
const values = [];
if (replay) globalThis[Symbol.for(replay.handedOver)] = (given) => values.push(given);
try {
  const { handler } = await import(pathToFileURL(bundle).href);
  // What was started while loading, and has failed at once, has said so by then.
  await turn();
  await turn();
  if (typeof handler !== "function") throw new TypeError("its handler is not a function");
  if (replay) {
    const { replayedFingerprint } = await import(pathToFileURL(replay.program).href);
    const task = path.dirname(bundle);
    say({ kind: "loaded", shared: [], values: replayedFingerprint(bundle, task, values) });
  } else say({ kind: "loaded", shared: shared().filter((name) => !before.has(name)) });
  leave(0);
} catch (error) {
  fail(error);
}
