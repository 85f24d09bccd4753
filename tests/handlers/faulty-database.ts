// A DynamoDB that fails where it is told to: what stands between a function and the server of its tables.
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";

export interface FaultyDatabase {
  /** Environment that makes the AWS SDK use it. */
  readonly environment: Record<string, string>;
  /** Refuses requests that hold the text, as where the table's key has been switched off. */
  refuse(text: string): void;
  /** Carries out requests that hold the text, and never says so, as where the function is stopped meanwhile. */
  hold(text: string): void;
  /** Goes back to what a database does. */
  heal(): void;
  stop(): Promise<void>;
}

/** Stands before the database at `endpoint`. */
export async function startFaultyDatabase(endpoint: string): Promise<FaultyDatabase> {
  let refused: string | undefined;
  let held: string | undefined;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const holds = (text?: string) => text !== undefined && body.includes(text);
      if (holds(refused)) {
        const __type = "com.amazon.coral.service#AccessDeniedException";
        response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ __type, message: "The key is switched off." }));
        return;
      }
      const { host, ...headers } = request.headers;
      const forwarded = http.request(
        endpoint,
        { method: request.method, path: request.url, headers: { ...headers, host } },
        (answer) => {
          if (holds(held)) {
            answer.resume(); // done, and nobody learns of it
            return;
          }
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        },
      );
      forwarded.end(body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    environment: { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` },
    refuse: (text) => void (refused = text),
    hold: (text) => void (held = text),
    heal: () => {
      refused = undefined;
      held = undefined;
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
