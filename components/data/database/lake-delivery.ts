/** How events come into a lake: Firehose gathers them, turns them into columns and writes a folder a day. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentFacts } from "../../base/environment-facts";
import { logGroupArgs } from "../../base/log-groups";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { main, MakeChild, Refuse } from "../../component";
import { AlarmDefinition, PolicyStatement } from "../../contracts";
import type { Bucket } from "../assets/bucket";
import type { LakeArgs } from "./lake";
import { DAY, EVENTS } from "./lake-table";

/** Folder of the bucket for what could not be turned into columns. */
const FAILED = "failed";
/** Firehose converts to columns in batches of 64 MiB at least ("Convert input data format", Firehose guide). */
const BATCH_MIB = 64;
/** Twice the longest that Firehose is told to gather events for. */
const LATEST_SECONDS = 1800;

interface DeliveryNeeds {
  readonly environment: EnvironmentFacts;
  readonly bucket: Bucket;
  readonly databaseName: pulumi.Output<string>;
  readonly tableName: pulumi.Output<string>;
  /** Catalog, database and table. */
  readonly catalogArns: readonly pulumi.Output<string>[];
}

/**
 * The delivery stream, with its role, policy and log.
 *
 * @throws pulumi.RunError for an interval that Firehose would refuse
 */
export function makeDelivery(
  { from, bufferingInterval = 300 }: Pick<LakeArgs, "from" | "bufferingInterval">,
  needs: DeliveryNeeds,
  child: MakeChild,
  refuse: Refuse,
): aws.kinesis.FirehoseDeliveryStream {
  const { environment, bucket } = needs;
  if (!Number.isInteger(bufferingInterval) || bufferingInterval < 60 || bufferingInterval > 900) {
    const fix = "name a number in that range";
    throw refuse("bufferingInterval", bufferingInterval, "60 to 900 seconds", fix);
  }
  const logs = child(aws.cloudwatch.LogGroup, "logs", logGroupArgs(environment));
  const logStream = child(
    aws.cloudwatch.LogStream,
    "logs",
    { logGroupName: logs.name },
    { key: "logStream" },
  );
  const role = child(
    aws.iam.Role,
    "delivery",
    { assumeRolePolicy: assumedBy("firehose.amazonaws.com") },
    { key: "deliveryRole" },
  );
  const policy = child(
    aws.iam.RolePolicy,
    "delivery",
    {
      role: role.id,
      policy: policyDocument([
        ...deliveryStatements(needs, logs),
        ...(from?.read().statements ?? []),
      ]),
    },
    { key: "deliveryPolicy" },
  );
  const keyArn = environment.keyArn("data");
  const inDays = `${DAY}=!{timestamp:yyyy-MM-dd}/`;
  return child(
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
        bucketArn: bucket.arn,
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
            databaseName: needs.databaseName,
            tableName: needs.tableName,
            roleArn: role.arn,
          },
        },
      },
    },
    { key: "delivery", dependsOn: [policy, ...bucket.ready] },
  );
}

/** Events that wait to be written for long: Firehose gives them up after a day. */
export function deliveryAlarms(deliveryName: pulumi.Output<string>): readonly AlarmDefinition[] {
  return [
    {
      name: "delivery-behind",
      description:
        "Events have waited for half an hour to be written to the bucket: look at the delivery's log.",
      namespace: "AWS/Firehose",
      metricName: "DeliveryToS3.DataFreshness",
      dimensions: { DeliveryStreamName: deliveryName },
      ...{ statistic: "Maximum", threshold: LATEST_SECONDS },
    },
  ];
}

/** "Grant Firehose access to an Amazon S3 destination" and "to AWS Glue for data format conversion" (Firehose guide). */
function deliveryStatements(
  { environment, bucket, catalogArns }: DeliveryNeeds,
  logs: aws.cloudwatch.LogGroup,
): PolicyStatement[] {
  const keyArn = environment.keyArn("data");
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
      Resource: [...catalogArns],
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
