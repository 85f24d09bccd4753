// Servers of Debian that tests start and stop: on a free port, with their files in a folder of their own.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";

export interface ServerProcess {
  readonly folder: string;
  /** All that it wrote. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** A command of Debian's packages, or undefined where it is not installed. */
export function installed(...commands: readonly string[]): string | undefined {
  return commands.find((command) => {
    try {
      execFileSync(command, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Whom servers run as that refuse to be run by root: `nobody`, where the tests are root's. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A folder that the server may write to. */
export function serverFolder(name: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `strata-${name}-`));
  own(folder);
  return folder;
}

/** Writes a file that the server alone can read, as servers want it of keys. */
export function serverFile(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text, { mode: 0o600 });
  own(file);
  return file;
}

function own(file: string): void {
  if (unprivileged.uid !== undefined) {
    fs.chownSync(file, unprivileged.uid, unprivileged.gid);
  }
}

export interface ServerOptions {
  readonly port: number;
  readonly folder: string;
  /** What ends it. Default: `SIGTERM`. */
  readonly signal?: NodeJS.Signals;
  /** Its variables. Default: those of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Whom it runs as; `{}` is who runs the tests. Default: `nobody`, where that is root. */
  readonly user?: { readonly uid?: number; readonly gid?: number };
}

/**
 * Starts a server and waits until it takes connections.
 *
 * @throws Error with what it wrote, where it ends instead
 */
export async function startServer(
  command: string,
  commandArguments: readonly string[],
  { port, folder, signal = "SIGTERM", environment, user = unprivileged }: ServerOptions,
): Promise<ServerProcess> {
  const child = spawn(command, commandArguments, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
    ...user,
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (written += chunk.toString("utf8")));
  }
  const exited = once(child, "exit");
  let ended = false;
  void exited.then(() => (ended = true));
  while (!(await answers(port))) {
    if (ended) {
      throw new Error(`${command} ended: ${written}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    folder,
    output: () => written,
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill(signal);
      await exited;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = net.connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
