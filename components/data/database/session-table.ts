/** A DynamoDB table of sessions. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allOf } from "../../base/grants";
import { existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed } from "../../contracts";
import { AccessibleTable, ExistingTable } from "./accessible-table";
import { tableAlarms } from "./table-alarms";

export interface SessionTableArgs {
  /** True to let the table go with its stack: everyone has to sign in again. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the table. */
  transform?: Transforms<{ table: aws.dynamodb.TableArgs }>;
}

/**
 * A table of sessions: an item for each, by `sessionId`, which DynamoDB deletes within days after the
 * second in `expiresAt`. Until then it can still be read, so whoever reads one compares `expiresAt` with
 * the time. Take `Valkey` for answers within a millisecond, this for no servers, no VPC and no idle cost.
 *
 * Creates: 1 table, paid by request. Costs nothing while empty.
 *
 * @example
 * const sessions = new SessionTable("sessions");
 * new LambdaFunction("sign-in", handler, { access: [sessions.use()] });
 */
export class SessionTable extends AccessibleTable implements Alarmed {
  /** Gives a table that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingTable);
  /** Physical name. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly hasIndexes = false;
  readonly keyArn?: pulumi.Output<string>;
  /** Attribute that a session is found by, a string. */
  readonly keyAttribute = "sessionId";
  /** Attribute with the second since 1970 after which a session is over. */
  readonly expiryAttribute = "expiresAt";
  readonly nodes: { readonly table: aws.dynamodb.Table };

  constructor(name: string, args: SessionTableArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:SessionTable", name, args, opts);
    const { disposable = false } = args;
    const key = this.environment.keyArn("data");
    const table = this.child(
      aws.dynamodb.Table,
      main,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: this.keyAttribute,
        attributes: [{ name: this.keyAttribute, type: "S" }],
        ttl: { attributeName: this.expiryAttribute, enabled: true },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: this.environment.production && !disposable,
        serverSideEncryption: { enabled: key !== undefined, kmsKeyArn: key },
      },
      this.keep(disposable),
    );
    this.name = table.name;
    this.arn = table.arn;
    this.keyArn = key;
    this.nodes = { table };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return tableAlarms(this.name);
  }

  /** Reads, writes and ends sessions. */
  use(): Access {
    return allOf(this.read(), this.write());
  }
}
