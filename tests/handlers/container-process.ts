// A container's program as a process of this machine, as its Dockerfile starts it.
import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import * as readline from "node:readline";

export interface Container {
  /** Lines of its log, as far as it has written. */
  readonly lines: { readonly level: string; readonly message: string; [more: string]: unknown }[];
  /** The first line with this message that comes, or came. */
  said(message: string): Promise<{ [more: string]: unknown }>;
  /** Asks it to end, as ECS does, and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `node <script>` with nothing in its environment but what is given. */
export function startContainer(script: string, environment: Record<string, string>): Container {
  const child: ChildProcess = spawn(process.execPath, ["--no-warnings", script], {
    cwd: path.dirname(script),
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: Container["lines"] = [];
  const waiting: { message: string; tell: (line: Container["lines"][number]) => void }[] = [];
  const exited = once(child, "exit");
  readline.createInterface({ input: child.stdout! }).on("line", (text) => {
    const line = JSON.parse(text) as Container["lines"][number];
    lines.push(line);
    waiting.filter(({ message }) => message === line.message).forEach(({ tell }) => tell(line));
  });
  return {
    lines,
    said: (message) => {
      const there = lines.find((line) => line.message === message);
      const comes = new Promise<Container["lines"][number]>((tell) => {
        if (there) tell(there);
        else waiting.push({ message, tell });
      });
      const ended = exited.then(([code]) => {
        throw new Error(`it ended with ${String(code)} and did not say "${message}"`);
      });
      return Promise.race([comes, ended]);
    },
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
