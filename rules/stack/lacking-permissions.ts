/** What a role must allow for AWS to make what takes it: Lambda tries it, and refuses the function or mapping. */
import { takes } from "../base/policy-document";
import { dynamodb } from "../base/types/dynamodb";
import { iam } from "../base/types/iam";
import { kinesis } from "../base/types/kinesis";
import { lambda } from "../base/types/lambda";
import { sns } from "../base/types/sns";
import { sqs } from "../base/types/sqs";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { grantsOf, isLetIn } from "./role-grants";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** AWS's own policies that allow what a function needs for its network and its traces. */
const network = /\/AWSLambdaVPCAccessExecutionRole$/;
const traces = /\/AWSXRayDaemonWriteAccess$/;

/** What an argument needs its role to allow. */
interface Need {
  readonly argument: string;
  readonly action: string;
  /** AWS's own policy that allows it. */
  readonly managed?: RegExp;
}

/** What a function's argument needs, where the argument is set. */
const ofFunctions: readonly (Need & { isSet(fn: StackResource): boolean })[] = [
  {
    argument: "vpcConfig",
    action: "ec2:CreateNetworkInterface",
    managed: network,
    isSet: (fn: StackResource) => valuesAt(fn.values, "vpcConfig.subnetIds.*").length > 0,
  },
  {
    argument: "tracingConfig.mode",
    action: "xray:PutTraceSegments",
    managed: traces,
    isSet: (fn: StackResource) => equals(fn.values, "tracingConfig.mode", "Active"),
  },
];

/** What a function reads from, and the call that Lambda makes as its role. */
const ofMappings = [
  { type: sqs.queue, action: "sqs:ReceiveMessage" },
  { type: kinesis.kinesisStream, action: "kinesis:GetRecords" },
  { type: dynamodb.table, action: "dynamodb:GetRecords" },
];

/** Where dead letters go. */
const ofDeadLetters = [
  { type: sqs.queue, action: "sqs:SendMessage" },
  { type: sns.topic, action: "sns:Publish" },
];

export const stackRules: readonly StackRule[] = [
  {
    id: "LAM-36",
    severity: "error",
    type: lambda.function,
    limit:
      "a role that may do what the function's arguments need; Lambda refuses the function without",
    source: `${GUIDE}/lambda-intro-execution-role.html`,
    fix: "Allow it in a policy of the role: network interfaces (ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces, ec2:DeleteNetworkInterface), traces (xray:PutTraceSegments) or the dead letters (sqs:SendMessage, sns:Publish).",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.function).flatMap((fn): StackProblem[] => {
        const role = graph.one(fn, "role", iam.role);
        if (role === undefined) return [];
        const letters: Need[] = ofDeadLetters
          .filter(({ type }) => graph.candidates(fn, "deadLetterConfig", type).length > 0)
          .map(({ action }) => ({ argument: "deadLetterConfig.targetArn", action }));
        const needs = ofFunctions.filter((need) => need.isSet(fn));
        return [...needs, ...letters]
          .filter((need) => lacks(graph, role, need.action, need.managed))
          .map(({ argument, action }) => problem(fn, argument, role, action));
      });
    },
  },
  {
    id: "LAM-36-source",
    severity: "error",
    type: lambda.eventSourceMapping,
    limit: "a function whose role may read the source; Lambda refuses the mapping without",
    source: `${GUIDE}/lambda-intro-execution-role.html`,
    fix: "Allow it in a policy of the role: sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on the queue, or GetRecords, GetShardIterator, DescribeStream and ListStreams on the stream.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.eventSourceMapping).flatMap((mapping): StackProblem[] => {
        const fn = graph.function(mapping, "functionName");
        const role = fn && graph.one(fn, "role", iam.role);
        if (role === undefined || isAbsent(mapping.values, "eventSourceArn")) return [];
        return ofMappings
          .filter(({ type }) => {
            const read = graph.candidates(mapping, "eventSourceArn", type);
            return read.length > 0 && !read.some((source) => isLetIn(graph, role, source));
          })
          .filter(({ action }) => lacks(graph, role, action))
          .map(({ action }) => problem(mapping, "eventSourceArn", role, action));
      });
    },
  },
];

/** True where all that the role may do is known, and the call is not among it. */
export function lacks(
  graph: Graph,
  role: StackResource,
  action: string,
  managed?: RegExp,
): boolean {
  const { documents, unread, isWhole } = grantsOf(graph, role);
  if (!isWhole || unread.length > 0 || documents.some((document) => !document.isWhole))
    return false;
  if (managed !== undefined && attached(graph, role).some((arn) => managed.test(arn))) return false;
  return !documents.some(({ statements }) =>
    statements.some((statement) => statement.allows && takes(statement, action)),
  );
}

/** AWS's policies on the role. */
function attached(graph: Graph, role: StackResource): string[] {
  const listed = valuesAt(role.values, "managedPolicyArns.*").map(({ value }) => value);
  const separate = [iam.rolePolicyAttachment, "aws:iam/policyAttachment:PolicyAttachment"].flatMap(
    (type) => graph.ofType(type).map(({ values }) => textAt(values, "policyArn")),
  );
  return [...listed, ...separate].filter((arn) => typeof arn === "string");
}

function problem(
  { urn }: StackResource,
  argument: string,
  role: StackResource,
  action: string,
): StackProblem {
  return { urn, argument, found: `${role.name}, which may not ${action}` };
}
