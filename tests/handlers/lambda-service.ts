// Lambda's API to invoke functions, on a free port of this machine: its functions run as they would there.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import type { Invocation } from "./runtime-api";

/** Runs a function with one event. */
export type LocalFunction = (event: unknown) => Promise<Invocation>;

export interface ServedInvocation {
  readonly functionName: string;
  readonly type: string;
  /** The event as it came. */
  readonly text: string;
}

export interface LambdaService {
  /** Environment that makes the AWS SDK use it. */
  readonly environment: Record<string, string>;
  /** All calls that came in, throttled ones too. */
  readonly invocations: ServedInvocation[];
  /** Answers the next call with 429, as where no concurrency is left. */
  throttleNext(): void;
  /** What came of the asynchronous invocations so far, each attempt; waits until all are done. */
  outcomes(): Promise<Invocation[]>;
  /** Waits until all is done and forgets it. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const megabyte = 1024 * 1024;
const limits: Record<string, number> = { Event: megabyte, RequestResponse: 6 * megabyte };

/** Lambda tries an asynchronous invocation twice again; it waits a minute and two before, this doesn't. */
const asynchronousAttempts = 3;

/** Starts the service with the functions of these names or ARNs. */
export async function startLambdaService(
  functions: Record<string, LocalFunction>,
): Promise<LambdaService> {
  const invocations: ServedInvocation[] = [];
  let later: Promise<Invocation[]>[] = [];
  let throttled = 0;

  const invokeLater = async (run: LocalFunction, event: unknown): Promise<Invocation[]> => {
    const outcomes: Invocation[] = [];
    do outcomes.push(await run(event));
    while ("error" in outcomes[outcomes.length - 1] && outcomes.length < asynchronousAttempts);
    return outcomes;
  };

  const serve = async (incoming: http.IncomingMessage): Promise<Answer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(incoming.url ?? "")?.[1];
    const functionName = decodeURIComponent(name ?? "");
    const type = String(incoming.headers["x-amz-invocation-type"]);
    invocations.push({ functionName, type, text });
    if (throttled > 0) {
      throttled -= 1;
      return failure(429, "TooManyRequestsException");
    }
    const run = functions[functionName];
    if (!run) return failure(404, "ResourceNotFoundException");
    if (Buffer.byteLength(text) > limits[type]) return failure(413, "RequestTooLargeException");
    const event: unknown = JSON.parse(text);
    if (type === "Event") {
      later.push(invokeLater(run, event));
      return { status: 202 };
    }
    const invocation = await run(event);
    return "error" in invocation
      ? { status: 200, headers: { "x-amz-function-error": "Unhandled" }, body: invocation.error }
      : { status: 200, body: invocation.response };
  };

  const server = http.createServer((incoming, outgoing) => {
    serve(incoming).then(
      ({ status, headers, body }) =>
        outgoing
          .writeHead(status, { "content-type": "application/json", ...headers })
          .end(body === undefined ? "" : JSON.stringify(body)),
      // The sandbox broke, such as at the function's timeout. 400: the SDK does not try again.
      (error: Error) => outgoing.writeHead(400).end(JSON.stringify({ message: error.message })),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    environment: {
      AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    },
    invocations,
    throttleNext: () => void (throttled += 1),
    outcomes: async () => (await Promise.all(later)).flat(),
    async reset() {
      await Promise.allSettled(later);
      invocations.length = 0;
      later = [];
      throttled = 0;
    },
    async stop() {
      await Promise.allSettled(later);
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const failure = (status: number, type: string): Answer => ({
  status,
  headers: { "x-amzn-errortype": type },
  body: { Type: "User", message: type },
});
