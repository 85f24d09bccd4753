/** What can be done with a table, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../component";
import { Access, PolicyStatement } from "../../contracts";

export abstract class AccessibleTable extends Component {
  /** Physical name. */
  abstract readonly name: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  protected abstract readonly hasIndexes: boolean;
  /** The customer's key that encrypts it, where there is one. */
  protected abstract readonly keyArn?: pulumi.Output<string>;

  /** Reads items and queries the table and its indexes. Does not scan. */
  read(): Access {
    const actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
    return this.access([...actions, "dynamodb:ConditionCheckItem"]);
  }

  /** Writes and deletes items. */
  write(): Access {
    const actions = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];
    return this.access([...actions, "dynamodb:BatchWriteItem"]);
  }

  /** Reads the whole table, page by page. Apart from `read()`, because it costs by the table's size. */
  scan(): Access {
    return this.access(["dynamodb:Scan"]);
  }

  private access(actions: string[]): Access {
    const { keyArn } = this;
    const resources = this.hasIndexes
      ? [this.arn, pulumi.interpolate`${this.arn}/index/*`]
      : [this.arn];
    const statements: PolicyStatement[] = [
      { Effect: "Allow", Action: actions, Resource: resources },
      // DynamoDB decrypts for whoever may use the table, also to write.
      ...(keyArn ? [{ Effect: "Allow" as const, Action: "kms:Decrypt", Resource: keyArn }] : []),
    ];
    return { statements };
  }
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
  protected readonly hasIndexes: boolean;
  protected readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingTable", name, opts);
    const { region, accountId } = this.environment;
    this.name = pulumi.output(args.tableName);
    this.arn = args.arn
      ? pulumi.output(args.arn)
      : pulumi.interpolate`arn:aws:dynamodb:${region}:${accountId}:table/${args.tableName}`;
    this.hasIndexes = args.indexes ?? false;
    this.keyArn = args.keyArn === undefined ? undefined : pulumi.output(args.keyArn);
    this.registerOutputs({ name: this.name, arn: this.arn });
  }
}
