/** Events as files that are asked with SQL. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allOf, accessTo } from "../../base/grants";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed, PolicyStatement, StreamSource } from "../../contracts";
import { logGroupArgs } from "../../base/log-groups";
import { Bucket } from "../assets/bucket";
import { LifecycleRule } from "../assets/lifecycle";
import { AccessibleLake, ExistingLake } from "./accessible-lake";

/** Types of a column, as Glue and Athena call them. */
export const columnTypes = [
  ...["string", "int", "bigint", "double", "boolean", "timestamp", "date"],
] as const;
const plainType = new RegExp(
  `^(${columnTypes.join("|")}|decimal\\(\\d+,\\d+\\)|(array|map|struct)<.+>)$`,
);
const columnName = /^[a-z_][a-z0-9_]{0,127}$/;

/** Twice the longest that Firehose is told to gather events for. */
const LATEST_SECONDS = 1800;
/** Folders of the bucket. */
const EVENTS = "events";
const FAILED = "failed";
const RESULTS = "results";
/** The partition of a table: the day on which Firehose took the record, in UTC. */
const DAY = "day";
/** Firehose converts to columns in batches of 64 MiB at least ("Convert input data format", Firehose guide). */
const BATCH_MIB = 64;
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
    this.refuseColumns(args.columns);
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
      { name: identifier(`${pulumi.getProject()}_${pulumi.getStack()}_${name}`) },
      { key: "database", retainOnDelete: !disposable, ignoreChanges: ["name"] },
    );
    const table = this.child(
      aws.glue.CatalogTable,
      main,
      this.tableArgs(database.name, args.columns),
      { key: "table", retainOnDelete: !disposable, ignoreChanges: ["name"] },
    );
    this.databaseName = database.name;
    this.tableName = table.name;
    this.#catalogArns = [this.catalogArn(), database.arn, table.arn];
    const delivery = this.makeDelivery(args);
    this.deliveryName = delivery.name;
    this.deliveryArn = delivery.arn;
    const workgroup = this.makeWorkgroup(args);
    this.workgroupName = workgroup.name;
    this.nodes = { delivery, workgroup };
  }

  /** Events that wait to be written for long: Firehose gives them up after a day. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    return [
      {
        name: "delivery-behind",
        description:
          "Events have waited for half an hour to be written to the bucket: look at the delivery's log.",
        namespace: "AWS/Firehose",
        metricName: "DeliveryToS3.DataFreshness",
        dimensions: { DeliveryStreamName: this.deliveryName },
        ...{ statistic: "Maximum", threshold: LATEST_SECONDS },
      },
    ];
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

  private makeDelivery(args: LakeArgs): aws.kinesis.FirehoseDeliveryStream {
    const { from, bufferingInterval = 300 } = args;
    if (!Number.isInteger(bufferingInterval) || bufferingInterval < 60 || bufferingInterval > 900) {
      const fix = "name a number in that range";
      throw this.refuse("bufferingInterval", bufferingInterval, "60 to 900 seconds", fix);
    }
    const logs = this.child(aws.cloudwatch.LogGroup, "logs", logGroupArgs(this.environment));
    const logStream = this.child(
      aws.cloudwatch.LogStream,
      "logs",
      { logGroupName: logs.name },
      {
        key: "logStream",
      },
    );
    const role = this.child(
      aws.iam.Role,
      "delivery",
      { assumeRolePolicy: assumedBy("firehose.amazonaws.com") },
      { key: "deliveryRole" },
    );
    const policy = this.child(
      aws.iam.RolePolicy,
      "delivery",
      {
        role: role.id,
        policy: policyDocument([
          ...this.deliveryStatements(logs),
          ...(from?.read().statements ?? []),
        ]),
      },
      { key: "deliveryPolicy" },
    );
    const keyArn = this.environment.keyArn("data");
    const inDays = `${DAY}=!{timestamp:yyyy-MM-dd}/`;
    return this.child(
      aws.kinesis.FirehoseDeliveryStream,
      main,
      {
        destination: "extended_s3",
        // A stream encrypts by itself what waits in it.
        ...(from
          ? { kinesisSourceConfiguration: { kinesisStreamArn: from.streamArn, roleArn: role.arn } }
          : {
              serverSideEncryption: {
                enabled: true,
                keyType: keyArn ? "CUSTOMER_MANAGED_CMK" : "AWS_OWNED_CMK",
                keyArn,
              },
            }),
        extendedS3Configuration: {
          roleArn: role.arn,
          bucketArn: this.bucket.arn,
          prefix: `${EVENTS}/${inDays}`,
          errorOutputPrefix: `${FAILED}/!{firehose:error-output-type}/${inDays}`,
          bufferingInterval,
          bufferingSize: BATCH_MIB,
          compressionFormat: "UNCOMPRESSED", // Parquet is compressed within
          cloudwatchLoggingOptions: {
            enabled: true,
            logGroupName: logs.name,
            logStreamName: logStream.name,
          },
          dataFormatConversionConfiguration: {
            enabled: true,
            inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
            outputFormatConfiguration: { serializer: { parquetSerDe: {} } },
            schemaConfiguration: {
              databaseName: this.databaseName,
              tableName: this.tableName,
              roleArn: role.arn,
            },
          },
        },
      },
      { key: "delivery", dependsOn: [policy, ...this.bucket.ready] },
    );
  }

  /** "Grant Firehose access to an Amazon S3 destination" and "to AWS Glue for data format conversion" (Firehose guide). */
  private deliveryStatements(logs: aws.cloudwatch.LogGroup): PolicyStatement[] {
    const { bucket } = this;
    const keyArn = this.environment.keyArn("data");
    return [
      {
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        Resource: [EVENTS, FAILED].map((folder) => pulumi.interpolate`${bucket.arn}/${folder}/*`),
      },
      {
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        Resource: bucket.arn,
      },
      {
        Effect: "Allow",
        Action: ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
        Resource: this.#catalogArns,
      },
      {
        Effect: "Allow",
        Action: "logs:PutLogEvents",
        Resource: pulumi.interpolate`${logs.arn}:log-stream:*`,
      },
      ...(keyArn
        ? [
            {
              Effect: "Allow" as const,
              Action: ["kms:Decrypt", "kms:GenerateDataKey"],
              Resource: keyArn,
            },
          ]
        : []),
    ];
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

  private tableArgs(
    databaseName: pulumi.Output<string>,
    columns: LakeArgs["columns"],
  ): aws.glue.CatalogTableArgs {
    const location = pulumi.interpolate`s3://${this.bucket.name}/${EVENTS}/`;
    return {
      databaseName,
      name: identifier(this.logicalName),
      tableType: "EXTERNAL_TABLE",
      partitionKeys: [{ name: DAY, type: "string" }],
      // Athena makes the days up instead of looking for them ("Partition projection", Athena guide).
      parameters: {
        EXTERNAL: "TRUE",
        classification: "parquet",
        "projection.enabled": "true",
        [`projection.${DAY}.type`]: "date",
        [`projection.${DAY}.format`]: "yyyy-MM-dd",
        [`projection.${DAY}.range`]: "NOW-10YEARS,NOW+1DAY",
        "storage.location.template": pulumi.interpolate`${location}${DAY}=$\{${DAY}}/`,
      },
      storageDescriptor: {
        location,
        inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        serDeInfo: {
          serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
        },
        // In the order given: new ones at the end.
        columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
      },
    };
  }

  private catalogArn(): pulumi.Output<string> {
    const { region, accountId } = this.environment;
    return pulumi.interpolate`arn:aws:glue:${region}:${accountId}:catalog`;
  }

  private refuseColumns(columns: LakeArgs["columns"]): void {
    const names = Object.keys(columns);
    if (names.length === 0) {
      throw this.refuse("columns", columns, "one column or more", 'write { page: "string" }');
    }
    for (const name of names) {
      if (!columnName.test(name) || name === DAY) {
        const allowed = `lower-case letters, digits and underscores, not "${DAY}", which is there`;
        throw this.refuse("columns", name, allowed, "rename the column, and the records' field");
      }
      if (!plainType.test(columns[name])) {
        const allowed = `${columnTypes.join(", ")}, decimal(10,2), array<…>, map<…> or struct<…>`;
        throw this.refuse(`columns.${name}`, columns[name], allowed, "name one of these types");
      }
    }
  }
}

/** Names in SQL have no hyphens. */
function identifier(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_]/g, "_");
}
