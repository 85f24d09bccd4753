import { types } from "../resource-types";
import type { StackProblem, StackResource, StackRule } from "../rule";
import { equals, isAbsent, numberAt, textAt } from "../values";
import { graphOf } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
/** Consumers that may read one shard of a DynamoDB stream at a time. */
export const tableStreamReaders = 2;

export const streamStackRules: readonly StackRule[] = [
  {
    id: "STR-04",
    severity: "warning",
    type: types.eventSourceMapping,
    limit: `at most ${tableStreamReaders} functions on one DynamoDB stream; more are throttled`,
    source: `${GUIDE}/with-ddb.html`,
    fix: "Let one function hand the changes on, through a topic or an event bus.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const mappings = graph.ofType(types.eventSourceMapping).flatMap((mapping) => {
        const table = graph.one(mapping, "eventSourceArn", types.table);
        return table === undefined ? [] : [{ table, mapping }];
      });
      return mappings.flatMap(({ table, mapping }, index): StackProblem[] => {
        const earlier = mappings.slice(0, index).filter((other) => other.table === table).length;
        return earlier === tableStreamReaders
          ? [
              {
                urn: mapping.urn,
                argument: "eventSourceArn",
                found: `another reader of table ${table.name}`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "STR-05",
    severity: "warning",
    type: types.eventSourceMapping,
    limit: "shards times parallelizationFactor that fit into the function's reserved concurrency",
    source: `${GUIDE}/services-kinesis-create.html`,
    fix: "Raise reservedConcurrentExecutions, or lower parallelizationFactor.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.eventSourceMapping).flatMap((mapping): StackProblem[] => {
        const stream = graph.one(mapping, "eventSourceArn", types.kinesisStream);
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
    type: types.table,
    limit: "a stream, because a function reads the table's changes",
    source: `${GUIDE}/with-ddb.html`,
    fix: "Set streamEnabled to true and streamViewType, for example to NEW_AND_OLD_IMAGES.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.eventSourceMapping).flatMap((mapping): StackProblem[] => {
        const table = graph.one(mapping, "eventSourceArn", types.table);
        return table !== undefined && !hasStream(table)
          ? [{ urn: table.urn, argument: "streamEnabled", found: table.values["streamEnabled"] }]
          : [];
      });
    },
  },
  {
    id: "LAM-31",
    severity: "info",
    type: types.eventSourceMapping,
    limit: "a source that X-Ray can trace through; Kafka, Amazon MQ and DocumentDB are not",
    source: `${GUIDE}/services-xray.html`,
    fix: "Put a trace id of your own into the messages.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.eventSourceMapping).flatMap((mapping): StackProblem[] => {
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
