/** SQL files that are run once, by a function beside the database. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../../component";
import { SqlDatabase, VirtualNetwork } from "../../contracts";
import { LambdaFunction } from "../lambda/lambda-function";
import { contentHash, migrate } from "./migrate";
import { migrationFiles } from "./migration-files";
import { connectToPostgres } from "./postgres";

/** What Lambda gives at most. */
const LONGEST_SECONDS = 900;
/** Where Lambda's Node.js has the authorities that RDS signs with ("Node.js runtimes", Lambda guide). */
const AUTHORITIES = "/var/runtime/ca-cert.pem";

export interface MigrationsArgs {
  /** The VPC that the database stands in. */
  network: VirtualNetwork;
  /** The database: a `Database` or `Aurora` of PostgreSQL. */
  database: SqlDatabase;
  /** Name of the database within it. Default: that which it was made with. */
  databaseName?: pulumi.Input<string>;
  /** Folder with the SQL files, which run in the order of their names; starts at the folder of Pulumi.yaml. */
  folder: string;
  /** Longest run of all files together, in seconds. Default: 900. Limit: 1 to 900. */
  timeout?: number;
  /** Changes the arguments of the children. */
  transform?: Transforms<{ invocation: aws.lambda.InvocationArgs }>;
}

/**
 * Brings the schema of a database to where the program's SQL files want it, while deploying and before what
 * depends on it. A file runs once for each content: a new one is run, a changed one is run again, a renamed
 * one is not. Each is one transaction, unless its first line is `-- no transaction`. A file that fails stops
 * the update and shows the statement; those before it stay. Two updates at the same time wait for each other.
 *
 * The function signs in with the administrator's secret, so it needs a way to Secrets Manager: an interface
 * endpoint `secretsmanager` of the network, or its egress. What was run stands in the table
 * `strata_migrations`. There is no way back: write a file that undoes another.
 *
 * Creates: a function in the VPC with role, log group and security group, and an invocation of it, which is
 * repeated when the files change and for no other reason. Costs nothing when idle.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"], interfaceEndpoints: ["secretsmanager"] });
 * const accounts = new Aurora("accounts", { network, engine: "postgres" });
 * const schema = new Migrations("accounts-schema", { network, database: accounts, folder: "handlers/accounts/schema" });
 * const databaseName = schema.before(accounts.databaseName); // for handlers: there once the files were run
 */
export class Migrations extends Component {
  /** What the last run did, as JSON: `{ "ran": ["001-users.sql"], "known": 0 }`. */
  readonly result: pulumi.Output<string>;
  /** For `dependsOn` of what needs the schema. */
  readonly ready: readonly pulumi.Resource[];
  readonly nodes: { readonly invocation: aws.lambda.Invocation };

  /** @throws pulumi.RunError for a folder without SQL files, another engine, and a network without a way to the secret. */
  constructor(name: string, args: MigrationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Migrations", name, args, opts);
    const { refuse } = this;
    const { database } = args;
    if (database.engine !== "postgres") {
      const fix = "run the files of MySQL by a job of your own, or take PostgreSQL";
      throw refuse("database", database.engine, "postgres", fix);
    }
    const files = migrationFiles(args.folder, refuse);
    const secret = database.administratorSecretArn;
    if (!secret) {
      const fix = "give administratorSecretArn to existing()";
      throw refuse("database", "one without administratorSecretArn", "one with the secret", fix);
    }
    const migrator = new LambdaFunction(
      name,
      migrate(
        {
          host: database.directHost,
          port: database.port,
          database: pulumi.output(this.#databaseName(args)),
          secret,
        },
        connectToPostgres,
      ),
      {
        description: `Migrations of ${database.connectionName}`,
        access: [database.administer()],
        vpc: { network: args.network, egress: this.#egress(args.network) },
        environment: { NODE_EXTRA_CA_CERTS: AUTHORITIES },
        timeout: args.timeout ?? LONGEST_SECONDS,
        // A second run of the same call, after the first one failed on the way back, finds nothing to do.
        maximumRetryAttempts: 0,
      },
      { parent: this },
    );
    const event = JSON.stringify({ files });
    const invocation = this.child(
      aws.lambda.Invocation,
      main,
      {
        functionName: migrator.functionName,
        input: event,
        triggers: { files: contentHash(event) },
      },
      { dependsOn: [...migrator.ready, ...database.ready] },
    );
    this.result = invocation.result;
    this.ready = [invocation];
    this.nodes = { invocation };
  }

  /**
   * The same value, which is there only once the files were run: whatever takes it is made after them.
   *
   * @example
   * const accounts = new Aurora("accounts", { network, engine: "postgres" });
   * const schema = new Migrations("schema", { network, database: accounts, folder: "schema" });
   * const database = schema.before(accounts.databaseName);
   * new LambdaFunction("sign-in", async () => `signed in at ${database.get()}`);
   */
  before(value: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.all([value, this.nodes.invocation.urn]).apply(([given]) => given);
  }

  #databaseName({ databaseName, database }: MigrationsArgs): pulumi.Input<string> {
    const name = databaseName ?? database.databaseName;
    if (name === undefined) {
      const fix = "say which one: databaseName";
      throw this.refuse("databaseName", name, "a name, with a database that others made", fix);
    }
    return name;
  }

  #egress({ interfaceEndpoints, egress, connectionName }: VirtualNetwork): boolean {
    if (interfaceEndpoints.includes("secretsmanager")) {
      return false;
    }
    if (egress.mode === "none") {
      throw this.refuse(
        "network",
        `${connectionName}, without egress`,
        "one with a way to Secrets Manager, where the administrator's password is",
        'give it interfaceEndpoints: ["secretsmanager"], or an egress mode',
      );
    }
    return true;
  }
}
