// From the start of the process to the end of the first call, in a process of its own each time.
import { execFile } from "node:child_process";
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Package } from "./packages";

const run = promisify(execFile);

export interface ColdStart {
  /** Milliseconds from the start of the process to its end. */
  readonly elapsed: number;
  /** Milliseconds of processor time, which depends less on what else the machine does. */
  readonly processor: number;
}

/** The time of each package: the runs of all take turns, and a quarter of each package's was shorter. */
export async function coldStarts(
  packages: Readonly<Record<string, Package>>,
  event: unknown,
  node: string,
  rounds: number,
): Promise<Record<string, ColdStart>> {
  const server = http.createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const runs: Record<string, ColdStart[]> = { "bare node": [] };
  try {
    for (let round = 0; round < rounds; round++) {
      runs["bare node"].push(await start(node, "Promise.resolve()", {}));
      for (const [name, { folder, entry, environment }] of Object.entries(packages)) {
        const file = JSON.stringify(path.join(folder, entry));
        const call = `import(${file}).then((m) => (m.handler ?? m.default.handler)(${JSON.stringify(event)}, {}))`;
        (runs[name] ??= []).push(
          await start(node, call, { ...environment, AWS_ENDPOINT_URL_DYNAMODB: endpoint }),
        );
      }
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return Object.fromEntries(
    Object.entries(runs).map(([name, list]) => [
      name,
      {
        elapsed: quartile(list.map(({ elapsed }) => elapsed)),
        processor: quartile(list.map(({ processor }) => processor)),
      },
    ]),
  );
}

async function start(
  node: string,
  call: string,
  environment: Record<string, string>,
): Promise<ColdStart> {
  const report = `const { user, system } = process.cpuUsage(); console.log("\\n" + (user + system) / 1000); process.exit(0);`;
  const begin = process.hrtime.bigint();
  const { stdout } = await run(node, ["-e", `${call}.then(() => { ${report} })`], {
    env: {
      PATH: process.env.PATH,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      ...environment,
    },
  });
  const elapsed = Number(process.hrtime.bigint() - begin) / 1e6;
  return { elapsed, processor: Number(stdout.trim().split("\n").pop()) };
}

function quartile(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 4)];
}
