/** What can be done with a warehouse, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, allOf, Grants } from "../../base/grants";
import { outputOf } from "../../base/outputs";
import { secretGrants } from "../../base/secret-grants";
import { Component } from "../../component";
import { Access, Connectable, WorkflowTask } from "../../contracts";
import { outcomeOfStatements, runStatements } from "../../wiring/warehouse-statements";

/** What Redshift listens on unless told otherwise. */
export const WAREHOUSE_PORT = 5439;
/** "BatchExecuteStatement", Redshift Data API reference. */
const MOST_STATEMENTS = 40;

export abstract class AccessibleWarehouse extends Component implements Connectable {
  static readonly grants = {
    connect: { actions: ["redshift-serverless:GetCredentials"] },
    query: {
      actions: ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
    },
    // Statements have no ARN; Redshift shows a role its own alone ("Authorizing access to the Data API", management guide).
    followQueries: {
      actions: [
        "redshift-data:DescribeStatement",
        "redshift-data:GetStatementResult",
        "redshift-data:CancelStatement",
      ],
    },
  } satisfies Grants;
  abstract readonly workgroupName: pulumi.Output<string>;
  abstract readonly workgroupArn: pulumi.Output<string>;
  /** Address inside the VPC, without port. */
  abstract readonly host: pulumi.Output<string>;
  abstract readonly port: number;
  /** Name of the database that was made in it. */
  abstract readonly databaseName: string;
  abstract readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the secret with the administrator's `username` and `password`, where it is known. */
  abstract readonly administratorSecretArn?: pulumi.Output<string>;
  /** The customer's key of that secret, where there is one. */
  abstract readonly secretKeyArn?: pulumi.Output<string>;

  get connectionName(): string {
    return this.logicalName;
  }

  /**
   * Connects inside the VPC over TLS, with credentials that `GetCredentials` gives for some minutes: the user
   * of the database is named after the role, `IAMR:<role>`, and may do what it was granted there.
   */
  connect(): Access {
    const connection = { to: this, port: this.port };
    return accessTo({ arn: this.workgroupArn, connection }, AccessibleWarehouse.grants.connect);
  }

  /** Runs statements through the Data API, which needs no VPC, as the role's own user of the database. */
  query(): Access {
    const credentials = accessTo({ arn: this.workgroupArn }, AccessibleWarehouse.grants.connect);
    return allOf(credentials, this.#statements());
  }

  /**
   * Reads the administrator's password, and connects or runs statements with it: to grant, and to load.
   *
   * @throws pulumi.RunError for an existing warehouse without `administratorSecretArn`
   */
  administer(): Access {
    const connection = { to: this, port: this.port };
    const secret = { arn: this.#secret(), keyArn: this.secretKeyArn, connection };
    return allOf(accessTo(secret, secretGrants.read), this.#statements());
  }

  /**
   * Runs SQL in a workflow's state, one statement after the other in one transaction, as the administrator.
   * The state ends once they are handed over; `statementOutcome()` in a later one says what came of them.
   *
   * @param sql texts, or expressions such as `{% "DELETE FROM visits WHERE day = '" & $day & "'" %}`
   * @throws pulumi.RunError for none or more than 40, or an existing warehouse without `administratorSecretArn`
   */
  statements(sql: readonly pulumi.Input<string>[]): WorkflowTask {
    if (sql.length < 1 || sql.length > MOST_STATEMENTS) {
      const allowed = `1 to ${MOST_STATEMENTS} statements`;
      throw this.refuse("sql", sql.length, allowed, "spread them over several states");
    }
    return runStatements({
      workgroupName: this.workgroupName,
      databaseName: this.databaseName,
      secretArn: this.#secret(),
      access: this.administer(),
      sql,
    });
  }

  /**
   * Asks in a workflow's state what became of statements: `Status` is `FINISHED`, `FAILED`, `ABORTED` or
   * one of those on the way, `Error` the reason.
   *
   * @param id an expression of the `Id` that `statements()` gave. Default: that of the state's input
   */
  statementOutcome(id = "{% $states.input.Id %}"): WorkflowTask {
    return outcomeOfStatements(id, this.#followed());
  }

  #statements(): Access {
    const run = accessTo({ arn: this.workgroupArn }, AccessibleWarehouse.grants.query);
    return allOf(run, this.#followed());
  }

  #followed(): Access {
    return accessTo({ arn: "*" }, AccessibleWarehouse.grants.followQueries);
  }

  #secret(): pulumi.Output<string> {
    const { administratorSecretArn: arn } = this;
    if (arn === undefined) {
      const fix = "give administratorSecretArn to existing()";
      throw this.refuse("administratorSecretArn", arn, "the ARN of a secret", fix);
    }
    return arn;
  }
}

export interface ExistingWarehouseArgs {
  workgroupName: pulumi.Input<string>;
  workgroupArn: pulumi.Input<string>;
  /** Address inside the VPC, without port. */
  host: pulumi.Input<string>;
  /** Port that it listens on. Default: 5439. */
  port?: number;
  /** Name of the database. Default: `dev`, which Redshift makes. */
  databaseName?: string;
  /** The security group in front of it. */
  securityGroupId: pulumi.Input<string>;
  /** ARN of the secret with the administrator's password, for `administer()`. Default: none. */
  administratorSecretArn?: pulumi.Input<string>;
  /** ARN of the customer's key that encrypts that secret. Default: none. */
  secretKeyArn?: pulumi.Input<string>;
}

/**
 * A workgroup of Redshift Serverless that others made. Made by `Warehouse.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const reports = Warehouse.existing("reports", {
 *   workgroupName: "reports",
 *   workgroupArn: "arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/01234567-89ab-cdef-0123-456789abcdef",
 *   host: "reports.123456789012.eu-west-1.redshift-serverless.amazonaws.com",
 *   securityGroupId: "sg-0123456789abcdef0",
 * });
 * reports.query();
 */
export class ExistingWarehouse extends AccessibleWarehouse {
  readonly workgroupName: pulumi.Output<string>;
  readonly workgroupArn: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port: number;
  readonly databaseName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly administratorSecretArn?: pulumi.Output<string>;
  readonly secretKeyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingWarehouseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingWarehouse", name, args, opts);
    this.workgroupName = pulumi.output(args.workgroupName);
    this.workgroupArn = pulumi.output(args.workgroupArn);
    this.host = pulumi.output(args.host);
    this.port = args.port ?? WAREHOUSE_PORT;
    this.databaseName = args.databaseName ?? "dev";
    this.securityGroupId = pulumi.output(args.securityGroupId);
    this.administratorSecretArn = outputOf(args.administratorSecretArn);
    this.secretKeyArn = outputOf(args.secretKeyArn);
  }
}
