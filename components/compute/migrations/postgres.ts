/** Migrations of PostgreSQL. Imports nothing of Pulumi: it is bundled into a handler. */
import { Client } from "pg";
import type { ConnectToMigrate } from "./migrate";
import { postgresDialect } from "./statements";

/** Of the advisory lock: any number that nobody else takes. */
const LOCK = 7_239_041_836;
/** Milliseconds to wait for another update's migrations, and for a connection. */
const LOCK_PATIENCE = 120_000;
const CONNECT_PATIENCE = 15_000;

export const connectToPostgres: ConnectToMigrate = async (place) => {
  const { patience, ...server } = place;
  const client = new Client({
    ...server,
    ssl: { rejectUnauthorized: true },
    connectionTimeoutMillis: CONNECT_PATIENCE,
    application_name: "strata-migrations",
  });
  // A broken connection is told to whoever waits for an answer; without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  return {
    dialect: postgresDialect,
    transactional: true,
    async begin() {
      await client.query(`SET lock_timeout = ${Math.min(LOCK_PATIENCE, patience)}`);
      await client.query(`SELECT pg_advisory_lock(${LOCK})`).catch((error: Error) => {
        throw new Error(`another update is running migrations: ${error.message}`);
      });
      await client.query(`SET lock_timeout = 0`);
      await client.query(`SET statement_timeout = ${patience}`);
      await client.query(
        "CREATE TABLE IF NOT EXISTS public.strata_migrations (hash text PRIMARY KEY, " +
          "file text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now())",
      );
    },
    async known() {
      const { rows } = await client.query<{ hash: string }>(
        "SELECT hash FROM public.strata_migrations",
      );
      return rows.map(({ hash }) => hash);
    },
    run: (sql) => client.query(sql),
    remember: (file, hash) =>
      client.query("INSERT INTO public.strata_migrations (hash, file) VALUES ($1, $2)", [
        hash,
        file,
      ]),
    // With the connection goes the lock.
    end: () => client.end(),
  };
};
