// Processes that a process of its own starts, because whoever starts one copies the tables of its own memory first: the program,
// with the TypeScript compiler and the SDK in it, for 11 ms at 200 MB and for 37 at 1 GB, a small one for 5.
import { ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import * as path from "node:path";
import { createInterface } from "node:readline";

export interface ProcessStart {
  /** Of Node.js. */
  readonly parameters: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended. */
  readonly longest: number;
}

export interface ProcessEnd {
  /** What it wrote to file descriptor 3. */
  readonly text: string;
  readonly code: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
}

type Answer = { readonly id: number } & (ProcessEnd | { readonly error: string });

interface Asked {
  resolve(end: ProcessEnd): void;
  reject(error: Error): void;
}

let running: ProcessStarter | undefined;

/** Starts a process of Node.js and waits until it has ended. */
export function runProcess(start: ProcessStart): Promise<ProcessEnd> {
  running ??= new ProcessStarter(() => (running = undefined));
  return running.run(start);
}

/** It ends with the program, which it doesn't keep from ending. */
class ProcessStarter {
  private readonly child: ChildProcess;
  private readonly asked = new Map<number, Asked>();
  private last = 0;

  constructor(ended: () => void) {
    // The program's own flags and certificates only take time.
    const env = { ...process.env, NODE_OPTIONS: "", NODE_EXTRA_CA_CERTS: "" };
    const stdio: ("pipe" | "ignore")[] = ["pipe", "pipe", "ignore"];
    this.child = spawn(process.execPath, [path.join(__dirname, "process-starter.mjs")], { env, stdio }); // prettier-ignore
    const end = (reason: string) => {
      ended();
      for (const { reject } of this.asked.values()) reject(new Error(`No process can be started to load bundles in: ${reason}`)); // prettier-ignore
      this.asked.clear();
    };
    this.child.on("error", ({ message }) => end(message));
    this.child.on("close", (code, signal) => end(`the one that starts them ended with ${signal ?? code}`)); // prettier-ignore
    // Where it has ended, its closing says so.
    this.input.on("error", () => undefined);
    createInterface({ input: this.output }).on("line", (line) => this.answer(JSON.parse(line) as Answer)); // prettier-ignore
    this.child.unref();
    this.input.unref();
    this.output.unref();
  }

  run(start: ProcessStart): Promise<ProcessEnd> {
    const id = ++this.last;
    this.output.ref();
    this.input.write(`${JSON.stringify({ id, ...start })}\n`);
    return new Promise((resolve, reject) => this.asked.set(id, { resolve, reject }));
  }

  private answer(answer: Answer): void {
    const asked = this.asked.get(answer.id);
    this.asked.delete(answer.id);
    if (this.asked.size === 0) this.output.unref();
    if ("error" in answer) asked?.reject(new Error(answer.error));
    else asked?.resolve(answer);
  }

  private get input(): Socket {
    return this.child.stdin as Socket;
  }

  private get output(): Socket {
    return this.child.stdout as Socket;
  }
}
