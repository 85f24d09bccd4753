// Stands for a search domain on a free port: OpenSearch itself is a server of gigabytes in Java that Debian does not
// have, so what it makes of a search is not tested here. Tested is what reaches it: paths, bodies, signatures, and how
// often it is asked again.
import { once } from "node:events";
import * as https from "node:https";
import { AddressInfo } from "node:net";
import type { Certificate } from "../../tests/handlers/certificate";

export interface DomainRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
  /** Port of the client: the same for requests over one connection. */
  readonly connection: number;
}

/** Instead of the usual answer. */
export type DomainAnswer = { readonly status: number; readonly body?: object } | "breaks";

export interface SearchDomain {
  /** `127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly requests: DomainRequest[];
  /** What the next requests are answered with, one each; then 200 and `{}`. */
  next(...answers: DomainAnswer[]): void;
  stop(): Promise<void>;
}

export async function startSearchDomain({ key, cert }: Certificate): Promise<SearchDomain> {
  const requests: DomainRequest[] = [];
  const answers: DomainAnswer[] = [];
  const server = https.createServer({ key, cert }, async (incoming, outgoing) => {
    const chunks = await incoming.toArray();
    requests.push({
      method: String(incoming.method),
      path: String(incoming.url),
      authorization: String(incoming.headers.authorization),
      body: Buffer.concat(chunks as Buffer[]).toString("utf8"),
      connection: Number(incoming.socket.remotePort),
    });
    const answer = answers.shift() ?? { status: 200 };
    if (answer === "breaks") {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(answer.status, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(answer.body ?? {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...more) => void answers.push(...more),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
