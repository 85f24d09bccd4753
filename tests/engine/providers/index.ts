/** Everything the engine needs to know of providers: starts them, says where they are. */
import { spawn } from "child_process";
import type { Socket } from "net";
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
  stop(): void;
}

/** aws, random and docker-build in this process, in front of `cloud`; awsx in one of its own. */
export async function startProviders(cloud: Cloud): Promise<Providers> {
  awsxPort ??= startAwsx();
  const served = await Promise.all(
    ["aws", "random", "docker-build"].map(async (name) => ({
      name,
      ...(await serve(new ModelledProvider(name, cloud))),
    })),
  );
  const addresses = served.map(({ name, port }) => `${name}:${port}`);
  return {
    addresses: [...addresses, `awsx:${await awsxPort}`].join(),
    stop: () => served.forEach(({ stop }) => stop()),
  };
}

let awsxPort: Promise<number> | undefined;

/**
 * awsx keeps nothing, so one process serves all tests. It does not hold up the end of this process,
 * and ends with it: its input is closed then.
 */
async function startAwsx(): Promise<number> {
  const loader = path.join(__dirname, "..", "..", "register.js");
  const program = path.join(__dirname, "awsx-process.ts");
  const child = spawn(process.execPath, ["--require", loader, program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the awsx provider ended with code ${code}`)));
  });
  child.stdout.destroy();
  child.unref();
  (child.stdin as Socket).unref();
  return Number(port);
}
