// AWS services on free ports of this machine, for handlers that run for real.
import dynalite from "dynalite";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { AddressInfo } from "node:net";
import * as path from "node:path";
import * as readline from "node:readline";
import { newerNode, serversFolder } from "./newer-node";

export interface LocalService {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly region: string;
  /** Environment that makes the AWS SDK use it, for a handler's process or `process.env`. */
  readonly environment: Record<string, string>;
  stop(): Promise<void>;
}

const region = "eu-central-1";
const credentials = {
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: region,
};

/** DynamoDB, in memory. */
export async function startDynamoDb(): Promise<LocalService> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    region,
    environment: { ...credentials, AWS_ENDPOINT_URL_DYNAMODB: endpoint },
    stop: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error?: Error | null) => (error ? reject(error) : resolve()));
      }),
  };
}

/** True where `npm run test:servers` was run. */
export const awsServicesInstalled = (): boolean =>
  fs.existsSync(path.join(serversFolder, "node_modules/fauxqs")) && newerNode() !== undefined;

/**
 * S3, SQS and SNS, in memory. They need a newer Node.js than the project's floor, so they run in a process of their own
 * under one that is installed with them.
 *
 * @throws Error when tests/servers isn't installed.
 */
export async function startAwsServices(): Promise<LocalService> {
  const node = newerNode();
  if (!awsServicesInstalled() || node === undefined) {
    throw new Error("S3, SQS and SNS for tests are not installed: npm run test:servers");
  }
  const child = spawn(node, [path.join(serversFolder, "aws-services.mjs")], {
    cwd: serversFolder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const line = await Promise.race([
    once(readline.createInterface({ input: child.stdout }), "line"),
    exited.then(([code]) => Promise.reject(new Error(`The services ended with ${code}.`))),
  ]);
  const endpoint = String(line[0]);
  return {
    endpoint,
    region,
    environment: {
      ...credentials,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_SNS: endpoint,
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
