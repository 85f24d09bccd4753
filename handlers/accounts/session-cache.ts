/** Sessions in Valkey: one connection a function, kept between calls, signed in by the role. */
import { createClient } from "@redis/client";
import { signInToken } from "../../components/data/sign-in-token";
import { log } from "../log";
import type { Value } from "../value";

/** Milliseconds for a connection, and for one command. */
const CONNECT_PATIENCE = 2_000;
const COMMAND_PATIENCE = 1_000;

/** Where the cache is, and as which of its users. */
export interface CachePlace {
  readonly host: Value;
  readonly port: number;
  /** Name of the cache, which tokens are made for. */
  readonly name: Value;
  readonly user: Value;
}

const connect = ({ host, port, name, user }: CachePlace) =>
  createClient({
    credentialsProvider: {
      type: "async-credentials-provider",
      // One for each connection: a token is good for 15 minutes.
      credentials: () =>
        Promise.resolve({
          username: user.get(),
          password: signInToken({ service: "elasticache", host: name.get(), user: user.get() }),
        }),
    },
    socket: {
      ...{ host: host.get(), port, tls: true, connectTimeout: CONNECT_PATIENCE },
      // A connection that is lost is opened anew by the next call, not behind its back.
      reconnectStrategy: false,
    },
    commandOptions: { timeout: COMMAND_PATIENCE },
  }).on("error", (error: Error) => log("info", "cache connection closed", { error }));

type Client = ReturnType<typeof connect>;
let kept: Promise<Client> | undefined;

/**
 * Runs commands, and once more where the connection was lost: a cache that fails over is back in seconds. So
 * write only what may run twice.
 *
 * @throws Error of the second try
 */
export async function withCache<Result>(
  place: CachePlace,
  run: (client: Client) => Promise<Result>,
): Promise<Result> {
  try {
    return await run(await opened(place));
  } catch (error) {
    log("warn", "cache asked again", { error });
    await forget();
    return run(await opened(place));
  }
}

async function opened(place: CachePlace): Promise<Client> {
  const client = await (kept ??= connect(place).connect());
  if (client.isReady) {
    return client;
  }
  await forget();
  return (kept = connect(place).connect());
}

async function forget(): Promise<void> {
  const client = await kept?.catch(() => undefined);
  kept = undefined;
  client?.destroy();
}
