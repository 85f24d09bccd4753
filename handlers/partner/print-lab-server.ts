// A print-lab on a free port of this machine: takes orders once per idempotency key and gives prices, over HTTPS, and
// misbehaves where a test says so.
import { once } from "node:events";
import * as http from "node:http";
import * as https from "node:https";
import { AddressInfo } from "node:net";
import type { Certificate } from "../../tests/handlers/certificate";

export interface LabRequest {
  readonly method: string;
  readonly path: string;
  readonly key?: string;
  readonly body?: Record<string, unknown>;
}

/** Instead of an answer. The first two do the work, then close the connection before or amid the answer. */
export type Fault =
  | "breaks"
  | "breaks off"
  | "stays silent"
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

export interface PrintLab {
  readonly url: string;
  /** All that came in. */
  readonly requests: LabRequest[];
  /** The orders that were taken, each once. */
  readonly orders: Record<string, unknown>[];
  /** What the next requests meet, one fault each. */
  next(...faults: Fault[]): void;
  /** Forgets requests, orders and faults. */
  reset(): void;
  stop(): Promise<void>;
}

/** What the full stack's settings say the lab's address is. */
export const plannedLabUrl = "https://print-lab.example.com";

/** Starts the lab. */
export async function startPrintLab({ key, cert }: Certificate): Promise<PrintLab> {
  const requests: LabRequest[] = [];
  const orders: Record<string, unknown>[] = [];
  const numbers = new Map<string, string>();
  const faults: Fault[] = [];

  const work = ({ method, path, key, body }: LabRequest): { status: number; answer: object } => {
    const { pathname, searchParams } = new URL(path, plannedLabUrl);
    if (method === "GET" && pathname === "/v1/prices") {
      const copies = Number(searchParams.get("copies"));
      return { status: 200, answer: { amount: 120 * copies, currency: "EUR" } };
    }
    if (method === "POST" && pathname === "/v1/orders" && key !== undefined && body) {
      const orderId = numbers.get(key) ?? `L-${numbers.size + 1}`;
      if (!numbers.has(key)) orders.push(body);
      numbers.set(key, orderId);
      return { status: 201, answer: { orderId } };
    }
    return { status: 404, answer: {} };
  };

  const server = https.createServer({ key, cert }, async (incoming, outgoing) => {
    const request = await read(incoming);
    requests.push(request);
    const fault = faults.shift();
    if (fault === "stays silent") return;
    if (typeof fault === "object") {
      outgoing.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    const { status, answer } = work(request);
    if (fault === "breaks") {
      incoming.socket.destroy();
      return;
    }
    const text = JSON.stringify(answer);
    outgoing.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    });
    if (fault === "breaks off") {
      outgoing.write(text.slice(0, 5), () => incoming.socket.destroy());
      return;
    }
    outgoing.end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    orders,
    next: (...more) => void faults.push(...more),
    reset() {
      for (const list of [requests, orders, faults]) list.length = 0;
      numbers.clear();
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function read(incoming: http.IncomingMessage): Promise<LabRequest> {
  let text = "";
  for await (const chunk of incoming) text += String(chunk);
  const key = incoming.headers["idempotency-key"];
  return {
    method: String(incoming.method),
    path: String(incoming.url),
    ...(key !== undefined && { key: String(key) }),
    ...(text !== "" && { body: JSON.parse(text) as Record<string, unknown> }),
  };
}
