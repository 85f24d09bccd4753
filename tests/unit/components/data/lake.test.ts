import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { PolicyStatement } from "../../../../components/contracts";
import { Lake, LakeArgs } from "../../../../components/data";
import { Environment, EnvironmentArgs } from "../../../../components/environment";
import { record, valueOf } from "../record";

const columns = { page: "string", price: "decimal(10,2)", at: "timestamp" };
const make = (args: Partial<LakeArgs> = {}, environment: Partial<EnvironmentArgs> = {}) =>
  record(() => {
    const place = { region: "eu-west-1", account: "123456789012", ...environment };
    return new Lake("clicks", { columns, ...args }, { parent: new Environment("stack", place) });
  });
type Recorded = Awaited<ReturnType<typeof make>>;
const deliveryOf = (recording: Recorded) =>
  recording.inputs<Record<string, unknown>>(aws.kinesis.FirehoseDeliveryStream, "clicks");

describe("Lake", () => {
  it("writes columns, a folder a day, encrypted on the way and where they lie", async () => {
    const recording = await make({}, { encryption: "customer-managed" });
    const delivery = deliveryOf(recording);
    const encryption = delivery.serverSideEncryption as Record<string, unknown>;
    assert.deepEqual([encryption.enabled, encryption.keyType], [true, "CUSTOMER_MANAGED_CMK"]);
    const s3 = delivery.extendedS3Configuration as Record<string, unknown>;
    assert.equal(s3.prefix, "events/day=!{timestamp:yyyy-MM-dd}/");
    assert.match(String(s3.errorOutputPrefix), /^failed\/!\{firehose:error-output-type\}\//);
    assert.ok((s3.bufferingSize as number) >= 64);
    const managed = deliveryOf(await make()).serverSideEncryption as Record<string, unknown>;
    assert.equal(managed.keyType, "AWS_OWNED_CMK");
  });

  it("has a table whose days are where the delivery writes them", async () => {
    const recording = await make();
    const table = recording.inputs<aws.glue.CatalogTableArgs>(aws.glue.CatalogTable, "clicks");
    const parameters = table.parameters as Record<string, string>;
    const bucket = await valueOf(recording.made.bucket.name);
    assert.equal(parameters["storage.location.template"], `s3://${bucket}/events/day=\${day}/`);
    assert.equal(parameters["projection.day.format"], "yyyy-MM-dd");
    assert.deepEqual(table.partitionKeys, [{ name: "day", type: "string" }]);
    const { columns: made } = table.storageDescriptor as { columns: { name: string }[] };
    assert.deepEqual(
      made.map(({ name }) => name),
      Object.keys(columns),
    );
  });

  it("lets senders send and nothing else, and queries read no more than the table", async () => {
    const { made } = await make();
    assert.deepEqual(
      made.put().statements.flatMap(({ Action }) => Action),
      ["firehose:PutRecord", "firehose:PutRecordBatch"],
    );
    const statements = made.query().statements;
    const resources = await valueOf(
      pulumi.all(statements.flatMap(({ Resource }) => Resource as string)),
    );
    assert.ok(resources.every((arn) => arn.startsWith("arn:aws:") && !arn.endsWith(":*")));
    const writing = statements.filter(({ Action }) => [Action].flat().includes("s3:PutObject"));
    assert.equal(writing.length, 1);
    assert.match(String(await valueOf(pulumi.output(writing[0].Resource))), /\/results\/\*$/);
  });

  it("delivers with a role that writes events and failures alone", async () => {
    const recording = await make();
    const { policy } = recording.inputs<{ policy: string }>(aws.iam.RolePolicy, "clicks-delivery");
    const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement[] };
    assert.ok(Statement.every(({ Resource }) => Resource !== "*"));
    const [write] = Statement;
    assert.ok((write.Resource as string[]).every((arn) => /\/(events|failed)\/\*$/.test(arn)));
  });

  it("takes records from a stream, with its permission", async () => {
    const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";
    const read = { Effect: "Allow" as const, Action: "kinesis:GetRecords", Resource: streamArn };
    const from = {
      logicalName: "clicks",
      streamArn: pulumi.output(streamArn),
      read: () => ({ statements: [read] }),
    };
    const recording = await make({ from });
    const delivery = deliveryOf(recording);
    assert.equal(delivery.serverSideEncryption, undefined);
    assert.equal(
      (delivery.kinesisSourceConfiguration as Record<string, string>).kinesisStreamArn,
      streamArn,
    );
    const { policy } = recording.inputs<{ policy: string }>(aws.iam.RolePolicy, "clicks-delivery");
    assert.ok(policy.includes("kinesis:GetRecords"));
  });

  it("stops queries that read too much, and keeps their results for a month", async () => {
    const recording = await make({ queryLimit: 1 });
    const { configuration } = recording.inputs<{ configuration: Record<string, unknown> }>(
      aws.athena.Workgroup,
      "clicks",
    );
    assert.equal(configuration.bytesScannedCutoffPerQuery, 1_073_741_824);
    assert.equal(configuration.enforceWorkgroupConfiguration, true);
    const { rules } = recording.inputs<{ rules: Record<string, unknown>[] }>(
      aws.s3.BucketLifecycleConfiguration,
      "clicks-files-lifecycle",
    );
    assert.deepEqual(rules.find(({ id }) => id === "results")?.expiration, { days: 30 });
  });

  it("refuses columns that no query could name, and times Firehose does not take", async () => {
    const refusals: [Partial<LakeArgs>, RegExp][] = [
      [{ columns: {} }, /Lake "clicks": columns is \{\}; allowed: one column or more/],
      [{ columns: { userId: "string" } }, /columns is "userId"; allowed: lower-case letters/],
      [{ columns: { day: "string" } }, /columns is "day"/],
      [{ columns: { page: "text" } }, /columns\.page is "text"; allowed: string, int/],
      [{ bufferingInterval: 10 }, /bufferingInterval is 10; allowed: 60 to 900 seconds/],
    ];
    for (const [args, expected] of refusals) {
      await assert.rejects(make(args), expected);
    }
  });

  it("gives a delivery stream that is there already the same method", async () => {
    const recording = await record(() =>
      Lake.existing("shared", {
        deliveryName: "clicks",
        deliveryArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/clicks",
      }),
    );
    assert.equal(recording.resources.length, 1);
    assert.equal(recording.made.put().statements.length, 1);
  });
});
