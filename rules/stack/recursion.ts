import { covers, statementsAt } from "../base/policy-document";
import { dynamodb } from "../base/types/dynamodb";
import { iam } from "../base/types/iam";
import { lambda } from "../base/types/lambda";
import { s3 } from "../base/types/s3";
import { sns } from "../base/types/sns";
import { sqs } from "../base/types/sqs";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, isRecord, listOf, textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html";
const DESTINATIONS =
  "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html";

/** What triggers a function, with the ARN that a write to it would name. */
interface Trigger {
  readonly fn: StackResource;
  readonly source: StackResource;
  /** ARN of what a write reaches: of objects with the trigger's prefix, for a bucket. Unknown until the source stands. */
  readonly target: string | undefined;
  readonly action: string;
  /** For a bucket: how names of the objects begin and end. */
  readonly names?: { readonly prefix: string; readonly suffix: string };
}

/** Where a function sends what became of its asynchronous calls. */
interface Outcome {
  readonly fn: StackResource;
  readonly destination: StackResource;
  /** The resource and argument that say so. */
  readonly saidBy: StackResource;
  readonly argument: string;
}

/** How the names of the objects begin that Lambda writes to a bucket as a destination. */
const OUTCOME_PREFIX = "aws/lambda/async/";

export const stackRules: readonly StackRule[] = [
  {
    id: "LAM-20-loop",
    severity: "error",
    type: [lambda.eventInvokeConfig, lambda.function],
    limit:
      "a destination that does not trigger the same function; it would call itself without end",
    source: DESTINATIONS,
    fix: "Send the outcome to a queue, topic or bucket of its own.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const all = triggersOf(graph);
      return outcomes(graph)
        .filter(
          ({ fn, destination }) =>
            destination === fn ||
            all.some((t) => t.fn === fn && t.source === destination && takesOutcomes(t)),
        )
        .map(({ fn, destination, saidBy, argument }) => ({
          urn: saidBy.urn,
          argument,
          found: destination.name,
          limit: `anything but ${destination.name}, which ${destination === fn ? "is" : "triggers"} the function`,
        }));
    },
  },
  {
    id: "LAM-27",
    severity: "error",
    type: lambda.function,
    limit: "no permission to write to what triggers the function; it might call itself without end",
    source: GUIDE,
    fix: "Narrow the permission to another prefix, queue or topic, or say recursiveLoop: true if it is meant.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const allowed = graph
        .ofType(lambda.recursionConfig)
        .filter(({ values }) => equals(values, "recursiveLoop", "Allow"))
        .map((config) => graph.function(config, "functionName"));
      return loops(graph, triggersOf(graph)).filter(
        ({ urn }) => !allowed.some((fn) => fn?.urn === urn),
      );
    },
  },
  {
    id: "LAM-27-table",
    severity: "warning",
    type: lambda.function,
    limit:
      "no permission to write to the table whose changes trigger the function; AWS does not stop such loops",
    source: GUIDE,
    fix: "Write to another table, or make sure that a change by the function is filtered out.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return loops(graph, fromTables(graph));
    },
  },
];

function loops(graph: Graph, triggers: readonly Trigger[]): StackProblem[] {
  return triggers.flatMap(({ fn, source, target, action }): StackProblem[] =>
    grants(graph, fn).some(
      ({ actions, resources }) =>
        actions.some((granted) => covers(granted, action)) &&
        target !== undefined &&
        resources.some((resource) => resource !== "*" && covers(resource, target)),
    )
      ? [
          {
            urn: fn.urn,
            argument: "role",
            found: `${action} on ${source.name}`,
            limit: `no ${action} on ${source.name}, which triggers the function`,
          },
        ]
      : [],
  );
}

/** What the function's role allows, as far as its policies are known. */
function grants(graph: Graph, fn: StackResource) {
  const role = graph.one(fn, "role", iam.role);
  if (role === undefined) return [];
  return graph
    .ofType(iam.rolePolicy)
    .filter((policy) => graph.one(policy, "role", iam.role) === role)
    .flatMap((policy) => statementsAt(policy.values, "policy"))
    .filter(({ allows }) => allows);
}

function triggersOf(graph: Graph): Trigger[] {
  return [...fromQueues(graph), ...fromTopics(graph), ...fromBuckets(graph)];
}

function outcomes(graph: Graph): Outcome[] {
  const configured = graph.ofType(lambda.eventInvokeConfig).flatMap((config) =>
    ["onFailure", "onSuccess"].flatMap((outcome) => {
      const argument = `destinationConfig.${outcome}.destination`;
      return outcomesAt(graph, graph.function(config, "functionName"), config, argument);
    }),
  );
  const deadLetters = graph
    .ofType(lambda.function)
    .flatMap((fn) => outcomesAt(graph, fn, fn, "deadLetterConfig.targetArn"));
  return [...configured, ...deadLetters];
}

function outcomesAt(
  graph: Graph,
  fn: StackResource | undefined,
  saidBy: StackResource,
  argument: string,
): Outcome[] {
  if (fn === undefined || isAbsent(saidBy.values, argument)) return [];
  return [sqs.queue, sns.topic, s3.bucket, lambda.function].flatMap((type) => {
    const destination = graph.one(saidBy, argument, type);
    return destination === undefined ? [] : [{ fn, destination, saidBy, argument }];
  });
}

/** False where a bucket's notification is for other objects than those that Lambda writes as outcomes. */
function takesOutcomes({ names }: Trigger): boolean {
  if (names === undefined) return true;
  const { prefix, suffix } = names;
  const isBelow = prefix.startsWith(OUTCOME_PREFIX) || OUTCOME_PREFIX.startsWith(prefix);
  return isBelow && suffix === "";
}

function fromQueues(graph: Graph): Trigger[] {
  return polled(graph, sqs.queue, "sqs:SendMessage");
}

function fromTables(graph: Graph): Trigger[] {
  return polled(graph, dynamodb.table, "dynamodb:PutItem");
}

function polled(graph: Graph, type: string, action: string): Trigger[] {
  return graph.ofType(lambda.eventSourceMapping).flatMap((mapping) => {
    const source = graph.one(mapping, "eventSourceArn", type);
    return trigger(graph.function(mapping, "functionName"), source, action);
  });
}

/** Functions that get what is published to a topic, by themselves or through a queue. */
function fromTopics(graph: Graph): Trigger[] {
  return graph
    .ofType(sns.topic)
    .flatMap((topic) =>
      subscribers(graph, topic).flatMap((fn) => trigger(fn, topic, "sns:Publish")),
    );
}

function subscribers(graph: Graph, topic: StackResource): StackResource[] {
  return graph
    .ofType(sns.subscription)
    .filter((subscription) => graph.one(subscription, "topic", sns.topic) === topic)
    .flatMap((subscription) => {
      if (equals(subscription.values, "protocol", "lambda")) {
        return graph.function(subscription, "endpoint") ?? [];
      }
      const queue = graph.one(subscription, "endpoint", sqs.queue);
      return queue === undefined ? [] : pollers(graph, queue);
    });
}

function pollers(graph: Graph, queue: StackResource): StackResource[] {
  return graph
    .ofType(lambda.eventSourceMapping)
    .filter((mapping) => graph.one(mapping, "eventSourceArn", sqs.queue) === queue)
    .flatMap((mapping) => graph.function(mapping, "functionName") ?? []);
}

/** Where a bucket's notifications go, and which functions they reach from there. */
const DELIVERIES = [
  {
    list: "lambdaFunctions",
    arn: "lambdaFunctionArn",
    type: lambda.function,
    functions: (_graph: Graph, fn: StackResource) => [fn],
  },
  { list: "queues", arn: "queueArn", type: sqs.queue, functions: pollers },
  { list: "topics", arn: "topicArn", type: sns.topic, functions: subscribers },
] as const;

function fromBuckets(graph: Graph): Trigger[] {
  return graph.ofType(s3.bucketNotification).flatMap((notification) => {
    const bucket = graph.one(notification, "bucket", s3.bucket);
    return DELIVERIES.flatMap(({ list, arn, type, functions }) =>
      valuesAt(notification.values, `${list}.*`).flatMap(({ value: entry }): Trigger[] => {
        if (!isRecord(entry)) return [];
        const created = listOf(entry["events"]).some(
          (event) => typeof event === "string" && event.startsWith("s3:ObjectCreated"),
        );
        const named = textAt(entry, arn);
        const candidates = graph.candidates(notification, list, type);
        const destination =
          graph.ofType(type).find(({ values }) => named !== undefined && values["arn"] === named) ??
          (candidates.length === 1 ? candidates[0] : undefined);
        if (!created || destination === undefined) return [];
        const prefix = textAt(entry, "filterPrefix") ?? "";
        const suffix = textAt(entry, "filterSuffix") ?? "";
        return functions(graph, destination)
          .flatMap((fn) => trigger(fn, bucket, "s3:PutObject", `/${prefix}any${suffix}`))
          .map((found) => ({ ...found, names: { prefix, suffix } }));
      }),
    );
  });
}

function trigger(
  fn: StackResource | undefined,
  source: StackResource | undefined,
  action: string,
  below = "",
): Trigger[] {
  if (fn === undefined || source === undefined) return [];
  const arn = textAt(source.values, "arn");
  return [{ fn, source, target: arn === undefined ? undefined : `${arn}${below}`, action }];
}
