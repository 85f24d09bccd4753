/** The handler of migrations: runs what was not run before. Imports nothing of Pulumi. */
import { createHash } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Context } from "aws-lambda";
import { traced } from "../../base/traced";
import { Dialect, Statement, statementsOf } from "./statements";

/** One file, as the function gets it. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
}

export interface MigrationEvent {
  readonly files: readonly MigrationFile[];
}

export interface MigrationResult {
  /** Names of the files that were run now, in order. */
  readonly ran: readonly string[];
  /** How many had been run before. */
  readonly known: number;
}

/** Where the database is, and as whom. */
export interface DatabasePlace {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Milliseconds after which a statement is given up, so that there is time to say which. */
  readonly patience: number;
}

/** A connection to one engine, with what differs between them. */
export interface MigrationConnection {
  readonly dialect: Dialect;
  /** False where the engine commits after each statement that changes the schema. */
  readonly transactional: boolean;
  /** Waits until no other update migrates, and makes the table of versions where it is missing. */
  begin(): Promise<void>;
  /** Hashes of what was run. */
  known(): Promise<string[]>;
  run(sql: string): Promise<unknown>;
  remember(file: string, hash: string): Promise<unknown>;
  end(): Promise<void>;
}

/** Opens a connection, over TLS with the server's certificate checked. */
export type ConnectToMigrate = (place: DatabasePlace) => Promise<MigrationConnection>;

/** Left at the end, to say which statement took too long. */
const RESERVE_MILLISECONDS = 5_000;

/** First line of a file whose statements run one by one, as `CREATE INDEX CONCURRENTLY` must. */
const WITHOUT_TRANSACTION = /^--\s*no transaction\s*$/m;

/** By what a file is known: its content, not its name. */
export const contentHash = (sql: string): string => createHash("sha256").update(sql).digest("hex");

interface Value {
  get(): string;
}

/**
 * The handler of `Migrations`.
 *
 * @param needs where the database is; `secret`: ARN of the secret with `username` and `password`.
 * @param connect opens the connection to the engine.
 */
export function migrate(
  needs: { host: Value; port: number; database: Value; secret: Value },
  connect: ConnectToMigrate,
) {
  return async (
    { files }: MigrationEvent,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<MigrationResult> => {
    // Asked anew: a password that was rotated a minute ago is the one that counts.
    const { SecretString = "{}" } = await traced(new SecretsManagerClient({})).send(
      new GetSecretValueCommand({ SecretId: needs.secret.get() }),
    );
    const { username, password } = JSON.parse(SecretString) as {
      username: string;
      password: string;
    };
    const connection = await connect({
      host: needs.host.get(),
      port: needs.port,
      database: needs.database.get(),
      user: username,
      password,
      patience: Math.max(1_000, context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS),
    });
    try {
      await connection.begin();
      const known = new Set(await connection.known());
      const ran: string[] = [];
      for (const { name, sql } of files) {
        const hash = contentHash(sql);
        if (!known.has(hash)) {
          await runFile(connection, { name, sql }, hash);
          known.add(hash);
          ran.push(name);
          console.info(JSON.stringify({ message: "migration ran", file: name }));
        }
      }
      return { ran, known: files.length - ran.length };
    } finally {
      await connection.end();
    }
  };
}

async function runFile(
  connection: MigrationConnection,
  { name, sql }: MigrationFile,
  hash: string,
): Promise<void> {
  const whole = connection.transactional && !WITHOUT_TRANSACTION.test(sql.split("\n", 1)[0]);
  const statements = statementsOf(sql, connection.dialect);
  if (whole) {
    await connection.run("BEGIN");
  }
  let done = 0;
  try {
    for (const statement of statements) {
      await runStatement(connection, name, statement);
      done++;
    }
    await connection.remember(name, hash);
    if (whole) {
      await connection.run("COMMIT");
    }
  } catch (error) {
    if (whole) {
      // A connection that broke has rolled back by itself.
      await connection.run("ROLLBACK").catch(() => undefined);
      throw error;
    }
    const kept =
      done === 0 ? "" : `\nThe ${done} statements before it stay done: take them out of the file.`;
    throw new Error(`${(error as Error).message}${kept}`);
  }
}

async function runStatement(
  connection: MigrationConnection,
  file: string,
  { text, line }: Statement,
): Promise<void> {
  try {
    await connection.run(text);
  } catch (error) {
    // The update shows it: what failed, where, and why.
    throw new Error(`${file}, line ${line}: ${(error as Error).message}\n${text}`);
  }
}
