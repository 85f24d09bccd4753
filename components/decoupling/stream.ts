/** A Kinesis data stream. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { existing, main, Transforms } from "../component";
import { AlarmDefinition, Alarmed } from "../contracts";
import { FailedBatchChildren } from "../wiring/stream-reader";
import { AccessibleStream, ExistingStream } from "./accessible-stream";

/** A week: time to mend a reader before records are gone (Table C of the secure defaults; AWS's own default is 24). */
const DEFAULT_RETENTION_HOURS = 168;
/** A reader that is an hour behind has stopped, or is too slow. */
const LONGEST_DELAY_MILLISECONDS = 3_600_000;

export interface StreamArgs {
  /** Shards that are paid by the hour, each 1 MB or 1,000 records a second in, and 2 MB/s out. Default: none: capacity follows the traffic, and is paid by it. AWS lets a stream change between the two twice a day. */
  shardCount?: number;
  /** Hours that records are kept. Default: 168, a week. Limit: 24 to 8,760; beyond 24 it costs by the GB. */
  retentionPeriod?: pulumi.Input<number>;
  /** Longest record in KiB. Default: 1,024. Limit: 1,024 to 10,240. */
  maxRecordSizeInKib?: pulumi.Input<number>;
  /** True to let the stream go with its stack, records and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      stream: aws.kinesis.StreamArgs;
      consumer: aws.kinesis.StreamConsumerArgs;
      mapping: aws.lambda.EventSourceMappingArgs;
    } & FailedBatchChildren
  >;
}

/**
 * A Kinesis data stream: records in order within a key, kept for a week, read by many and read again.
 * Encrypted. Protected and retained unless disposable; its consumers go with it.
 *
 * Creates: 1 stream; once it is read, 1 mapping a function, 1 queue with its policy for what failed, and
 * 1 consumer where a reader names one. Costs while idle: in us-east-1 $29 a month, or $11 for each
 * shard where it has shards.
 *
 * @example
 * const clicks = new Stream("clicks");
 * new LambdaFunction("count-clicks", async (event) => {
 *   console.log(event.Records.length);
 *   return { batchItemFailures: [] };
 * }, { on: clicks.records({ parallelizationFactor: 2 }) });
 */
export class Stream extends AccessibleStream implements Alarmed {
  /** Gives a stream that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingStream);
  readonly name: pulumi.Output<string>;
  readonly streamArn: pulumi.Output<string>;
  readonly keyArn?: pulumi.Output<string>;
  readonly nodes: { readonly stream: aws.kinesis.Stream };

  constructor(name: string, args: StreamArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Stream", name, args, opts);
    this.keyArn = this.environment.keyArn("messages");
    const { shardCount, disposable = false } = args;
    const stream = this.child(
      aws.kinesis.Stream,
      main,
      {
        shardCount,
        streamModeDetails: { streamMode: shardCount === undefined ? "ON_DEMAND" : "PROVISIONED" },
        retentionPeriod: args.retentionPeriod ?? DEFAULT_RETENTION_HOURS,
        maxRecordSizeInKib: args.maxRecordSizeInKib,
        encryptionType: "KMS",
        kmsKeyId: this.keyArn ?? "alias/aws/kinesis",
        enforceConsumerDeletion: true, // else AWS refuses to delete a stream that has a consumer
      },
      this.keep(disposable),
    );
    this.name = stream.name;
    this.streamArn = stream.arn;
    this.nodes = { stream };
  }

  /** A reader that falls behind, and writers that are turned away. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const common = { namespace: "AWS/Kinesis", dimensions: { StreamName: this.name } };
    return [
      {
        ...common,
        name: "reader-behind",
        description: "A reader is an hour behind: it fails, or wants more concurrency or shards.",
        metricName: "GetRecords.IteratorAgeMilliseconds",
        statistic: "Maximum",
        threshold: LONGEST_DELAY_MILLISECONDS,
      },
      {
        ...common,
        name: "writes-refused",
        description:
          "Writers are turned away: the stream wants more shards, or better spread keys.",
        metricName: "WriteProvisionedThroughputExceeded",
        statistic: "Sum",
        threshold: 0,
      },
    ];
  }
}
