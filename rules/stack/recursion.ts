import { covers, statementsAt } from "../policy-document";
import { types } from "../resource-types";
import type { StackProblem, StackResource, StackRule } from "../rule";
import { equals, isAbsent, listOf, textAt, valueAt, valuesAt } from "../values";
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

export const recursionStackRules: readonly StackRule[] = [
  {
    id: "LAM-20-loop",
    severity: "error",
    type: [types.eventInvokeConfig, types.function],
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
    type: types.function,
    limit: "no permission to write to what triggers the function; it might call itself without end",
    source: GUIDE,
    fix: "Narrow the permission to another prefix, queue or topic, or say recursiveLoop: true if it is meant.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const allowed = graph
        .ofType(types.recursionConfig)
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
    type: types.function,
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
  const role = graph.one(fn, "role", types.role);
  if (role === undefined) return [];
  return graph
    .ofType(types.rolePolicy)
    .filter((policy) => graph.one(policy, "role", types.role) === role)
    .flatMap((policy) => statementsAt(policy.values, "policy"))
    .filter(({ allows }) => allows);
}

function triggersOf(graph: Graph): Trigger[] {
  return [...fromQueues(graph), ...fromTopics(graph), ...fromBuckets(graph)];
}

function outcomes(graph: Graph): Outcome[] {
  const configured = graph.ofType(types.eventInvokeConfig).flatMap((config) =>
    ["onFailure", "onSuccess"].flatMap((outcome) => {
      const argument = `destinationConfig.${outcome}.destination`;
      return outcomesAt(graph, graph.function(config, "functionName"), config, argument);
    }),
  );
  const deadLetters = graph
    .ofType(types.function)
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
  return [types.queue, types.topic, types.bucket, types.function].flatMap((type) => {
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
  return polled(graph, types.queue, "sqs:SendMessage");
}

function fromTables(graph: Graph): Trigger[] {
  return polled(graph, types.table, "dynamodb:PutItem");
}

function polled(graph: Graph, type: string, action: string): Trigger[] {
  return graph.ofType(types.eventSourceMapping).flatMap((mapping) => {
    const source = graph.one(mapping, "eventSourceArn", type);
    return trigger(graph.function(mapping, "functionName"), source, action);
  });
}

function fromTopics(graph: Graph): Trigger[] {
  return graph
    .ofType(types.subscription)
    .filter(({ values }) => equals(values, "protocol", "lambda"))
    .flatMap((subscription) =>
      trigger(
        graph.function(subscription, "endpoint"),
        graph.one(subscription, "topic", types.topic),
        "sns:Publish",
      ),
    );
}

function fromBuckets(graph: Graph): Trigger[] {
  return graph.ofType(types.bucketNotification).flatMap((notification) => {
    const bucket = graph.one(notification, "bucket", types.bucket);
    const entries = valuesAt(notification.values, "lambdaFunctions.*").map(({ value }) => value);
    return entries.flatMap((entry): Trigger[] => {
      if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return [];
      const filter = entry as { [key: string]: never };
      const created = listOf(valueAt(filter, "events")).some(
        (event) => typeof event === "string" && event.startsWith("s3:ObjectCreated"),
      );
      const arn = textAt(filter, "lambdaFunctionArn");
      const candidates = graph.candidates(notification, "lambdaFunctions", types.function);
      const fn =
        graph
          .ofType(types.function)
          .find(({ values }) => arn !== undefined && values["arn"] === arn) ??
        (candidates.length === 1 ? candidates[0] : undefined);
      const prefix = textAt(filter, "filterPrefix") ?? "";
      const suffix = textAt(filter, "filterSuffix") ?? "";
      const triggers = created ? trigger(fn, bucket, "s3:PutObject", `/${prefix}any${suffix}`) : [];
      return triggers.map((found) => ({ ...found, names: { prefix, suffix } }));
    });
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
