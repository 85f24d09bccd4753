// The part of Step Functions' API that handlers use, on a free port of this machine.
// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html and API_SendTaskSuccess.html
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";

export interface StatesService {
  /** Environment that makes the AWS SDK use it. */
  readonly environment: Record<string, string>;
  /** Inputs of executions by their names. */
  readonly executions: Map<string, unknown>;
  /** Outputs of tasks by their tokens. */
  readonly answers: Map<string, unknown>;
  /** Makes the next call fail, as where the network breaks. */
  breakNext(): void;
  stop(): Promise<void>;
}

/** Starts it; tasks are answered once. */
export async function startStatesService(): Promise<StatesService> {
  const executions = new Map<string, unknown>();
  const answers = new Map<string, unknown>();
  let broken = false;

  const answer = (target: string, body: Record<string, string>): [number, object] => {
    if (broken) {
      broken = false;
      return [400, { __type: "AccessDeniedException", message: "broken on purpose" }];
    }
    const isStart = target === "AWSStepFunctions.StartExecution";
    const [known, key, value] = isStart
      ? [executions, body.name, body.input]
      : [answers, body.taskToken, body.output];
    if (known.has(key)) {
      const __type = isStart ? "ExecutionAlreadyExists" : "TaskTimedOut";
      return [400, { __type, message: key }];
    }
    known.set(key, JSON.parse(value));
    return [200, isStart ? { executionArn: key, startDate: 0 } : {}];
  };

  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, string>;
      const [status, result] = answer(String(incoming.headers["x-amz-target"]), body);
      outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      outgoing.end(JSON.stringify(result));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    environment: { AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${port}` },
    executions,
    answers,
    breakNext: () => (broken = true),
    async stop() {
      const closed = once(server, "close");
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
}
