/** A DynamoDB table. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { main, Transform } from "../../component";
import { AccessibleTable, ExistingTable, ExistingTableArgs } from "./accessible-table";

/** Types a key can have: string, number, binary. */
export const attributeTypes = ["S", "N", "B"] as const;
export type AttributeType = (typeof attributeTypes)[number];

export interface TableIndexArgs {
  /** Attribute to partition by. */
  hashKey: string;
  /** Attribute to sort by within a partition. Default: none. */
  rangeKey?: string;
  /** What a query of the index can read. Default: `ALL` attributes. */
  projectionType?: "ALL" | "KEYS_ONLY" | "INCLUDE";
  /** The further attributes with `projectionType: "INCLUDE"`. */
  nonKeyAttributes?: string[];
}

export interface TableArgs {
  /** Attribute to partition by. Cannot be changed later. */
  hashKey: string;
  /** Attribute to sort by within a partition. Default: none. Cannot be changed later. */
  rangeKey?: string;
  /** Types of key attributes that are not strings. Default: `S` for every key. */
  attributes?: Record<string, AttributeType>;
  /** Further ways to query, by name. Limit: 20. */
  indexes?: Record<string, TableIndexArgs>;
  /** Attribute that holds the second since 1970 after which an item may be deleted. Default: none. */
  expiresAt?: string;
  /** True to let the table go with its stack, items and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the table. */
  transform?: { table?: Transform<aws.dynamodb.TableArgs> };
}

/**
 * A table that is paid by request, encrypted, and can be restored to any second of the last 35 days.
 * Protected and retained unless disposable; in production AWS refuses to delete it, too.
 *
 * Creates: 1 table. Costs nothing while empty.
 *
 * @example
 * const photos = new Table("photos", { hashKey: "userId", rangeKey: "photoId" });
 * new LambdaFunction("list-photos", handler, { access: [photos.read()] });
 */
export class Table extends AccessibleTable {
  /** Physical name. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  protected readonly hasIndexes: boolean;
  protected readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Table", name, opts);
    const { disposable = false, indexes = {} } = args;
    this.keyArn = this.environment.keyArn("data");
    const key = this.keyArn;
    const table = this.child(
      aws.dynamodb.Table,
      main,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: args.hashKey,
        rangeKey: args.rangeKey,
        attributes: keyAttributes(args),
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: this.environment.production && !disposable,
        ...(key ? { serverSideEncryption: { enabled: true, kmsKeyArn: key } } : {}),
        ...(args.expiresAt ? { ttl: { attributeName: args.expiresAt, enabled: true } } : {}),
        ...(Object.keys(indexes).length > 0
          ? { globalSecondaryIndexes: globalSecondaryIndexes(indexes) }
          : {}),
      },
      args.transform?.table,
      this.keep(disposable),
    );
    this.name = table.name;
    this.arn = table.arn;
    this.hasIndexes = Object.keys(indexes).length > 0;
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  /** Gives a table that is there already the same methods. Nothing is made or changed. */
  static existing(
    name: string,
    args: ExistingTableArgs,
    opts?: pulumi.ComponentResourceOptions,
  ): AccessibleTable {
    return new ExistingTable(name, args, opts);
  }
}

/** DynamoDB wants exactly the attributes that are keys. */
function keyAttributes(args: TableArgs): aws.types.input.dynamodb.TableAttribute[] {
  const keys = [args, ...Object.values(args.indexes ?? {})].flatMap(({ hashKey, rangeKey }) =>
    rangeKey ? [hashKey, rangeKey] : [hashKey],
  );
  return [...new Set(keys)].sort().map((name) => ({ name, type: args.attributes?.[name] ?? "S" }));
}

function globalSecondaryIndexes(
  indexes: Record<string, TableIndexArgs>,
): aws.types.input.dynamodb.TableGlobalSecondaryIndex[] {
  return Object.keys(indexes)
    .sort()
    .map((name) => ({
      name,
      hashKey: indexes[name].hashKey,
      rangeKey: indexes[name].rangeKey,
      projectionType: indexes[name].projectionType ?? "ALL",
      ...(indexes[name].nonKeyAttributes
        ? { nonKeyAttributes: indexes[name].nonKeyAttributes }
        : {}),
    }));
}
