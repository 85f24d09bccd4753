import { dynamodb } from "../base/types/dynamodb";
import { iam } from "../base/types/iam";
import { kinesis } from "../base/types/kinesis";
import { lambda } from "../base/types/lambda";
import { s3 } from "../base/types/s3";
import { secretsmanager } from "../base/types/secretsmanager";
import { sns } from "../base/types/sns";
import { sqs } from "../base/types/sqs";
import type { Plain, StackProblem, StackResource, StackRule } from "../base/rule";
import { textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { reaches } from "./role-grants";

/**
 * What a function can only use with a permission, by the values that name it. A value that names
 * nothing to call with credentials, such as a domain name or a log group's name, is not here.
 */
const USED_BY_NAME: readonly { readonly type: string; readonly names: readonly string[] }[] = [
  { type: dynamodb.table, names: ["name", "id", "arn"] },
  { type: s3.bucket, names: ["bucket", "id", "arn"] },
  { type: sqs.queue, names: ["url", "id", "arn", "name"] },
  { type: sns.topic, names: ["arn", "id"] },
  { type: secretsmanager.secret, names: ["arn", "id", "name"] },
  { type: kinesis.kinesisStream, names: ["name", "arn"] },
  { type: lambda.function, names: ["name", "id", "arn"] },
  { type: "aws:cloudwatch/eventBus:EventBus", names: ["name", "id", "arn"] },
  { type: "aws:sfn/stateMachine:StateMachine", names: ["arn", "id"] },
  { type: "aws:ssm/parameter:Parameter", names: ["name", "id", "arn"] },
  { type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", names: ["name", "arn"] },
];

export const stackRules: readonly StackRule[] = [
  {
    id: "IAM-09",
    severity: "warning",
    type: lambda.function,
    limit: "names of resources that the function's role has a statement on",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
    fix: "Grant what the handler does with it, such as access: [table.read()], or a statement with its ARN in the role's policy.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.function).flatMap((fn) => ungranted(graph, fn));
    },
  },
];

function ungranted(graph: Graph, fn: StackResource): StackProblem[] {
  const role = graph.one(fn, "role", iam.role);
  if (role === undefined) return [];
  return valuesAt(fn.values, "environment.variables.*").flatMap(({ path, value }) =>
    namedBy(graph, fn, textsIn(value))
      .filter((captured) => captured !== fn && reaches(graph, role, captured) === false)
      .map((captured) => ({
        urn: fn.urn,
        argument: path,
        found: captured.name,
        limit: `names of resources that role ${role.name} has a statement on; it has none on this ${kindOf(captured)}`,
      })),
  );
}

/** The resources that one of the texts names as a whole, among those that the environment was made from. */
function namedBy(graph: Graph, fn: StackResource, texts: readonly string[]): StackResource[] {
  return USED_BY_NAME.flatMap(({ type, names }) =>
    graph
      .candidates(fn, "environment", type)
      .filter(({ values }) =>
        names.some((name) => texts.some((text) => text !== "" && text === textAt(values, name))),
      ),
  );
}

/** The texts of a variable: what a handler captured stands in it as JSON. */
function textsIn(value: Plain): string[] {
  if (typeof value !== "string") return [];
  try {
    return [value, ...leavesOf(JSON.parse(value) as Plain)];
  } catch {
    return [value];
  }
}

function leavesOf(value: Plain): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

function kindOf({ type }: StackResource): string {
  return (type.split(":").at(-1) ?? type).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
