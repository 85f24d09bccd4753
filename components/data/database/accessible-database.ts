/** What can be done with a relational database, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grants } from "../../base/grants";
import { outputOf, whenMade } from "../../base/outputs";
import { Component } from "../../component";
import { Access, SqlDatabase } from "../../contracts";
import { secretGrants } from "../../base/secret-grants";
import { databaseEngines, DatabaseEngine } from "./database-engine";

export abstract class AccessibleDatabase extends Component implements SqlDatabase {
  static readonly grants = {
    connect: { actions: ["rds-db:connect"] },
  } satisfies Grants;
  abstract readonly arn: pulumi.Output<string>;
  /** Address that takes writes. */
  abstract readonly host: pulumi.Output<string>;
  /** The same without the proxy, where there is one: for migrations. */
  abstract readonly directHost: pulumi.Output<string>;
  abstract readonly engine: DatabaseEngine;
  abstract readonly port: number;
  /** Name of the database that was made in it, where it is known. */
  abstract readonly databaseName?: string;
  /** What must stand before anybody can connect. */
  abstract readonly ready: readonly pulumi.Resource[];
  abstract readonly securityGroupId: pulumi.Output<string>;
  /** Id by which IAM knows the database, such as `db-ABC...` or `cluster-ABC...`. */
  abstract readonly resourceId: pulumi.Output<string>;
  /** ARN of the secret with the administrator's `username` and `password`, where it is known. */
  abstract readonly administratorSecretArn?: pulumi.Output<string>;
  /** The customer's key of that secret, where there is one. */
  abstract readonly secretKeyArn?: pulumi.Output<string>;

  get connectionName(): string {
    return this.logicalName;
  }

  /**
   * Connects, and signs in as one user of the database by the role alone: a handler makes the token with
   * `signInToken` of `components/data/sign-in-token`. A migration makes the user: in PostgreSQL
   * `CREATE USER app; GRANT rds_iam TO app`, in MySQL
   * `CREATE USER app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'`.
   *
   * @param user name of the user in the database. Default: `app`
   */
  connect(user = "app"): Access {
    const connection = { to: this, port: this.port };
    const arn = databaseUserArn(this.arn, this.resourceId, user);
    return accessTo({ arn, connection }, AccessibleDatabase.grants.connect);
  }

  /**
   * Connects, and reads the administrator's password: for migrations, and for nothing else.
   *
   * @throws pulumi.RunError for an existing database without `administratorSecretArn`
   */
  administer(): Access {
    const { administratorSecretArn: arn, secretKeyArn: keyArn } = this;
    if (arn === undefined) {
      const fix = "give administratorSecretArn to existing()";
      throw this.refuse("administratorSecretArn", arn, "the ARN of a secret", fix);
    }
    const connection = { to: this, port: this.port };
    return accessTo({ arn, keyArn, connection }, secretGrants.read);
  }
}

/** One user of one database, in the place that the database's own ARN says. */
export function databaseUserArn(
  database: pulumi.Output<string>,
  resourceId: pulumi.Output<string>,
  user: string,
): pulumi.Output<string> {
  const place = whenMade(database, (arn) => {
    const [, partition, , region, account] = arn.split(":");
    return `arn:${partition}:rds-db:${region}:${account}`;
  });
  return pulumi.interpolate`${place}:dbuser:${resourceId}/${user}`;
}

export interface ExistingDatabaseArgs {
  /** ARN of the instance or cluster. */
  arn: pulumi.Input<string>;
  /** Which engine it is. */
  engine: DatabaseEngine;
  /** Address that takes writes, without port. */
  host: pulumi.Input<string>;
  /** Port that it listens on. Default: 5432 for PostgreSQL, 3306 for MySQL. */
  port?: number;
  /** Name of the database within it, for migrations. Default: none is known. */
  databaseName?: string;
  /** The security group in front of it. */
  securityGroupId: pulumi.Input<string>;
  /** Id by which IAM knows it: `DbiResourceId` or `DbClusterResourceId`; of a proxy the `prx-...` of its ARN. */
  resourceId: pulumi.Input<string>;
  /** ARN of the secret with the administrator's password, for `administer()`. Default: none. */
  administratorSecretArn?: pulumi.Input<string>;
  /** ARN of the customer's key that encrypts that secret. Default: none. */
  secretKeyArn?: pulumi.Input<string>;
}

/**
 * A database that others made. Made by `Database.existing()` and `Aurora.existing()`. Creates nothing,
 * costs nothing.
 *
 * @example
 * const orders = Database.existing("orders", {
 *   arn: "arn:aws:rds:eu-west-1:123456789012:db:orders",
 *   engine: "postgres",
 *   host: "orders.abc123.eu-west-1.rds.amazonaws.com",
 *   securityGroupId: "sg-0123456789abcdef0",
 *   resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
 * });
 * orders.connect("reports");
 */
export class ExistingDatabase extends AccessibleDatabase {
  readonly arn: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly directHost: pulumi.Output<string>;
  readonly engine: DatabaseEngine;
  readonly port: number;
  readonly databaseName?: string;
  readonly ready: readonly pulumi.Resource[] = [];
  readonly securityGroupId: pulumi.Output<string>;
  readonly resourceId: pulumi.Output<string>;
  readonly administratorSecretArn?: pulumi.Output<string>;
  readonly secretKeyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingDatabase", name, args, opts);
    this.arn = pulumi.output(args.arn);
    this.host = pulumi.output(args.host);
    this.directHost = this.host;
    this.engine = args.engine;
    this.databaseName = args.databaseName;
    this.port = args.port ?? databaseEngines[args.engine].port;
    this.securityGroupId = pulumi.output(args.securityGroupId);
    this.resourceId = pulumi.output(args.resourceId);
    this.administratorSecretArn = outputOf(args.administratorSecretArn);
    this.secretKeyArn = outputOf(args.secretKeyArn);
  }
}
