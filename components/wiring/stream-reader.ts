/** The trigger that hands a function the records of a stream: Kinesis, or the changes of a table. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allOf } from "../base/grants";
import type { Component, MakeChild, Refuse, Transform } from "../component";
import { Access, Destination, Invocable, Trigger } from "../contracts";
import { makeFailedBatches, watchPart } from "./dead-letters";

/** Lambda's default, 100, in one call of a batch: what Kinesis and DynamoDB both suit (Lambda API, CreateEventSourceMapping). */
const DEFAULT_BATCH_SIZE = 100;
/** Enough for a short outage of what the function calls; Lambda's own default never gives up, and one bad record stops its shard (STR-03). */
const DEFAULT_RETRIES = 10;
/** As long as a stream of DynamoDB keeps its records. */
const DEFAULT_RECORD_AGE_SECONDS = 86_400;

export interface StreamReaderArgs {
  /** Most records in one call. Default: 100. Limit: 1 to 10,000, and 6 MB. */
  batchSize?: number;
  /** Seconds to wait for a batch to fill. Default: 0. Limit: 0 to 300. */
  maximumBatchingWindowInSeconds?: number;
  /** Batches of one shard that are worked on at a time; records of one key stay in order. Default: 1. Limit: 1 to 10, and 1 with a tumbling window. */
  parallelizationFactor?: number;
  /** True to halve a batch that fails, until the bad record stands alone. Default: true. */
  bisectBatchOnFunctionError?: boolean;
  /** Tries after the first one fails; -1 never gives up. Default: 10. Limit: -1 to 10,000. */
  maximumRetryAttempts?: number;
  /** Seconds after which a record is given up; -1 is when the stream drops it. Default: 86,400, a day. Limit: -1, or 60 to 604,800. */
  maximumRecordAgeInSeconds?: number;
  /** Gets what was given up: a standard queue or topic learns where the records stand in the stream, a bucket gets the records themselves. Default: a queue of the trigger's own. */
  onFailure?: Destination;
  /** Where a new trigger begins. Default: `TRIM_HORIZON`, the oldest record; `LATEST` loses what comes while it starts. */
  startingPosition?: "TRIM_HORIZON" | "LATEST";
  /** Changes the event source mapping. */
  transform?: Transform<aws.lambda.EventSourceMappingArgs>;
}

/** Sums over a window: each call gets the state that the last one returned. */
export interface TumblingWindow {
  /** Seconds of one window. Limit: 1 to 900. */
  tumblingWindowInSeconds: number;
}

/** The children that a reader's failures are kept in. */
export interface FailedBatchChildren {
  failedBatches: aws.sqs.QueueArgs;
  failedBatchPolicy: aws.sqs.QueuePolicyArgs;
}

/** What is read, by whom it is made. */
export interface ReadStream {
  arn: pulumi.Output<string>;
  read: Access;
  /** Patterns of records; one that fits none is passed over. */
  filters?: readonly object[];
  of: Component;
  child: MakeChild;
  refuse: Refuse;
  /** The queue for failures, made by the first reader that names none. */
  failures: () => Destination;
}

/** Once a source: the queue of its readers' failures, made when it is first asked for. */
export function failedBatches(of: Component, child: MakeChild): () => Destination {
  let made: Destination | undefined;
  return () => (made ??= makeFailedBatches(of, child));
}

/**
 * Polls the stream for a function, one batch of a shard after the other. The function reports the
 * records that failed, and only those from the first of them on come back.
 *
 * @throws pulumi.RunError for a destination that Lambda does not send failed batches to
 */
export function readStream<Event, Result>(
  stream: ReadStream,
  args: StreamReaderArgs & Partial<TumblingWindow>,
): Trigger<Event, Result> {
  refuseDestination(args.onFailure, stream.refuse);
  const onFailure = args.onFailure ?? stream.failures();
  return {
    access: allOf(stream.read, onFailure.deliver()),
    sourceArn: stream.arn,
    connect(target: Invocable): void {
      const { filters = [] } = stream;
      watchReader(stream.of, target);
      stream.child(
        aws.lambda.EventSourceMapping,
        `to-${target.logicalName}`,
        {
          eventSourceArn: stream.arn,
          functionName: target.arn,
          startingPosition: args.startingPosition ?? "TRIM_HORIZON",
          batchSize: args.batchSize ?? DEFAULT_BATCH_SIZE,
          maximumBatchingWindowInSeconds: args.maximumBatchingWindowInSeconds ?? 0,
          parallelizationFactor: args.parallelizationFactor ?? 1,
          bisectBatchOnFunctionError: args.bisectBatchOnFunctionError ?? true,
          maximumRetryAttempts: args.maximumRetryAttempts ?? DEFAULT_RETRIES,
          maximumRecordAgeInSeconds: args.maximumRecordAgeInSeconds ?? DEFAULT_RECORD_AGE_SECONDS,
          tumblingWindowInSeconds: args.tumblingWindowInSeconds ?? 0,
          functionResponseTypes: ["ReportBatchItemFailures"],
          destinationConfig: { onFailure: { destinationArn: onFailure.arn } },
          ...(filters.length > 0
            ? {
                filterCriteria: {
                  filters: filters.map((pattern) => ({ pattern: JSON.stringify(pattern) })),
                },
              }
            : {}),
        },
        { key: "mapping", transform: args.transform, dependsOn: [...target.ready] },
      );
    },
  };
}

/** Lambda guide, "Retain records of failed batches": a standard queue or topic, or a bucket. */
function refuseDestination(onFailure: Destination | undefined, refuse: Refuse): void {
  if (onFailure && !["queue", "topic", "bucket"].includes(onFailure.destinationKind)) {
    throw refuse(
      "onFailure",
      `a ${onFailure.destinationKind}`,
      "a standard queue or topic, or a bucket (STR-03)",
      "send to a queue, and let a function of its own hand the failures on",
    );
  }
  if (onFailure?.fifo) {
    throw refuse(
      "onFailure",
      `a FIFO ${onFailure.destinationKind}`,
      `a standard ${onFailure.destinationKind} (STR-03)`,
      "send to a queue or topic without fifo",
    );
  }
}

/** A reader that falls behind: records are lost once they are older than the stream keeps them. */
function watchReader(of: Component, target: Invocable): void {
  watchPart(of, {
    name: `reader-behind-${target.logicalName}`,
    description: `${target.logicalName} is an hour behind: it fails, or wants more concurrency or shards.`,
    namespace: "AWS/Lambda",
    metricName: "IteratorAge",
    dimensions: { FunctionName: target.functionName },
    ...{ statistic: "Maximum", threshold: LONGEST_DELAY_MILLISECONDS },
  });
}

const LONGEST_DELAY_MILLISECONDS = 3_600_000;
