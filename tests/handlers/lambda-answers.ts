/** The part of Lambda's API that invokes functions, on a free local port. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { testCredentials } from "./credentials";

export interface Invocation {
  functionName: string;
  invocationType: string;
  payload: unknown;
}

export interface Answer {
  statusCode?: number;
  functionError?: string;
  /** Sent as JSON; nothing where absent. */
  payload?: unknown;
  /** True to leave the caller without any answer. */
  never?: boolean;
}

export interface LambdaService {
  client: LambdaClient;
  /** What has been invoked in the running test. */
  invocations: Invocation[];
  /** What the function answers. */
  answer: Answer;
}

/** Call inside `describe`. */
export function useLambdaService(): LambdaService {
  let server: Server;
  const service = { invocations: [], answer: {} } as unknown as LambdaService;
  before(async () => {
    server = createServer(async (incoming, outgoing) => {
      let body = "";
      for await (const chunk of incoming) {
        body += chunk;
      }
      const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(incoming.url ?? "")?.[1];
      service.invocations.push({
        functionName: decodeURIComponent(name ?? ""),
        invocationType: String(incoming.headers["x-amz-invocation-type"]),
        payload: JSON.parse(body),
      });
      const { statusCode = 200, functionError, payload, never } = service.answer;
      if (never) {
        return;
      }
      outgoing.writeHead(statusCode, {
        "content-type": "application/json",
        ...(functionError !== undefined && { "x-amz-function-error": functionError }),
      });
      outgoing.end(payload === undefined ? "" : JSON.stringify(payload));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    service.client = new LambdaClient({
      endpoint: `http://127.0.0.1:${port}`,
      maxAttempts: 1,
      ...testCredentials,
    });
  });
  beforeEach(() => {
    service.invocations = [];
    service.answer = {};
  });
  after(async () => {
    service.client.destroy();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return service;
}
