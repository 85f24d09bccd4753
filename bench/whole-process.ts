/** Time and memory of a command and of all processes that it starts. */
import { spawn } from "child_process";
import * as fs from "fs";

export interface Usage {
  seconds: number;
  /** Highest sum of resident memory over the process tree, sampled; 0 where there is no /proc. */
  megabytes: number;
}

const SAMPLE_EVERY_MS = 50;

/** Runs a command once; its output is dropped. */
export async function measure(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<Usage> {
  const started = process.hrtime.bigint();
  const child = spawn(command, args, { cwd, stdio: "ignore" });
  let megabytes = 0;
  const sampler = setInterval(() => {
    megabytes = Math.max(megabytes, treeMemory(child.pid ?? 0));
  }, SAMPLE_EVERY_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  clearInterval(sampler);
  if (code !== 0 && code !== 1) {
    throw new Error(`${command} ${args.join(" ")} ended with ${String(code)}`);
  }
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, megabytes };
}

/** The run of middle length among several. */
export async function median(runs: number, once: () => Promise<Usage>): Promise<Usage> {
  const all: Usage[] = [];
  for (let i = 0; i < runs; i++) {
    all.push(await once());
  }
  return all.sort((a, b) => a.seconds - b.seconds)[Math.floor(runs / 2)];
}

function treeMemory(root: number): number {
  const parents = new Map<number, { parent: number; megabytes: number }>();
  for (const name of fs.existsSync("/proc") ? fs.readdirSync("/proc") : []) {
    const status = /^\d+$/.test(name) ? read(`/proc/${name}/status`) : "";
    const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
    if (parent !== undefined) {
      parents.set(Number(name), {
        parent: Number(parent),
        megabytes: Number(kilobytes ?? 0) / 1024,
      });
    }
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isBelow(parents.get(pid)?.parent ?? 0));
  let sum = 0;
  parents.forEach(({ megabytes }, pid) => {
    sum += isBelow(pid) ? megabytes : 0;
  });
  return sum;
}

/** Processes may end while they are looked at. */
function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
