// HTTPS in front of a local server that only speaks HTTP.
import { once } from "node:events";
import * as net from "node:net";
import * as tls from "node:tls";
import type { Certificate } from "./certificate";

export interface HttpsEntrance {
  /** `https://127.0.0.1:<port>` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts it on a free port; what comes in goes on to `endpoint`. */
export async function startHttpsEntrance(
  { key, cert }: Certificate,
  endpoint: string,
): Promise<HttpsEntrance> {
  const { hostname, port } = new URL(endpoint);
  const open = new Set<net.Socket>();
  const server = tls.createServer({ key, cert }, (inside) => {
    const outside = net.connect(Number(port), hostname);
    for (const [socket, other] of [
      [inside, outside],
      [outside, inside],
    ]) {
      open.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy());
      socket.on("close", () => open.delete(socket));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `https://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
