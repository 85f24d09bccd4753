/** Memcached: what may be forgotten at any time. One connection a node, kept between calls. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import * as tls from "node:tls";
import { log } from "../log";
import type { Value } from "../value";

/** Milliseconds for an answer: a cache that takes longer is slower than the database. */
const PATIENCE = 500;

/** Where a cache is: what tells of its nodes. */
export interface PageCachePlace {
  readonly host: Value;
  readonly port: number;
}

interface Node {
  readonly host: string;
  readonly port: number;
}

const sockets = new Map<string, tls.TLSSocket>();
let nodes: Promise<readonly Node[]> | undefined;

/** The value, or nothing where the cache has none or does not answer. */
export async function cached(place: PageCachePlace, key: string): Promise<string | undefined> {
  const answer = await ask(place, key, `get ${nameOf(key)}\r\n`);
  const [, size, rest] = /^VALUE \S+ \d+ (\d+)\r\n([^]*)$/.exec(answer ?? "") ?? [];
  return size === undefined
    ? undefined
    : Buffer.from(rest, "utf8").subarray(0, Number(size)).toString("utf8");
}

/** Keeps a value for so many seconds, if the cache answers. */
export async function keep(
  place: PageCachePlace,
  key: string,
  value: string,
  seconds: number,
): Promise<void> {
  const line = `set ${nameOf(key)} 0 ${seconds} ${Buffer.byteLength(value)}`;
  await ask(place, key, `${line}\r\n${value}\r\n`);
}

/** Forgets a value. */
export async function forget(place: PageCachePlace, key: string): Promise<void> {
  await ask(place, key, `delete ${nameOf(key)}\r\n`);
}

/** Memcached takes 250 characters without spaces: any text becomes such a name. */
const nameOf = (key: string): string => createHash("sha256").update(key).digest("base64url");

async function ask(
  place: PageCachePlace,
  key: string,
  command: string,
): Promise<string | undefined> {
  try {
    const all = await (nodes ??= nodesOf({ host: place.host.get(), port: place.port }));
    // The same key always at the same node.
    const number = createHash("sha256").update(key).digest().readUInt32BE();
    return await exchange(all[number % all.length], command);
  } catch (error) {
    nodes = undefined;
    log("warn", "page cache left out", { error });
    return undefined;
  }
}

/**
 * The nodes that the configuration endpoint tells of; itself where it knows of no such question, as
 * Memcached of other makers ("Adding auto discovery to your client library", ElastiCache user guide).
 */
async function nodesOf(endpoint: Node): Promise<readonly Node[]> {
  const answer = await exchange(endpoint, "config get cluster\r\n");
  const found = [...answer.matchAll(/([^\s|]+)\|[^|\s]*\|(\d+)/g)].map(([, host, port]) => ({
    host,
    port: Number(port),
  }));
  return found.length > 0 ? found : [endpoint];
}

/** One command and its answer; a call of the function asks one thing at a time. */
async function exchange(node: Node, command: string): Promise<string> {
  const socket = await connected(node);
  // While an answer is waited for it keeps the process; idle it does not.
  socket.ref();
  try {
    socket.write(command);
    let answer = "";
    while (!isWhole(answer)) {
      const signal = AbortSignal.timeout(PATIENCE);
      const [chunk] = (await once(socket, "data", { signal })) as [Buffer];
      answer += chunk.toString("latin1");
    }
    return Buffer.from(answer, "latin1").toString("utf8");
  } catch (error) {
    // What comes late would be taken for the next answer.
    socket.destroy();
    throw error;
  } finally {
    socket.unref();
  }
}

async function connected({ host, port }: Node): Promise<Socket> {
  const place = `${host}:${port}`;
  const known = sockets.get(place);
  if (known && !known.destroyed) {
    return known;
  }
  const socket = tls.connect({ host, port, servername: isAddress(host) ? undefined : host });
  socket.on("error", () => socket.destroy());
  await once(socket, "secureConnect", { signal: AbortSignal.timeout(PATIENCE) });
  sockets.set(place, socket);
  return socket;
}

const isAddress = (host: string): boolean => /^[\d.]+$/.test(host);

function isWhole(answer: string): boolean {
  const [, size] = /^VALUE \S+ \d+ (\d+)\r\n/.exec(answer) ?? [];
  if (size !== undefined) {
    return answer.length >= answer.indexOf("\r\n") + 2 + Number(size) + "\r\nEND\r\n".length;
  }
  // The list of nodes ends with END, all else is one line.
  return answer.startsWith("CONFIG ") ? answer.endsWith("END\r\n") : answer.endsWith("\r\n");
}
