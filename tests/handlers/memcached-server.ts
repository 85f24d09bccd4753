// Memcached of Debian, over TLS alone.
import type { Certificate } from "./certificate";
import {
  freePort,
  installed,
  serverFile,
  serverFolder,
  ServerProcess,
  startServer,
} from "./server-process";

export const memcachedInstalled = (): boolean => installed("memcached") !== undefined;

export interface MemcachedServer extends ServerProcess {
  readonly port: number;
}

export async function startMemcached(certificate: Certificate): Promise<MemcachedServer> {
  const folder = serverFolder("memcached");
  const port = await freePort();
  const chain = serverFile(folder, "cert.pem", certificate.cert);
  const key = serverFile(folder, "key.pem", certificate.key);
  const server = await startServer(
    "memcached",
    [
      "-l",
      "127.0.0.1",
      "-p",
      String(port),
      "-U",
      "0",
      "-Z",
      "-o",
      `ssl_chain_cert=${chain},ssl_key=${key}`,
    ],
    { port, folder },
  );
  return { ...server, port };
}
