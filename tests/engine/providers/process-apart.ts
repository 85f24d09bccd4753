/** A server in a process of its own, so that nothing it does keeps others from answering. */
import { spawn } from "child_process";
import type { Socket } from "net";
import * as path from "path";
import { createInterface } from "readline";

export interface Apart {
  readonly port: number;
  stop(): void;
}

/**
 * Starts a program that prints the port it serves on, and ends when its input ends: with this process
 * at the latest, whose end it does not hold up.
 *
 * @param file a TypeScript file
 */
export async function startApart(file: string): Promise<Apart> {
  const loader = path.join(__dirname, "..", "..", "register.js");
  const child = spawn(process.execPath, ["--require", loader, file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) =>
      reject(new Error(`${path.basename(file)} ended with code ${code}`)),
    );
  });
  child.stdout.resume();
  child.unref();
  [child.stdin, child.stdout].forEach((stream) => (stream as Socket).unref());
  return { port: Number(port), stop: () => child.stdin.end() };
}
