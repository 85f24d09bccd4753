// Valkey, or Redis where Debian has no Valkey: the same protocol, over TLS alone.
import { spawnSync } from "node:child_process";
import type { Certificate } from "./certificate";
import {
  freePort,
  installed,
  serverFile,
  serverFolder,
  ServerProcess,
  startServer,
} from "./server-process";

const command = () => installed("valkey-server", "redis-server");

export const valkeyInstalled = (): boolean => command() !== undefined;

export interface ValkeyServer extends ServerProcess {
  readonly port: number;
  /** Closes every connection, as a cache does that fails over. */
  dropConnections(): void;
  /** Seconds that each key has left, by key. */
  keys(): Record<string, number>;
}

/** Starts it with one user, who signs in with whatever password, because only AWS can check a token. */
export async function startValkey(certificate: Certificate, user: string): Promise<ValkeyServer> {
  const program = command();
  if (program === undefined) throw new Error("Needs apt-get install redis-server");
  const folder = serverFolder("valkey");
  const port = await freePort();
  const cert = serverFile(folder, "cert.pem", certificate.cert);
  const key = serverFile(folder, "key.pem", certificate.key);
  const settings = serverFile(
    folder,
    "server.conf",
    [
      "port 0",
      `tls-port ${port}`,
      "bind 127.0.0.1",
      `tls-cert-file ${cert}`,
      `tls-key-file ${key}`,
      `tls-ca-cert-file ${cert}`,
      "tls-auth-clients no",
      'save ""',
      `dir ${folder}`,
      "user default off",
      `user ${user} on nopass ~* &* +@all -@dangerous +info`,
      "user looker on >looker ~* &* +@all",
      "",
    ].join("\n"),
  );
  const server = await startServer(program, [settings], { port, folder });
  const ask = (...words: readonly string[]): string =>
    spawnSync(
      program.replace("-server", "-cli"),
      [
        "-p",
        String(port),
        "--tls",
        "--cacert",
        cert,
        "--user",
        "looker",
        "--pass",
        "looker",
        "--no-auth-warning",
        ...words,
      ],
      { encoding: "utf8" },
    ).stdout.trim();
  return {
    ...server,
    port,
    dropConnections: () => void ask("CLIENT", "KILL", "TYPE", "normal"),
    keys: () =>
      Object.fromEntries(
        ask("KEYS", "*")
          .split("\n")
          .filter(Boolean)
          .map((name) => [name, Number(ask("TTL", name))]),
      ),
  };
}
