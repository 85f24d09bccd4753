/** Events as files that are asked with SQL. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allOf, accessTo } from "../../base/grants";
import { existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed, StreamSource } from "../../contracts";
import { Bucket } from "../assets/bucket";
import { LifecycleRule } from "../assets/lifecycle";
import { AccessibleLake, ExistingLake } from "./accessible-lake";
import { deliveryAlarms, makeDelivery } from "./lake-delivery";
import { EVENTS, refuseColumns, sqlName, tableOfDays } from "./lake-table";

/** Folder of the bucket for what queries answer. */
const RESULTS = "results";
const GIB = 1_073_741_824;

export interface LakeArgs {
  /** Columns of the table and their types, such as `{ page: "string", at: "timestamp" }`: lower-case letters, digits and underscores. `day` is there besides. */
  columns: Readonly<Record<string, string>>;
  /** Stream to take records from, instead of `put()`. Cannot be changed later. Default: none. */
  from?: StreamSource;
  /** Seconds that records are gathered for one file, unless 64 MiB come first. Default: 300. Limit: 60 to 900. */
  bufferingInterval?: number;
  /** Moves and end of the events' files. Default: `STANDARD_IA` after 90 days. */
  lifecycle?: LifecycleRule;
  /** GiB that one query may read; Athena stops it there ($5 for 1,024 GiB). Default: 100. */
  queryLimit?: number;
  /** True to let the lake go with its stack, events and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    database: aws.glue.CatalogDatabaseArgs;
    table: aws.glue.CatalogTableArgs;
    delivery: aws.kinesis.FirehoseDeliveryStreamArgs;
    deliveryRole: aws.iam.RoleArgs;
    deliveryPolicy: aws.iam.RolePolicyArgs;
    logs: aws.cloudwatch.LogGroupArgs;
    logStream: aws.cloudwatch.LogStreamArgs;
    queries: aws.athena.WorkgroupArgs;
  }>;
}

/**
 * Events by the million for little: Firehose gathers records and writes them in columns (Parquet), a folder
 * a day; Glue knows their table, Athena answers SQL. No crawler: days are found by their name. Choose a
 * `Table` for what is read by key within milliseconds; here an event is seen after five minutes, a query
 * takes seconds.
 *
 * Creates: a bucket, a delivery stream with role, policy and log group, a Glue database and table, an Athena
 * workgroup. Costs nothing when idle; in us-east-1 $0.029 for a GB that comes in and $0.018 for its
 * conversion, $0.023 for a GB and month, $5 for a TB that queries read.
 *
 * @example
 * const clicks = new Lake("clicks", { columns: { page: "string", visitor: "string", at: "timestamp" } });
 * new LambdaFunction("record-click", handler, { access: [clicks.put()] });
 */
export class Lake extends AccessibleLake implements Alarmed {
  /** Gives a delivery stream that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingLake);
  readonly deliveryName: pulumi.Output<string>;
  readonly deliveryArn: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;
  readonly tableName: pulumi.Output<string>;
  readonly workgroupName: pulumi.Output<string>;
  readonly bucket: Bucket;
  readonly nodes: {
    readonly delivery: aws.kinesis.FirehoseDeliveryStream;
    readonly workgroup: aws.athena.Workgroup;
  };
  /** Catalog, database and table: Glue wants all three. */
  readonly #catalogArns: pulumi.Output<string>[];

  constructor(name: string, args: LakeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Lake", name, args, opts);
    refuseColumns(args.columns, this.refuse);
    const { disposable = false } = args;
    const place = { parent: this };
    this.bucket = new Bucket(
      `${name}-files`,
      {
        disposable,
        lifecycle: {
          [EVENTS]: {
            transitions: [{ afterDays: 90, to: "STANDARD_IA" }],
            ...args.lifecycle,
            prefix: `${EVENTS}/`,
          },
          [RESULTS]: { prefix: `${RESULTS}/`, expireAfterDays: 30, expireNoncurrentAfterDays: 1 },
        },
      },
      place,
    );
    const database = this.child(
      aws.glue.CatalogDatabase,
      main,
      { name: sqlName(`${pulumi.getProject()}_${pulumi.getStack()}_${name}`) },
      { key: "database", retainOnDelete: !disposable, ignoreChanges: ["name"] },
    );
    const table = this.child(
      aws.glue.CatalogTable,
      main,
      {
        databaseName: database.name,
        name: sqlName(name),
        ...tableOfDays(this.bucket.name, args.columns),
      },
      { key: "table", retainOnDelete: !disposable, ignoreChanges: ["name"] },
    );
    this.databaseName = database.name;
    this.tableName = table.name;
    this.#catalogArns = [this.catalogArn(), database.arn, table.arn];
    const delivery = makeDelivery(
      args,
      {
        environment: this.environment,
        bucket: this.bucket,
        databaseName: database.name,
        tableName: table.name,
        catalogArns: this.#catalogArns,
      },
      this.child,
      this.refuse,
    );
    this.deliveryName = delivery.name;
    this.deliveryArn = delivery.arn;
    const workgroup = this.makeWorkgroup(args);
    this.workgroupName = workgroup.name;
    this.nodes = { delivery, workgroup };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return deliveryAlarms(this.deliveryName);
  }

  /** Asks with SQL: runs queries in the workgroup, reads the table's files and the results. */
  query(): Access {
    const { bucket } = this;
    return allOf(
      accessTo({ arn: this.nodes.workgroup.arn }, AccessibleLake.grants.runQueries),
      accessTo({ arn: this.#catalogArns }, AccessibleLake.grants.readCatalog),
      bucket.read(`${EVENTS}/`),
      bucket.read(`${RESULTS}/`),
      bucket.write(`${RESULTS}/`),
      accessTo(bucket, { actions: ["s3:ListBucket", "s3:GetBucketLocation"] }),
    );
  }

  /** Reads the events' files and what Glue knows of their table: for a `Warehouse` that loads them. */
  load(): Access {
    const { bucket } = this;
    return allOf(
      accessTo({ arn: this.#catalogArns }, AccessibleLake.grants.readCatalog),
      bucket.read(`${EVENTS}/`),
      accessTo(bucket, { actions: ["s3:ListBucket", "s3:GetBucketLocation"] }),
    );
  }

  private makeWorkgroup({ queryLimit = 100, disposable = false }: LakeArgs): aws.athena.Workgroup {
    const keyArn = this.environment.keyArn("data");
    return this.child(
      aws.athena.Workgroup,
      main,
      {
        description: `Queries of ${this.logicalName}`,
        forceDestroy: disposable,
        configuration: {
          enforceWorkgroupConfiguration: true,
          publishCloudwatchMetricsEnabled: true,
          bytesScannedCutoffPerQuery: queryLimit * GIB,
          resultConfiguration: {
            outputLocation: pulumi.interpolate`s3://${this.bucket.name}/${RESULTS}/`,
            encryptionConfiguration: keyArn
              ? { encryptionOption: "SSE_KMS", kmsKeyArn: keyArn }
              : { encryptionOption: "SSE_S3" },
          },
        },
      },
      { key: "queries" },
    );
  }

  private catalogArn(): pulumi.Output<string> {
    const { region, accountId } = this.environment;
    return pulumi.interpolate`arn:aws:glue:${region}:${accountId}:catalog`;
  }
}
