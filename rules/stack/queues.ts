import { lambda } from "../base/types/lambda";
import { sqs } from "../base/types/sqs";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, isRecord, jsonAt, numberAt } from "../base/values";
import { callerWaits } from "./durable-functions";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";
const QUEUES = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";

/** What AWS sets where nothing is said, in seconds. */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_RETENTION = 345_600;
/** How many times a function's timeout a message should stay hidden. */
export const visibilityFactor = 6;

interface Poll {
  readonly queue: StackResource;
  readonly function: StackResource;
  readonly mapping: StackResource;
  readonly visibility: number | undefined;
  readonly timeout: number | undefined;
}

/** Queues and the functions that poll them. */
function polls(graph: Graph): Poll[] {
  return graph.ofType(lambda.eventSourceMapping).flatMap((mapping) => {
    const queue = graph.one(mapping, "eventSourceArn", sqs.queue);
    const fn = graph.function(mapping, "functionName");
    if (queue === undefined || fn === undefined) return [];
    return [
      {
        queue,
        function: fn,
        mapping,
        visibility: numberAt(queue.values, "visibilityTimeoutSeconds", DEFAULT_VISIBILITY),
        timeout: callerWaits(fn),
      },
    ];
  });
}

export const stackRules: readonly StackRule[] = [
  {
    id: "SQS-01",
    severity: "error",
    type: sqs.queue,
    limit: "a visibility timeout no shorter than the timeout of the function that polls the queue",
    source: GUIDE,
    fix: "Raise the queue's visibilityTimeoutSeconds (consumerTimeout), or lower the function's timeout.",
    checkStack: (resources) =>
      polls(graphOf(resources)).flatMap(({ queue, function: fn, visibility, timeout }) =>
        visibility !== undefined && timeout !== undefined && visibility < timeout
          ? [
              {
                urn: queue.urn,
                argument: "visibilityTimeoutSeconds",
                found: visibility,
                limit: `at least ${timeout} seconds, the timeout of function ${fn.name}`,
              },
            ]
          : [],
      ),
  },
  {
    id: "SQS-02",
    severity: "warning",
    type: sqs.queue,
    limit: `a visibility timeout of ${visibilityFactor} times the function's timeout plus the batching window`,
    source: GUIDE,
    fix: "Raise visibilityTimeoutSeconds, so that throttled batches are not received twice.",
    checkStack: (resources) =>
      polls(graphOf(resources)).flatMap(({ queue, function: fn, mapping, visibility, timeout }) => {
        const window = numberAt(mapping.values, "maximumBatchingWindowInSeconds", 0);
        if (visibility === undefined || timeout === undefined || window === undefined) return [];
        const needed = visibilityFactor * timeout + window;
        // Below the timeout itself it is SQS-01.
        return visibility >= timeout && visibility < needed
          ? [
              {
                urn: queue.urn,
                argument: "visibilityTimeoutSeconds",
                found: visibility,
                limit: `${needed} seconds: ${visibilityFactor} times ${timeout}, the timeout of function ${fn.name}, plus ${window} of batching`,
              },
            ]
          : [];
      }),
  },
  withinReserved("SQS-04-reserved", "scalingConfig.maximumConcurrency", 1),
  // A poller holds ten batches at a time ("Provisioned mode", Lambda guide on SQS).
  withinReserved("SQS-05-reserved", "provisionedPollerConfig.maximumPollers", 10),
  {
    id: "SQS-07",
    severity: "warning",
    type: sqs.queue,
    limit: "a dead-letter queue for what the function can't process",
    source: `${QUEUES}/sqs-dead-letter-queues.html`,
    fix: "Set redrivePolicy with maxReceiveCount 5 or more.",
    checkStack: (resources) =>
      unique(polls(graphOf(resources)).map(({ queue }) => queue))
        .filter(
          (queue) =>
            isAbsent(queue.values, "redrivePolicy") || equals(queue.values, "redrivePolicy", ""),
        )
        // A queue's redrive policy may be a resource of its own.
        .filter(
          (queue) =>
            !resources.some(
              ({ type, propertyDependencies }) =>
                type === "aws:sqs/redrivePolicy:RedrivePolicy" &&
                propertyDependencies["queueUrl"]?.includes(queue.urn),
            ),
        )
        .map((queue) => ({ urn: queue.urn, argument: "redrivePolicy", found: undefined })),
  },
  {
    id: "SQS-07-type",
    severity: "error",
    type: sqs.queue,
    limit: "a dead-letter queue of the same kind: FIFO for FIFO, standard for standard",
    source: `${QUEUES}/sqs-dead-letter-queues.html`,
    fix: "Set fifoQueue alike on both.",
    checkStack: (resources) =>
      redrives(graphOf(resources)).flatMap(({ queue, deadLetters }) => {
        const [kind, other] = [isFifo(queue), isFifo(deadLetters)];
        return kind !== undefined && other !== undefined && kind !== other
          ? [
              {
                urn: queue.urn,
                argument: "redrivePolicy",
                found: deadLetters.name,
                limit: `a ${kind ? "FIFO" : "standard"} queue`,
              },
            ]
          : [];
      }),
  },
  {
    id: "SQS-07-retention",
    severity: "warning",
    type: sqs.queue,
    limit: "dead letters that are kept at least as long as messages: their age carries over",
    source: `${QUEUES}/sqs-dead-letter-queues.html`,
    fix: "Raise messageRetentionSeconds of the dead-letter queue, for example to 14 days.",
    checkStack: (resources) =>
      redrives(graphOf(resources)).flatMap(({ queue, deadLetters }) => {
        const kept = numberAt(queue.values, "messageRetentionSeconds", DEFAULT_RETENTION);
        const found = numberAt(deadLetters.values, "messageRetentionSeconds", DEFAULT_RETENTION);
        return kept !== undefined && found !== undefined && found < kept
          ? [
              {
                urn: deadLetters.urn,
                argument: "messageRetentionSeconds",
                found,
                limit: `at least ${kept} seconds, as long as queue ${queue.name} keeps its messages`,
              },
            ]
          : [];
      }),
  },
];

/** What a function's queues ask for at most, together, fits into what is reserved for it. */
function withinReserved(id: string, argument: string, callsOfEach: number): StackRule {
  return {
    id,
    severity: "warning",
    type: lambda.eventSourceMapping,
    limit: "concurrencies of a function's queues that fit into its reserved concurrency",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    fix: `Raise the function's reservedConcurrentExecutions, or lower ${argument}.`,
    checkStack: (resources) => {
      const byFunction = groupBy(polls(graphOf(resources)), (poll) => poll.function);
      return [...byFunction].flatMap(([fn, all]): StackProblem[] => {
        const reserved = numberAt(fn.values, "reservedConcurrentExecutions", -1);
        const asked = all.map(({ mapping }) => numberAt(mapping.values, argument) ?? 0);
        const sum = asked.reduce((total, each) => total + each * callsOfEach, 0);
        const [first] = all;
        if (first === undefined || reserved === undefined || reserved < 0 || sum <= reserved)
          return [];
        return [
          {
            urn: first.mapping.urn,
            argument,
            found: sum,
            limit: `at most ${reserved} together, the reserved concurrency of function ${fn.name}`,
          },
        ];
      });
    },
  };
}

/** Queues with the queue their dead letters go to. */
function redrives(graph: Graph): { queue: StackResource; deadLetters: StackResource }[] {
  return graph.ofType(sqs.queue).flatMap((queue) => {
    const policy = jsonAt(queue.values, "redrivePolicy");
    const arn = isRecord(policy) ? policy["deadLetterTargetArn"] : undefined;
    const candidates = graph.candidates(queue, "redrivePolicy", sqs.queue);
    const named = graph
      .ofType(sqs.queue)
      .find(({ values }) => typeof arn === "string" && values["arn"] === arn);
    const deadLetters = named ?? (candidates.length === 1 ? candidates[0] : undefined);
    return deadLetters === undefined ? [] : [{ queue, deadLetters }];
  });
}

function isFifo({ values }: StackResource): boolean | undefined {
  const value = values["fifoQueue"];
  if (value === undefined || value === null) return false;
  return typeof value === "boolean" ? value : undefined;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
