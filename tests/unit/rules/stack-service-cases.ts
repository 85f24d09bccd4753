import { cloudwatch } from "../../../rules/base/types/cloudwatch";
import { ecs } from "../../../rules/base/types/ecs";
import { iam } from "../../../rules/base/types/iam";
import { lb } from "../../../rules/base/types/lb";
import {
  eventTarget,
  fn,
  make,
  polls,
  QUEUE,
  queue,
  writing,
  type Args,
} from "./service-resources";
import { from, stackOf } from "./stack";
import type { StackCase } from "./stack-cases";

const rule = make(cloudwatch.eventRule);
const flow = make("aws:sfn/stateMachine:StateMachine");
const targeted = (target: string, args: Args = {}, ruled: Args = {}) =>
  stackOf(
    rule("rule", ruled),
    flow("flow"),
    queue("fifo", { fifoQueue: true }),
    eventTarget("target", { rule: from("rule"), arn: from(target), ...args }),
  );

const containerDefinitions = JSON.stringify([
  { name: "app", image: "app", portMappings: [{ containerPort: 80 }] },
]);
const forward = (containerName: string, containerPort: number) => ({
  ...{ from: ["group"], value: [{ targetGroupArn: "arn", containerName, containerPort }] },
});
const served = (args: Args, task: Args = {}, group: Args = { targetType: "ip" }) =>
  stackOf(
    make(ecs.taskDefinition)("task", { networkMode: "awsvpc", containerDefinitions, ...task }),
    make(lb.targetGroup)("group", group),
    make(ecs.ecsService)("service", {
      ...{ taskDefinition: from("task"), networkConfiguration: { subnets: ["a"] } },
      ...args,
    }),
  );
const traced = { tracingConfig: { mode: "Active" } };

export const serviceFitCases: { readonly [rule: string]: StackCase } = {
  "EVB-07-role": {
    pass: targeted("flow", { roleArn: "arn" }),
    fail: targeted("flow"),
    blamed: "target",
  },
  "EVB-07-group": {
    pass: targeted("fifo", { sqsTarget: { messageGroupId: "a" } }),
    fail: targeted("fifo"),
    blamed: "target",
  },
  "EVB-07-bus": {
    pass: targeted("fifo", { eventBusName: "orders" }, { eventBusName: "orders" }),
    fail: targeted("fifo", {}, { eventBusName: "orders" }),
    blamed: "target",
  },
  "ECS-07-network": {
    pass: served({}),
    fail: served({ networkConfiguration: undefined }),
    blamed: "service",
  },
  "ECS-07-container": {
    pass: served({ loadBalancers: forward("app", 80) }),
    fail: served({ loadBalancers: forward("app", 8080) }),
    blamed: "service",
  },
  "ECS-07-target": {
    pass: served({ loadBalancers: forward("app", 80) }),
    fail: served({ loadBalancers: forward("app", 80) }, {}, {}),
    blamed: "service",
  },
  "ECS-07-fargate": {
    pass: served({ launchType: "FARGATE" }, { requiresCompatibilities: ["FARGATE"] }),
    fail: served({ launchType: "FARGATE" }, { requiresCompatibilities: ["EC2"] }),
    blamed: "service",
  },
  "LAM-36": {
    pass: stackOf(
      ...writing("xray:*", "*").slice(0, 2),
      fn("fn", { role: from("role"), ...traced }),
    ),
    fail: stackOf(make(iam.role)("role"), fn("fn", { role: from("role"), ...traced })),
    blamed: "fn",
  },
  "LAM-36-source": {
    pass: stackOf(queue("queue"), ...writing("sqs:ReceiveMessage", QUEUE), polls("queue")),
    fail: stackOf(queue("queue"), ...writing("sqs:SendMessage", QUEUE), polls("queue")),
    blamed: "poll",
  },
};
