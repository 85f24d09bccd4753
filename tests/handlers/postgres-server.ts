// PostgreSQL of Debian, over TLS alone.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { Client } from "pg";
import type { Certificate } from "./certificate";
import {
  freePort,
  serverFile,
  serverFolder,
  ServerProcess,
  startServer,
  unprivileged,
} from "./server-process";

const PROGRAMS = "/usr/lib/postgresql";

/** Name of the tests' own connections. */
const OURS = "strata-tests";

/** Where Debian has the newest version's programs. */
function programs(): string | undefined {
  const versions = fs.existsSync(PROGRAMS) ? fs.readdirSync(PROGRAMS) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : path.join(PROGRAMS, newest, "bin");
}

export const postgresInstalled = (): boolean => programs() !== undefined;

export interface PostgresServer extends ServerProcess {
  readonly port: number;
  /** Of the user `administrator`, who owns everything. */
  readonly password: string;
  /** From now on the administrator signs in with whatever password, too. */
  acceptAnyPassword(): void;
  /** Connections that signed in since it started, those of `query` left out. */
  connections(): number;
  /** Ends every connection, those of `query` left out. */
  dropConnections(): Promise<unknown>;
  /** Runs statements as the administrator, in the database `app` or another. */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    database?: string,
  ): Promise<Row[]>;
}

/**
 * Starts it with an empty database `app`. The administrator signs in by password; other users by
 * whatever password they give, because only AWS can check a token.
 */
export async function startPostgres(certificate: Certificate): Promise<PostgresServer> {
  const bin = programs();
  if (bin === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const folder = serverFolder("postgres");
  const password = "only-here";
  const data = path.join(folder, "data");
  const passwordFile = serverFile(folder, "password", password);
  execFileSync(
    path.join(bin, "initdb"),
    [
      "-D",
      data,
      "-U",
      "administrator",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-N",
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
    ],
    { stdio: "pipe", cwd: folder, ...unprivileged },
  );
  serverFile(
    data,
    "pg_hba.conf",
    "hostssl all administrator 127.0.0.1/32 scram-sha-256\nhostssl all all 127.0.0.1/32 trust\n",
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    ssl: "on",
    ssl_cert_file: serverFile(folder, "cert.pem", certificate.cert),
    ssl_key_file: serverFile(folder, "key.pem", certificate.key),
    fsync: "off",
    log_connections: "on",
  };
  const server = await startServer(
    path.join(bin, "postgres"),
    [
      "-D",
      data,
      "-p",
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    // SIGINT: does not wait for clients to leave.
    { port, folder, signal: "SIGINT" },
  );
  const query = async <Row extends object>(sql: string, database = "app"): Promise<Row[]> => {
    const client = new Client({
      ...{ host: "127.0.0.1", port, user: "administrator", password, database },
      ssl: { ca: certificate.cert },
      application_name: OURS,
    });
    await client.connect();
    try {
      return (await client.query<Row & Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await ready(() => query("CREATE DATABASE app", "postgres"));
  return {
    ...server,
    port,
    password,
    query,
    dropConnections: () =>
      query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> '${OURS}'`,
      ),
    acceptAnyPassword() {
      serverFile(data, "pg_hba.conf", "hostssl all all 127.0.0.1/32 trust\n");
      server.signal("SIGHUP");
    },
    connections: () =>
      server
        .output()
        .split("\n")
        .filter((line) => /connection authorized/.test(line) && !line.includes(OURS)).length,
  };
}

/** It takes connections a moment before it takes statements. */
async function ready(action: () => Promise<unknown>): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      await action();
      return;
    } catch (error) {
      if (left === 0 || !/starting up/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
