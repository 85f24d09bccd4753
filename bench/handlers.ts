// Inline handlers beside what a user would do otherwise: CallbackFunction's default, and a module written by hand and
// built with esbuild. Only the ratios mean something; all is measured in one run.
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { newerNode } from "../tests/handlers/newer-node";
import { coldStarts } from "./handlers/cold-start";
import { bundled, byCallbackFunction, byHand, Package, useMocks } from "./handlers/packages";
import { compareSdks } from "./handlers/sdk";
import * as subjects from "./handlers/subjects";

const run = promisify(execFile);
const root = path.resolve(__dirname, "..");
const work = path.join(root, "build/bench/handlers");
const rounds = 20;

/** Prints sizes, cold starts and build times, with the goals they are held against. */
export async function benchHandlers(): Promise<void> {
  fs.rmSync(work, { recursive: true, force: true });
  useMocks();
  await report("hello", await packagesOf("hello"), { name: "Ann" });
  await report("put", await packagesOf("put"), { id: "a", count: 1 });
  await compareSdks(work, rounds);
  await buildTimes();
}

async function packagesOf(subject: "hello" | "put"): Promise<Record<string, Package>> {
  const folder = (name: string) => {
    const made = path.join(work, subject, name);
    fs.mkdirSync(made, { recursive: true });
    return made;
  };
  const { environmentByHand, hello, helloByHand, put, putByHand, putForCallbackFunction } =
    subjects;
  const handler = subject === "hello" ? hello : put;
  const callback = subject === "hello" ? hello : putForCallbackFunction;
  const cache = path.join(work, "cache");
  return {
    "CallbackFunction, default": await byCallbackFunction(folder("callback"), subject, callback),
    "esbuild by hand": await byHand(
      folder("hand"),
      subject === "hello" ? helloByHand : putByHand,
      environmentByHand,
    ),
    "esbuild by hand, SDK by require()": await byHand(
      folder("hand-require"),
      subject === "hello" ? helloByHand : subjects.putByHandWithRequire,
      environmentByHand,
    ),
    "ours, SDK of the runtime": await bundled(folder("ours"), handler, { folder: cache }),
    "ours, SDK in the bundle": await bundled(folder("ours-bundled"), handler, {
      folder: cache,
      sdk: "bundle",
    }),
  };
}

async function report(
  subject: string,
  packages: Record<string, Package>,
  event: unknown,
): Promise<void> {
  const node = newerNode() ?? process.execPath;
  const times = await coldStarts(packages, event, node, rounds);
  const bare = times["bare node"];
  console.log(`\n${subject}: cold start above a bare node of ${bare.elapsed.toFixed(0)} ms`);
  console.table(
    Object.fromEntries(
      Object.entries(packages).map(([name, { files, bytes, deflated }]) => [
        name,
        {
          files,
          bytes,
          deflated,
          "cold start ms": Math.round(times[name].elapsed - bare.elapsed),
          "of it processor ms": Math.round(times[name].processor - bare.processor),
        },
      ]),
    ),
  );
  const ours = packages["ours, SDK of the runtime"];
  const ratio = (name: string) => ours.bytes / packages[name].bytes;
  for (const name of ["esbuild by hand", "esbuild by hand, SDK by require()"]) {
    console.log(`  ours / ${name}: ${ratio(name).toFixed(3)} (goal 1.05 at most)`);
  }
  const timesSmaller = 1 / ratio("CallbackFunction, default");
  console.log(`  CallbackFunction / ours: ${timesSmaller.toFixed(0)} (goal 1000 at least)`);
}

async function buildTimes(): Promise<void> {
  const rows: Record<string, Record<string, number>> = {};
  for (const count of [1, 10, 50]) {
    const folder = path.join(work, `build-${count}`);
    rows[`${count} handlers`] = {
      "CallbackFunction ms": await buildTime("default", count, folder),
      "ours ms": await buildTime("ours", count, folder),
      "ours, unchanged since the last run ms": await buildTime("ours", count, folder),
      "ours, each keeps an object ms": await buildTime("keeping", count, `${folder}-keeping`),
    };
  }
  console.log("\nBuild time");
  console.table(rows);
  const { "CallbackFunction ms": theirs, "ours ms": ours } = rows["50 handlers"];
  console.log(`  50 handlers, ours / CallbackFunction: ${(ours / theirs).toFixed(2)} (goal 0.25)`);
}

async function buildTime(way: string, count: number, folder: string): Promise<number> {
  const { stdout } = await run(
    process.execPath,
    [
      "--require",
      path.join(root, "tests/register.js"),
      path.join(__dirname, "handlers/build-time.ts"),
      way,
      String(count),
      folder,
    ],
    { cwd: root },
  );
  return Math.round(Number(stdout.trim().split("\n").pop()));
}

if (require.main === module) void benchHandlers();
