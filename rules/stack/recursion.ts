import { covers, statementsAt } from "../policy-document";
import { types } from "../resource-types";
import type { StackProblem, StackResource, StackRule } from "../rule";
import { equals, listOf, textAt, valueAt, valuesAt } from "../values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html";

/** What triggers a function, with the ARN that a write to it would name. */
interface Trigger {
  readonly fn: StackResource;
  readonly source: StackResource;
  /** ARN of what a write reaches: of objects with the trigger's prefix, for a bucket. */
  readonly target: string;
  readonly action: string;
}

export const recursionStackRules: readonly StackRule[] = [
  {
    id: "LAM-27",
    severity: "warning",
    type: types.function,
    limit: "no permission to write to what triggers the function; it might call itself without end",
    source: GUIDE,
    fix: "Narrow the permission to another prefix, queue or topic, or set recursiveLoop to Allow if it is meant.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const allowed = graph
        .ofType(types.recursionConfig)
        .filter(({ values }) => equals(values, "recursiveLoop", "Allow"))
        .map((config) => graph.function(config, "functionName"));
      return loops(graph, [
        ...fromQueues(graph),
        ...fromTopics(graph),
        ...fromBuckets(graph),
      ]).filter(({ urn }) => !allowed.some((fn) => fn?.urn === urn));
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
      return created ? trigger(fn, bucket, "s3:PutObject", `/${prefix}any${suffix}`) : [];
    });
  });
}

function trigger(
  fn: StackResource | undefined,
  source: StackResource | undefined,
  action: string,
  below = "",
): Trigger[] {
  const arn = source === undefined ? undefined : textAt(source.values, "arn");
  if (fn === undefined || source === undefined || arn === undefined) return [];
  return [{ fn, source, target: `${arn}${below}`, action }];
}
