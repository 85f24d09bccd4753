/** Targets of EventBridge: the role and the group that some kinds need, and the bus that a rule is on. */
import { cloudwatch } from "../base/types/cloudwatch";
import { scheduler } from "../base/types/scheduler";
import { sqs } from "../base/types/sqs";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const API = "https://docs.aws.amazon.com/eventbridge/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide";

/** Targets that EventBridge calls as a role of the account. */
const throughRole = [
  ...["aws:sfn/stateMachine:StateMachine", "aws:kinesis/stream:Stream", "aws:ecs/cluster:Cluster"],
  ...["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws:batch/jobQueue:JobQueue"],
  ...["aws:codebuild/project:Project", "aws:codepipeline/pipeline:Pipeline"],
  ...["aws:cloudwatch/eventApiDestination:EventApiDestination"],
];

/** Who names a queue, and where the group of its messages stands. */
const toQueues = [
  { type: cloudwatch.eventTarget, queue: "arn", group: "sqsTarget.messageGroupId" },
  { type: scheduler.schedule, queue: "target", group: "target.sqsParameters.messageGroupId" },
];

export const stackRules: readonly StackRule[] = [
  {
    id: "EVB-07-role",
    severity: "error",
    type: cloudwatch.eventTarget,
    limit: "a roleArn for a workflow, stream, cluster, job queue, build or API destination",
    source: `${GUIDE}/eb-use-identity-based.html`,
    fix: "Set roleArn to a role that events.amazonaws.com may take and that may start the target.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(cloudwatch.eventTarget)
        .filter(({ values }) => isAbsent(values, "roleArn"))
        .flatMap((target) =>
          throughRole.flatMap((type) =>
            targetOf(graph, target, "arn", type).map(({ name: found }) => ({
              ...{ urn: target.urn, argument: "roleArn", found: undefined },
              limit: `a roleArn for ${found}`,
            })),
          ),
        );
    },
  },
  {
    id: "EVB-07-group",
    severity: "error",
    type: toQueues.map(({ type }) => type),
    limit: "a messageGroupId for a FIFO queue",
    source: `${API}/API_SqsParameters.html`,
    fix: "Set sqsTarget.messageGroupId, in a schedule target.sqsParameters.messageGroupId.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return toQueues.flatMap(({ type, queue, group }) =>
        graph
          .ofType(type)
          .filter(({ values }) => isAbsent(values, group))
          .flatMap((sender): StackProblem[] =>
            targetOf(graph, sender, queue, sqs.queue)
              .filter(({ values }) => equals(values, "fifoQueue", true))
              .map(() => ({ urn: sender.urn, argument: group, found: undefined })),
          ),
      );
    },
  },
  {
    id: "EVB-07-bus",
    severity: "error",
    type: cloudwatch.eventTarget,
    limit: "the eventBusName of its rule: without it the rule is looked for on the default bus",
    source: `${API}/API_PutTargets.html`,
    fix: "Set eventBusName to that of the rule.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(cloudwatch.eventTarget)
        .filter(({ values }) => isAbsent(values, "eventBusName"))
        .flatMap((target): StackProblem[] => {
          const rule = graph.one(target, "rule", cloudwatch.eventRule);
          return rule !== undefined && isOnOtherBus(rule)
            ? [{ urn: target.urn, argument: "eventBusName", found: undefined }]
            : [];
        });
    },
  },
];

/** What the argument alone was made from; another source may be what is meant. */
function targetOf(
  graph: Graph,
  resource: StackResource,
  argument: string,
  type: string,
): readonly StackResource[] {
  const sources = resource.propertyDependencies[argument] ?? [];
  const found = graph.candidates(resource, argument, type);
  return argument === "target" || sources.length === 1 ? found : [];
}

function isOnOtherBus({ values, propertyDependencies }: StackResource): boolean {
  const bus = textAt(values, "eventBusName");
  if (bus !== undefined) return !/(^|\/)default$/.test(bus);
  return (propertyDependencies["eventBusName"] ?? []).some((urn) => urn.includes(":EventBus::"));
}
