import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Access, Invocable } from "../../../../components/contracts";
import { Table } from "../../../../components/data";
import { Queue, Stream } from "../../../../components/decoupling";
import { busDestination } from "../../../../components/wiring/destinations";
import { record, refusal, valueOf } from "../record";

const fn: Invocable = {
  logicalName: "count",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:count"),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("count"),
  ready: [],
};

type Inputs = Record<string, unknown>;
const actionsOf = (access?: Access) => access?.statements.flatMap(({ Action }) => Action);

describe("Stream", () => {
  it("scales by itself, is encrypted, keeps a week and goes with its consumers", async () => {
    const recording = await record(() => new Stream("clicks"));
    const stream = recording.inputs<aws.kinesis.StreamArgs>(aws.kinesis.Stream, "clicks");
    assert.deepEqual(stream, {
      encryptionType: "KMS",
      enforceConsumerDeletion: true,
      kmsKeyId: "alias/aws/kinesis",
      retentionPeriod: 168,
      streamModeDetails: { streamMode: "ON_DEMAND" },
      tags: { Layer: "decoupling" },
    });
  });

  it("says which mode it is in, in both", async () => {
    const recording = await record(() => new Stream("clicks", { shardCount: 2 }));
    const stream = recording.inputs<aws.kinesis.StreamArgs>(aws.kinesis.Stream, "clicks");
    assert.deepEqual(stream.streamModeDetails, { streamMode: "PROVISIONED" });
    assert.equal(stream.shardCount, 2);
  });

  it("hands a function its records, gives bad ones up and keeps them", async () => {
    const recording = await record(() => {
      const trigger = new Stream("clicks").records({ filters: [{ kind: ["click"] }] });
      trigger.connect(fn);
      return trigger;
    });
    const mapping = recording.inputs<Inputs>(aws.lambda.EventSourceMapping, "clicks-to-count");
    const { eventSourceArn, destinationConfig, ...others } = mapping;
    assert.match(String(eventSourceArn), /:stream\/clicks/);
    assert.match(JSON.stringify(destinationConfig), /onFailure.*clicks-failed-batches/);
    assert.deepEqual(others, {
      functionName: "arn:aws:lambda:eu-west-1:123456789012:function:count",
      startingPosition: "TRIM_HORIZON",
      batchSize: 100,
      maximumBatchingWindowInSeconds: 0,
      parallelizationFactor: 1,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: 86_400,
      tumblingWindowInSeconds: 0,
      tags: { Layer: "decoupling" },
      functionResponseTypes: ["ReportBatchItemFailures"],
      filterCriteria: { filters: [{ pattern: '{"data":{"kind":["click"]}}' }] },
    });
    assert.deepEqual(actionsOf(recording.made.access), [
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
      "sqs:SendMessage",
    ]);
  });

  it("shares one queue of failures among its readers, and takes another's", async () => {
    const recording = await record(() => {
      const clicks = new Stream("clicks");
      clicks.records();
      clicks.records({ tumblingWindowInSeconds: 60 });
      clicks.records({ onFailure: new Queue("lost") });
    });
    assert.equal(recording.count(aws.sqs.Queue), 3);
  });

  it("gives a reader a consumer of its own, which it alone may subscribe to", async () => {
    const recording = await record(() => {
      const trigger = new Stream("clicks").records({ consumer: "counter" });
      trigger.connect(fn);
      return trigger;
    });
    recording.inputs<Inputs>(aws.kinesis.StreamConsumer, "clicks-counter");
    const subscribe = recording.made.access?.statements.find(({ Action }) =>
      [Action].flat().includes("kinesis:SubscribeToShard"),
    );
    const arn = await valueOf(subscribe?.Resource);
    assert.match(String(arn), /\/consumer\/clicks-counter/);
    const mapping = recording.inputs<Inputs>(aws.lambda.EventSourceMapping, "clicks-to-count");
    assert.equal(mapping.eventSourceArn, arn);
  });

  for (const [what, onFailure, said] of [
    ["a FIFO queue", () => new Queue("lost", { fifo: true }), /onFailure is "a FIFO queue"/],
    ["a bus", () => busDestination("arn"), /onFailure is "a bus"; allowed: a standard queue/],
  ] as const) {
    it(`refuses ${what} for what failed`, async () => {
      assert.match(
        await refusal(() => new Stream("clicks").records({ onFailure: onFailure() })),
        said,
      );
    });
  }

  it("refuses a window that is read by several at a time", async () => {
    const message = await refusal(() => {
      new Stream("clicks")
        .records({ tumblingWindowInSeconds: 60, parallelizationFactor: 2 })
        .connect(fn);
    });
    assert.match(message, /STR-02-tumbling-parallel: parallelizationFactor is 2/);
  });

  it("has the same methods for one that is there already", async () => {
    const arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";
    const { made } = await record(() => Stream.existing("clicks", { arn, keyArn: "key" }));
    assert.equal(await valueOf(made.name), "clicks");
    assert.deepEqual(actionsOf(made.write()), [
      "kinesis:PutRecord",
      "kinesis:PutRecords",
      "kms:GenerateDataKey",
    ]);
    assert.equal(await valueOf(made.read().statements[0].Resource), arn);
  });
});

describe("the changes of a table", () => {
  const photos = (stream?: "NEW_IMAGE" | "OLD_IMAGE" | "KEYS_ONLY" | "NEW_AND_OLD_IMAGES") =>
    new Table("photos", { hashKey: "id", stream });

  it("are off or on in so many words", async () => {
    const off = await record(() => photos());
    const on = await record(() => photos("NEW_IMAGE"));
    const said = (recording: typeof off) => {
      const table = recording.inputs<aws.dynamodb.TableArgs>(aws.dynamodb.Table, "photos");
      return [table.streamEnabled, table.streamViewType];
    };
    assert.deepEqual(
      [said(off), said(on)],
      [
        [false, undefined],
        [true, "NEW_IMAGE"],
      ],
    );
  });

  it("run a function that may read this stream, and see which there are", async () => {
    const recording = await record(() => {
      const trigger = photos("NEW_AND_OLD_IMAGES").changes({
        filters: [{ eventName: ["INSERT"], dynamodb: { NewImage: { kind: { S: ["photo"] } } } }],
      });
      trigger.connect(fn);
      return trigger;
    });
    const mapping = recording.inputs<Inputs>(aws.lambda.EventSourceMapping, "photos-to-count");
    assert.match(String(mapping.eventSourceArn), /:table\/photos.*\/stream\//);
    assert.deepEqual(actionsOf(recording.made.access), [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
      "sqs:SendMessage",
    ]);
    const resource = await valueOf(recording.made.access?.statements[0].Resource);
    assert.equal(resource, mapping.eventSourceArn);
  });

  it("want a table with a stream", async () => {
    const message = await refusal(() => photos().changes());
    assert.match(message, /stream is undefined; allowed: one of KEYS_ONLY.*STR-06/);
  });

  for (const [view, image] of [
    ["KEYS_ONLY", "NewImage"],
    ["OLD_IMAGE", "NewImage"],
    ["NEW_IMAGE", "OldImage"],
  ] as const) {
    it(`refuse a filter on ${image} of a stream of ${view}`, async () => {
      const filters = [{ dynamodb: { [image]: { kind: { S: ["photo"] } } } }];
      assert.match(
        await refusal(() => photos(view).changes({ filters })),
        /stream is "?[A-Z_]+"?;/,
      );
    });
  }
});
