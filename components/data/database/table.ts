/** A DynamoDB table. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type {
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  KinesisStreamStateResponse,
} from "aws-lambda";
import { whenMade } from "../../base/outputs";
import { accessTo, allOf } from "../../base/grants";
import { existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed, Destination, Trigger } from "../../contracts";
import { failedBatches, FailedBatchChildren, TumblingWindow } from "../../wiring/stream-reader";
import { AccessibleTable, ExistingTable, tableReplica, TableReplica } from "./accessible-table";
import {
  refuseCapacity,
  scaledArguments,
  scaleTable,
  TableCapacityArgs,
  TableScalingChildren,
} from "./table-capacity";
import { ChangesArgs, StreamViewType, tableChanges, WindowOfChanges } from "./table-changes";
import { tableReplicas } from "./table-replicas";
import { tableAlarms } from "./table-alarms";

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

/** An index that shares the table's partitions: its items are read as they were written a moment ago. */
export interface LocalIndexArgs extends Omit<TableIndexArgs, "hashKey" | "rangeKey"> {
  /** Attribute to sort by within a partition of the table. */
  rangeKey: string;
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
  /** Further ways to sort within a partition, by name. Needs `rangeKey`. Cannot be changed later: another one makes another table. Limit: 5. */
  localIndexes?: Record<string, LocalIndexArgs>;
  /**
   * Units of reading and writing that are paid by the hour and follow the load. For loads that are steady;
   * half an hour of silence costs more than requests. Not with `indexes`, whose units could not be left
   * alone one by one. Default: paid by request.
   */
  capacity?: TableCapacityArgs;
  /**
   * Other regions with a copy that can be read and written, such as `us-east-1`. Needs `stream` of
   * `NEW_AND_OLD_IMAGES`, by which the copies are kept. Default: none.
   */
  replicas?: readonly string[];
  /**
   * Attribute that holds the second since 1970 after which an item may be deleted. To stop it, AWS wants
   * the attribute's name once more: `{ attribute: "gone", enabled: false }`; to take another attribute,
   * stop it first, and wait an hour. Default: none.
   */
  expiresAt?: string | { attribute: string; enabled: boolean };
  /** Keeps every change for a day, for `changes()`: what each tells. Default: none. Another view makes another stream, whose readers begin again. */
  stream?: StreamViewType;
  /** True to let the table go with its stack, items and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      table: aws.dynamodb.TableArgs;
      mapping: aws.lambda.EventSourceMappingArgs;
    } & FailedBatchChildren &
      TableScalingChildren
  >;
}

/**
 * A table that is paid by request, encrypted, and can be restored to any second of the last 35 days.
 * Protected and retained unless disposable; in production AWS refuses to delete it, too.
 *
 * Creates: 1 table; with `capacity` 2 targets of scaling with their policies; once its changes are read, 1 mapping a function, and 1 queue with its policy for
 * what failed. Costs nothing while empty.
 *
 * @example
 * const photos = new Table("photos", { hashKey: "userId", rangeKey: "photoId" });
 * new LambdaFunction("list-photos", handler, { access: [photos.read()] });
 */
export class Table extends AccessibleTable implements Alarmed {
  /** Gives a table that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingTable);
  /** Physical name. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly hasIndexes: boolean;
  readonly keyArn?: pulumi.Output<string>;
  /** The stream of changes, where there is one. */
  readonly streamArn?: pulumi.Output<string>;
  readonly nodes: { readonly table: aws.dynamodb.Table };
  readonly #replicas: readonly string[];
  readonly #view?: StreamViewType;
  readonly #failures: () => Destination;

  alarmDefinitions(): readonly AlarmDefinition[] {
    return tableAlarms(this.name);
  }

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Table", name, args, opts);
    const { disposable = false, indexes = {}, localIndexes = {}, capacity } = args;
    this.#refuseContradictions(args);
    this.keyArn = this.environment.keyArn("data");
    const key = this.keyArn;
    const table = this.child(
      aws.dynamodb.Table,
      main,
      {
        billingMode: capacity ? "PROVISIONED" : "PAY_PER_REQUEST",
        readCapacity: capacity?.read.min,
        writeCapacity: capacity?.write.min,
        hashKey: args.hashKey,
        rangeKey: args.rangeKey,
        attributes: keyAttributes(args),
        streamEnabled: args.stream !== undefined,
        streamViewType: args.stream,
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: this.environment.production && !disposable,
        // Off is said as well: the provider reads an absent block as "keep what is there".
        serverSideEncryption: { enabled: key !== undefined, kmsKeyArn: key },
        ttl: timeToLive(args.expiresAt),
        globalSecondaryIndexes: globalSecondaryIndexes(indexes),
        ...(Object.keys(localIndexes).length > 0
          ? { localSecondaryIndexes: localSecondaryIndexes(localIndexes) }
          : {}),
        replicas: tableReplicas({
          regions: args.replicas ?? [],
          environment: this.environment,
          disposable,
          refuse: this.refuse,
        }),
      },
      { ...this.keep(disposable), ignoreChanges: capacity ? scaledArguments : [] },
    );
    if (capacity) {
      scaleTable(capacity, table, this.child);
    }
    this.name = table.name;
    this.arn = table.arn;
    this.nodes = { table };
    this.hasIndexes = Object.keys({ ...indexes, ...localIndexes }).length > 0;
    this.streamArn = args.stream ? table.streamArn : undefined;
    this.#replicas = args.replicas ?? [];
    this.#view = args.stream;
    this.#failures = failedBatches(this, this.child);
  }

  #refuseContradictions({
    capacity,
    indexes,
    replicas = [],
    stream,
    localIndexes,
  }: TableArgs): void {
    if (capacity) {
      refuseCapacity(capacity, this.refuse);
      if (Object.keys(indexes ?? {}).length > 0) {
        const fix = "remove capacity, to pay table and indexes by request";
        throw this.refuse("capacity", capacity, "none on a table with indexes", fix);
      }
    }
    if (replicas.length > 0 && stream !== "NEW_AND_OLD_IMAGES") {
      const allowed = "NEW_AND_OLD_IMAGES with replicas, which are kept by it";
      throw this.refuse("stream", stream, allowed, 'set stream: "NEW_AND_OLD_IMAGES"');
    }
    const both = Object.keys(localIndexes ?? {}).find((name) => name in (indexes ?? {}));
    if (both !== undefined) {
      throw this.refuse("localIndexes", both, "names that no other index has", "rename one");
    }
  }

  /**
   * The copy in another region, for functions there: `table.replica("us-east-1").read()`. Access to the
   * table itself does not cover it.
   *
   * @throws pulumi.RunError for a region without a copy
   */
  replica(region: string): TableReplica {
    if (!this.#replicas.includes(region)) {
      const allowed = `one of replicas: ${this.#replicas.join(", ") || "the table has none"}`;
      throw this.refuse("replica", region, allowed, "add the region to replicas");
    }
    const arn = whenMade(this.arn, (own) => {
      const parts = own.split(":");
      return [...parts.slice(0, 3), region, ...parts.slice(4)].join(":");
    });
    const keyArn = this.environment.keyArn("data", region);
    return tableReplica({ arn, keyArn, hasIndexes: this.hasIndexes });
  }

  /** Reads the stream of changes. */
  readChanges(): Access {
    const { changes, listStreams } = AccessibleTable.grants;
    const { streamArn = this.nodes.table.streamArn, keyArn } = this;
    return allOf(
      accessTo({ arn: streamArn, keyArn }, changes),
      accessTo({ arn: "*" }, listStreams),
    );
  }

  /**
   * Runs a function for what changes in the table: `on: table.changes()`. Needs `stream` among the
   * table's arguments. The function answers with the changes that failed.
   *
   * @throws pulumi.RunError for a table without `stream`, or whose stream lacks what a filter looks at
   */
  changes(args: ChangesArgs & TumblingWindow): Trigger<WindowOfChanges, KinesisStreamStateResponse>;
  changes(args?: ChangesArgs): Trigger<DynamoDBStreamEvent, DynamoDBBatchResponse>;
  changes(args: ChangesArgs & Partial<TumblingWindow> = {}): Trigger<DynamoDBStreamEvent, never> {
    return tableChanges(
      {
        view: this.#view,
        arn: this.nodes.table.streamArn,
        read: this.readChanges(),
        of: this,
        child: this.child,
        refuse: this.refuse,
        failures: this.#failures,
      },
      args,
    );
  }
}

/** Without a name AWS refuses to switch off what was on: an error, where silence would go on deleting. */
function timeToLive(expiresAt: TableArgs["expiresAt"]): aws.types.input.dynamodb.TableTtl {
  if (expiresAt === undefined) {
    return { enabled: false };
  }
  return typeof expiresAt === "string"
    ? { attributeName: expiresAt, enabled: true }
    : { attributeName: expiresAt.attribute, enabled: expiresAt.enabled };
}

/** DynamoDB wants exactly the attributes that are keys. */
function keyAttributes(args: TableArgs): aws.types.input.dynamodb.TableAttribute[] {
  const all: { hashKey?: string; rangeKey?: string }[] = [
    args,
    ...Object.values(args.indexes ?? {}),
    ...Object.values(args.localIndexes ?? {}),
  ];
  const keys = all.flatMap(({ hashKey, rangeKey }) => [hashKey ?? [], rangeKey ?? []].flat());
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

function localSecondaryIndexes(
  indexes: Record<string, LocalIndexArgs>,
): aws.types.input.dynamodb.TableLocalSecondaryIndex[] {
  return Object.keys(indexes)
    .sort()
    .map((name) => ({
      name,
      rangeKey: indexes[name].rangeKey,
      projectionType: indexes[name].projectionType ?? "ALL",
      nonKeyAttributes: indexes[name].nonKeyAttributes,
    }));
}
