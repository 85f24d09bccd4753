/** Everything the engine needs to know of providers: starts them, says where they are. */
import { ChildProcess, spawn } from "child_process";
import * as path from "path";
import { createInterface } from "readline";
import { Cloud } from "./cloud";
import { ModelledProvider } from "./modelled-provider";
import { serve } from "./service";

export { Cloud, Standing } from "./cloud";
export * from "./faults";

export interface Providers {
  /** For `PULUMI_DEBUG_PROVIDERS`: the engine connects instead of starting plugins. */
  readonly addresses: string;
  stop(): Promise<void>;
}

/** aws and random in this process, in front of `cloud`; awsx in one of its own. */
export async function startProviders(cloud: Cloud): Promise<Providers> {
  const aws = await serve(new ModelledProvider("aws", cloud));
  const random = await serve(new ModelledProvider("random", cloud));
  const awsx = await startAwsx();
  return {
    addresses: `aws:${aws.port},random:${random.port},awsx:${awsx.port}`,
    stop: async () => {
      aws.stop();
      random.stop();
      await awsx.stop();
    },
  };
}

async function startAwsx(): Promise<{ port: number; stop(): Promise<void> }> {
  const loader = path.join(__dirname, "..", "..", "register.js");
  const program = path.join(__dirname, "awsx-process.ts");
  const child = spawn(process.execPath, ["--require", loader, program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { port: await firstLine(child, ended), stop };
}

async function firstLine(child: ChildProcess, ended: Promise<void>): Promise<number> {
  const line = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout! }).once("line", resolve),
  );
  const failed = ended.then(() => {
    throw new Error(`the awsx provider's process ended with code ${child.exitCode}`);
  });
  return Number(await Promise.race([line, failed]));
}
