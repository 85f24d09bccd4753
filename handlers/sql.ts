/** Statements to PostgreSQL from functions: one connection each, kept between calls, signed in by the role. */
import { Pool } from "pg";
import { signInToken } from "../components/data/sign-in-token";
import { log } from "./log";
import type { Value } from "./value";

/** Milliseconds for a connection, a statement, and an idle connection: RDS's proxy and Lambda keep theirs for longer. */
const CONNECT_PATIENCE = 5_000;
const STATEMENT_PATIENCE = 8_000;
const IDLE = 300_000;
const PAUSE = 200;

/** Where a database is, and as which of its users. */
export interface SqlPlace {
  readonly host: Value;
  readonly port: number;
  readonly database: Value;
  readonly user: string;
}

// Of this environment of the function; one call runs at a time, so one connection is enough.
const pools = new Map<string, Pool>();

/**
 * Runs one statement, and once more where the connection was lost or did not come up: so write only what may
 * run twice. TLS with the server's certificate checked; each connection has a token of its own.
 *
 * @throws Error of PostgreSQL, or of the second try
 * @example
 * const [account] = await query<Account>(place, "SELECT * FROM accounts WHERE user_id = $1", [userId]);
 */
export async function query<Row extends object>(
  place: SqlPlace,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  for (let tried = 1; ; tried++) {
    try {
      const { rows } = await poolOf(place).query<Row & Record<string, unknown>>(statement, [
        ...values,
      ]);
      return rows;
    } catch (error) {
      if (tried === 2 || !isPassing(error)) {
        throw error;
      }
      log("warn", "database asked again", { error });
      await new Promise((resolve) => setTimeout(resolve, PAUSE * (0.5 + Math.random())));
    }
  }
}

function poolOf({ host, port, database, user }: SqlPlace): Pool {
  const key = `${user}@${host.get()}:${port}/${database.get()}`;
  let pool = pools.get(key);
  if (!pool) {
    pool = new Pool({
      ...{ host: host.get(), port, database: database.get(), user },
      password: () => signInToken({ service: "rds-db", host: host.get(), port, user }),
      ssl: { rejectUnauthorized: true },
      max: 1,
      connectionTimeoutMillis: CONNECT_PATIENCE,
      query_timeout: STATEMENT_PATIENCE,
      idleTimeoutMillis: IDLE,
      // Lambda freezes the function between calls; the process need not end for it.
      allowExitOnIdle: true,
    });
    // An idle connection that is closed at the other end: the next statement opens another.
    pool.on("error", (error) => log("info", "idle connection closed", { error }));
    pools.set(key, pool);
  }
  return pool;
}

/** Lost, refused or late: PostgreSQL's classes 08 and 57P, and the network's own. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isPassing(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return (
    /^(08|57P)/.test(code) ||
    ["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT"].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message)
  );
}
