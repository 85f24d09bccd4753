/** What can be done with a stream, ours or one that is there already. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type {
  KinesisStreamBatchResponse,
  KinesisStreamEvent,
  KinesisStreamStateResponse,
  KinesisStreamTumblingWindowEvent,
} from "aws-lambda";
import { accessTo, allOf, Grants } from "../base/grants";
import { outputOf, whenMade } from "../base/outputs";
import { Component } from "../component";
import { Access, Destination, StreamSource, Trigger } from "../contracts";
import {
  failedBatches,
  readStream,
  StreamReaderArgs,
  TumblingWindow,
} from "../wiring/stream-reader";

export interface RecordsArgs extends StreamReaderArgs {
  /** Patterns of the records' data, which must be JSON; a record that fits none is passed over. Default: all. Limit: 5 patterns of 4,096 characters. */
  filters?: { readonly [field: string]: unknown }[];
  /** Name of a consumer of the reader's own (enhanced fan-out): 2 MB/s of each shard for itself, at 70 ms; paid for while idle where the stream has shards. Default: none; all readers share 2 MB/s and 5 reads a second. */
  consumer?: string;
}

export abstract class AccessibleStream extends Component implements StreamSource {
  static readonly grants = {
    write: { actions: ["kinesis:PutRecord", "kinesis:PutRecords"], key: ["kms:GenerateDataKey"] },
    read: {
      actions: [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
      ],
      key: ["kms:Decrypt"],
    },
    subscribe: { actions: ["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"] },
  } satisfies Grants;
  /** Physical name. */
  abstract readonly name: pulumi.Output<string>;
  abstract readonly streamArn: pulumi.Output<string>;
  /** The customer's key that encrypts it, where there is one. */
  abstract readonly keyArn?: pulumi.Output<string>;
  #failures?: () => Destination;

  /** Puts records. */
  write(): Access {
    return accessTo({ arn: this.streamArn, keyArn: this.keyArn }, AccessibleStream.grants.write);
  }

  /** Reads records, sharing what the stream gives with all other readers. */
  read(): Access {
    return accessTo({ arn: this.streamArn, keyArn: this.keyArn }, AccessibleStream.grants.read);
  }

  /**
   * Runs a function for the records: `on: stream.records({ filters: [{ kind: ["click"] }] })`. The
   * function answers with the records that failed. With `tumblingWindowInSeconds` each call gets the
   * state that the last one returned.
   *
   * @throws pulumi.RunError for an `onFailure` that Lambda does not send failed batches to
   */
  records(
    args: RecordsArgs & TumblingWindow,
  ): Trigger<KinesisStreamTumblingWindowEvent, KinesisStreamStateResponse>;
  records(args?: RecordsArgs): Trigger<KinesisStreamEvent, KinesisStreamBatchResponse>;
  records(args: RecordsArgs & Partial<TumblingWindow> = {}): Trigger<KinesisStreamEvent, never> {
    const consumer = args.consumer === undefined ? undefined : this.consumer(args.consumer);
    const subscribe =
      consumer && accessTo({ arn: consumer.arn }, AccessibleStream.grants.subscribe);
    this.#failures ??= failedBatches(this, this.child);
    return readStream(
      {
        arn: consumer?.arn ?? this.streamArn,
        read: subscribe ? allOf(this.read(), subscribe) : this.read(),
        filters: args.filters?.map((data) => ({ data })),
        of: this,
        child: this.child,
        refuse: this.refuse,
        failures: this.#failures,
      },
      args,
    );
  }

  private consumer(name: string): aws.kinesis.StreamConsumer {
    return this.child(
      aws.kinesis.StreamConsumer,
      name,
      { streamArn: this.streamArn },
      { key: "consumer" },
    );
  }
}

export interface ExistingStreamArgs {
  /** ARN, which holds region, account and name. */
  arn: pulumi.Input<string>;
  /** ARN of the customer's key that encrypts it. Default: none. */
  keyArn?: pulumi.Input<string>;
}

/**
 * A stream that others made. Made by `Stream.existing()`. Creates nothing, costs nothing; a reader has
 * a queue for what failed.
 *
 * @example
 * const clicks = Stream.existing("clicks", {
 *   arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
 * });
 * new LambdaFunction("click", handler, { access: [clicks.write()] });
 */
export class ExistingStream extends AccessibleStream {
  readonly name: pulumi.Output<string>;
  readonly streamArn: pulumi.Output<string>;
  readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingStreamArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ExistingStream", name, args, opts);
    this.streamArn = pulumi.output(args.arn);
    this.name = whenMade(this.streamArn, (arn) => arn.split("/")[1]);
    this.keyArn = outputOf(args.keyArn);
  }
}
