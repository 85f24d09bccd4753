import { dynamodb } from "../base/types/dynamodb";
import { kinesis } from "../base/types/kinesis";
import { lambda } from "../base/types/lambda";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, numberAt, textAt } from "../base/values";
import { graphOf } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
/** Consumers that may read one shard of a DynamoDB stream at a time. */
export const tableStreamReaders = 2;
/** Functions that may share a Kinesis stream before one of them should have a consumer of its own. */
const sharedReaders = 2;

/** The first reader of a source beyond those that it serves well. */
function oneTooMany(
  resources: readonly StackResource[],
  source: string,
  most: number,
  noun: string,
): StackProblem[] {
  return graphOf(resources)
    .sharers(lambda.eventSourceMapping, "eventSourceArn", source)
    .filter(({ earlier }) => earlier === most)
    .map(({ resource, shared }) => ({
      ...{ urn: resource.urn, argument: "eventSourceArn" },
      found: `another reader of ${noun} ${shared.name}`,
    }));
}

export const stackRules: readonly StackRule[] = [
  {
    id: "STR-04",
    severity: "warning",
    type: lambda.eventSourceMapping,
    limit: `at most ${tableStreamReaders} functions on one DynamoDB stream; more are throttled`,
    source: `${GUIDE}/with-ddb.html`,
    fix: "Let one function hand the changes on, through a topic or an event bus.",
    checkStack: (resources) => {
      return oneTooMany(resources, dynamodb.table, tableStreamReaders, "table");
    },
  },
  {
    id: "STR-04-shared",
    severity: "warning",
    type: lambda.eventSourceMapping,
    limit: `at most ${sharedReaders} functions that share a Kinesis stream's 2 MB/s and 5 reads a second of each shard`,
    source: `${GUIDE}/services-kinesis-create.html`,
    fix: "Give a reader a consumer of its own (kinesis.StreamConsumer), and its ARN as eventSourceArn.",
    checkStack: (resources) => {
      return oneTooMany(resources, kinesis.kinesisStream, sharedReaders, "stream");
    },
  },
  {
    id: "STR-05",
    severity: "warning",
    type: lambda.eventSourceMapping,
    limit: "shards times parallelizationFactor that fit into the function's reserved concurrency",
    source: `${GUIDE}/services-kinesis-create.html`,
    fix: "Raise reservedConcurrentExecutions, or lower parallelizationFactor.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.eventSourceMapping).flatMap((mapping): StackProblem[] => {
        const stream = graph.one(mapping, "eventSourceArn", kinesis.kinesisStream);
        const fn = graph.function(mapping, "functionName");
        if (stream === undefined || fn === undefined) return [];
        const shards = numberAt(stream.values, "shardCount");
        const factor = numberAt(mapping.values, "parallelizationFactor", 1);
        const reserved = numberAt(fn.values, "reservedConcurrentExecutions", -1);
        if (shards === undefined || factor === undefined || reserved === undefined || reserved < 0)
          return [];
        return shards * factor > reserved
          ? [
              {
                urn: mapping.urn,
                argument: "parallelizationFactor",
                found: factor,
                limit: `${shards} shards times the factor within ${reserved}, the reserved concurrency of function ${fn.name}`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "STR-06",
    severity: "error",
    type: dynamodb.table,
    limit: "a stream, because a function reads the table's changes",
    source: `${GUIDE}/with-ddb.html`,
    fix: "Set streamEnabled to true and streamViewType, for example to NEW_AND_OLD_IMAGES.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.eventSourceMapping).flatMap((mapping): StackProblem[] => {
        const table = graph.one(mapping, "eventSourceArn", dynamodb.table);
        return table !== undefined && !hasStream(table)
          ? [{ urn: table.urn, argument: "streamEnabled", found: table.values["streamEnabled"] }]
          : [];
      });
    },
  },
  {
    id: "LAM-31",
    severity: "info",
    type: lambda.eventSourceMapping,
    limit: "a source that X-Ray can trace through; Kafka, Amazon MQ and DocumentDB are not",
    source: `${GUIDE}/services-xray.html`,
    fix: "Put a trace id of your own into the messages.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.eventSourceMapping).flatMap((mapping): StackProblem[] => {
        const service = textAt(mapping.values, "eventSourceArn")?.split(":")[2];
        const isUntraced = service === "mq" || service === "kafka" || service === "rds";
        const fn = isUntraced ? graph.function(mapping, "functionName") : undefined;
        return fn !== undefined && equals(fn.values, "tracingConfig.mode", "Active")
          ? [{ urn: mapping.urn, argument: "eventSourceArn", found: service }]
          : [];
      });
    },
  },
];

function hasStream(table: StackResource): boolean {
  return !isAbsent(table.values, "streamEnabled") && !equals(table.values, "streamEnabled", false);
}
