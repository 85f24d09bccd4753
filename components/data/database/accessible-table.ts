/** What can be done with a table, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grant, Grants } from "../../base/grants";
import { outputOf } from "../../base/outputs";
import { Component } from "../../component";
import { Access } from "../../contracts";

/** DynamoDB decrypts for whoever may use the table, also to write. */
const key = ["kms:Decrypt"];

export abstract class AccessibleTable extends Component {
  static readonly grants = {
    read: {
      actions: [
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:ConditionCheckItem",
      ],
      key,
    },
    write: {
      actions: [
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
      ],
      key,
    },
    scan: { actions: ["dynamodb:Scan"], key },
    describe: { actions: ["dynamodb:DescribeTable"] },
    changes: {
      actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      key,
    },
    // Of all tables: the action knows no resource (Service Authorization Reference, "Actions for Amazon DynamoDB").
    listStreams: { actions: ["dynamodb:ListStreams"] },
  } satisfies Grants;
  /** Physical name. */
  abstract readonly name: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  /** True where it has indexes, which access then covers. */
  abstract readonly hasIndexes: boolean;
  /** The customer's key that encrypts it, where there is one. */
  abstract readonly keyArn?: pulumi.Output<string>;

  /** Reads items and queries the table and its indexes. Does not scan. */
  read(): Access {
    return this.access(AccessibleTable.grants.read);
  }

  /** Writes and deletes items. */
  write(): Access {
    return this.access(AccessibleTable.grants.write);
  }

  /** Reads the whole table, page by page. Apart from `read()`, because it costs by the table's size. */
  scan(): Access {
    return this.access(AccessibleTable.grants.scan);
  }

  private access(grant: Grant): Access {
    return tableAccess(this, grant);
  }
}

/** A table, or its copy in another region. */
interface TablePlace {
  readonly arn: pulumi.Output<string>;
  readonly hasIndexes: boolean;
  readonly keyArn?: pulumi.Output<string>;
}

/** What can be done with the copy of a table in another region. */
export type TableReplica = Pick<AccessibleTable, "read" | "write" | "scan">;

/** The same grants, for a copy: its own ARN, and the key of its region. */
export function tableReplica(place: TablePlace): TableReplica {
  const { read, write, scan } = AccessibleTable.grants;
  return {
    read: () => tableAccess(place, read),
    write: () => tableAccess(place, write),
    scan: () => tableAccess(place, scan),
  };
}

function tableAccess({ arn, keyArn, hasIndexes }: TablePlace, grant: Grant): Access {
  const all = hasIndexes ? [arn, pulumi.interpolate`${arn}/index/*`] : arn;
  return accessTo({ arn: all, keyArn }, grant);
}

export interface ExistingTableArgs {
  /** Physical name. */
  tableName: pulumi.Input<string>;
  /** ARN, for a table of another account or region. Default: that of this account and region. */
  arn?: pulumi.Input<string>;
  /** True where it has indexes, which access then covers. Default: false. */
  indexes?: boolean;
  /** ARN of the customer's key that encrypts it. Default: none. */
  keyArn?: pulumi.Input<string>;
}

/**
 * A table that others made. Made by `Table.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const customers = Table.existing("customers", { tableName: "customers-prod" });
 * new LambdaFunction("greet", handler, { access: [customers.read()] });
 */
export class ExistingTable extends AccessibleTable {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly hasIndexes: boolean;
  readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingTable", name, args, opts);
    const { region, accountId } = this.environment;
    this.name = pulumi.output(args.tableName);
    this.arn = args.arn
      ? pulumi.output(args.arn)
      : pulumi.interpolate`arn:aws:dynamodb:${region}:${accountId}:table/${args.tableName}`;
    this.hasIndexes = args.indexes ?? false;
    this.keyArn = outputOf(args.keyArn);
  }
}
