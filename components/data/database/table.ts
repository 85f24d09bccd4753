/** A DynamoDB table. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transform } from "../../component";
import { Access, PolicyStatement } from "../../contracts";

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
export class Table extends Component {
  /** Physical name. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  private readonly hasIndexes: boolean;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Table", name, opts);
    const { disposable = false, indexes = {} } = args;
    const key = this.environment.keyArn("data");
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

  /** Reads items and queries the table and its indexes. Does not scan. */
  read(): Access {
    const actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
    return this.access([...actions, "dynamodb:ConditionCheckItem"], ["kms:Decrypt"]);
  }

  /** Writes and deletes items. */
  write(): Access {
    const actions = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];
    return this.access([...actions, "dynamodb:BatchWriteItem"], ["kms:Decrypt"]);
  }

  /** Reads the whole table, page by page. Apart from `read()`, because it costs by the table's size. */
  scan(): Access {
    return this.access(["dynamodb:Scan"], ["kms:Decrypt"]);
  }

  private access(actions: string[], keyActions: string[]): Access {
    const key = this.environment.keyArn("data");
    const resources = this.hasIndexes
      ? [this.arn, pulumi.interpolate`${this.arn}/index/*`]
      : [this.arn];
    const statements: PolicyStatement[] = [
      { Effect: "Allow", Action: actions, Resource: resources },
      ...(key ? [{ Effect: "Allow" as const, Action: keyActions, Resource: key }] : []),
    ];
    return { statements };
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
