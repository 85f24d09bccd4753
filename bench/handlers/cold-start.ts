// From the start of the process to the end of the first call, in a process of its own each time.
import { execFile } from "node:child_process";
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Package } from "./packages";

const run = promisify(execFile);

/** Median milliseconds of each package, the runs of all taking turns so that the machine's moods even out. */
export async function coldStarts(
  packages: Readonly<Record<string, Package>>,
  event: unknown,
  node: string,
  rounds: number,
): Promise<Record<string, number>> {
  const server = http.createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const times: Record<string, number[]> = { "bare node": [] };
  try {
    for (let round = 0; round < rounds; round++) {
      times["bare node"].push(await time(node, "", {}));
      for (const [name, { folder, entry, environment }] of Object.entries(packages)) {
        const file = JSON.stringify(path.join(folder, entry));
        const call = `import(${file}).then((m) => (m.handler ?? m.default.handler)(${JSON.stringify(event)}, {}))`;
        (times[name] ??= []).push(
          await time(node, `${call}.then(() => process.exit(0))`, {
            ...environment,
            AWS_ENDPOINT_URL_DYNAMODB: endpoint,
          }),
        );
      }
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

async function time(
  node: string,
  script: string,
  environment: Record<string, string>,
): Promise<number> {
  const start = process.hrtime.bigint();
  await run(node, ["-e", script], {
    env: {
      PATH: process.env.PATH,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      ...environment,
    },
  });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
