import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import type { Invocable, PolicyStatement } from "../../../../components/contracts";
import {
  callFunction,
  Queue,
  sendMessage,
  StatesDefinition,
  Workflow,
} from "../../../../components/decoupling";
import {
  runBatchJob,
  runContainer,
  runWorkflow,
} from "../../../../components/wiring/workflow-jobs";
import { record, Recording, refusal, valueOf } from "../record";

const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:check";
const check: Invocable = {
  logicalName: "check",
  arn: pulumi.output(functionArn),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("check"),
  ready: [],
};
const oneTask = (): StatesDefinition<"Check"> => ({
  startAt: "Check",
  states: { Check: { type: "Task", task: callFunction(check), end: true } },
});

/** A whole definition with every type of state. */
const every = (): StatesDefinition<"Check" | "Each" | "Both" | "Which" | "Failed"> => ({
  startAt: "Check",
  states: {
    Check: {
      type: "Task",
      task: callFunction(check, { waitForAnswer: true }),
      timeoutSeconds: 60,
      catch: [{ errorEquals: ["States.ALL"], next: "Failed" }],
      next: "Each",
    },
    Each: {
      type: "Map",
      items: "{% $states.input.items %}",
      itemProcessor: {
        startAt: "One",
        // A field of the data that is called as one of the language.
        states: { One: { type: "Pass", output: { Next: "x" }, end: true } },
      },
      next: "Both",
    },
    Both: {
      type: "Parallel",
      branches: [
        {
          startAt: "Left",
          states: { Left: { type: "Wait", seconds: 5, end: true } },
        },
        { startAt: "Right", states: { Right: { type: "Succeed" } } },
      ],
      next: "Which",
    },
    Which: {
      type: "Choice",
      choices: [{ condition: "{% $states.input[0] = 1 %}", next: "Check" }],
      default: "Failed",
    },
    Failed: { type: "Fail", error: "Rejected" },
  },
});

const machineOf = (recording: Recording<unknown>, name: string) =>
  recording.inputs<aws.sfn.StateMachineArgs>(aws.sfn.StateMachine, name);
function statementsOf(recording: Recording<unknown>, name: string): PolicyStatement[] {
  const { policy } = recording.inputs<{ policy: string }>(aws.iam.RolePolicy, name);
  return (JSON.parse(policy) as { Statement: PolicyStatement[] }).Statement;
}

describe("Workflow", () => {
  it("is traced, and logs every step without data", async () => {
    const recording = await record(() => new Workflow("check", oneTask()));
    const machine = machineOf(recording, "check");
    assert.equal(machine.type, "STANDARD");
    assert.deepEqual(machine.encryptionConfiguration, { type: "AWS_OWNED_KEY" });
    assert.deepEqual(machine.tracingConfiguration, { enabled: true });
    const logging =
      machine.loggingConfiguration as aws.types.input.sfn.StateMachineLoggingConfiguration;
    assert.equal(logging.level, "ALL");
    assert.equal(logging.includeExecutionData, false);
    assert.match(logging.logDestination as string, /:log-group:\/aws\/vendedlogs\/states\/.*:\*$/);
    const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(
      aws.cloudwatch.LogGroup,
      "check-logs",
    );
    assert.equal(group.namePrefix, "/aws/vendedlogs/states/strata/test/check-");
    assert.equal(group.retentionInDays, 365);
  });

  it("has a role for its tasks alone, each once", async () => {
    const recording = await record(
      () =>
        new Workflow("check", {
          startAt: "First",
          states: {
            First: { type: "Task", task: callFunction(check), next: "Second" },
            Second: { type: "Task", task: callFunction(check), next: "Third" },
            Third: { type: "Task", task: sendMessage(new Queue("left")), end: true },
          },
        }),
    );
    const statements = statementsOf(recording, "check-policy");
    assert.deepEqual(
      statements.map(({ Action }) => [Action].flat()[0]),
      [
        "logs:CreateLogDelivery",
        "xray:PutTraceSegments",
        "lambda:InvokeFunction",
        "sqs:SendMessage",
      ],
    );
    assert.equal(statements[2].Resource, functionArn);
    assert.match(String(statements[3].Resource), /^arn:aws:sqs:.*:left-/);
  });

  it("becomes the Amazon States Language", async () => {
    const recording = await record(() => new Workflow("all", every()));
    const definition = JSON.parse(machineOf(recording, "all").definition as string) as {
      QueryLanguage: string;
      StartAt: string;
      States: Record<string, Record<string, unknown>>;
    };
    assert.equal(definition.QueryLanguage, "JSONata");
    assert.equal(definition.StartAt, "Check");
    const { Check, Each, Both, Which, Failed } = definition.States;
    assert.deepEqual(Check.Arguments, {
      FunctionName: functionArn,
      Payload: { input: "{% $states.input %}", taskToken: "{% $states.context.Task.Token %}" },
    });
    assert.equal(Check.Resource, "arn:aws:states:::lambda:invoke.waitForTaskToken");
    assert.equal(Check.TimeoutSeconds, 60);
    assert.equal(Check.Output, undefined);
    assert.deepEqual(Check.Catch, [{ ErrorEquals: ["States.ALL"], Next: "Failed" }]);
    assert.deepEqual(Each.ItemProcessor, {
      ProcessorConfig: { Mode: "INLINE" },
      StartAt: "One",
      States: { One: { Type: "Pass", Output: { Next: "x" }, End: true } },
    });
    assert.equal((Both.Branches as unknown[]).length, 2);
    assert.deepEqual(Which.Choices, [{ Condition: "{% $states.input[0] = 1 %}", Next: "Check" }]);
    assert.equal(Which.Default, "Failed");
    assert.deepEqual(Failed, { Type: "Fail", Error: "Rejected" });
  });

  it("refuses what AWS would: names, unreachable states, expressions, waiting in an express workflow", async () => {
    const broken = (states: Record<string, object>, rest: object = {}) =>
      refusal(() => new Workflow("w", { startAt: "A", states, ...rest } as never));
    const pass = { type: "Pass", end: true };
    assert.match(
      await broken({ A: { type: "Pass", next: "C" } }),
      /SFN-02-next: .*Next is "C"; allowed: a state beside it: A/,
    );
    assert.match(await broken({ A: pass, B: pass }), /SFN-02-reach: .*States\.B/);
    assert.match(
      await broken({ A: { ...pass, output: "{% $sum( %}" } }),
      /SFN-02-expression: definition\.States\.A\.Output is "\{% \$sum\( %\}"/,
    );
    assert.match(await broken({ A: { type: "Pass" } }), /SFN-02-fields: /);
    const waits = { type: "Task", task: callFunction(check, { waitForAnswer: true }), end: true };
    assert.match(await broken({ A: waits }, { kind: "express" }), /SFN-03: /);
  });

  it("warns of a task that waits without end", async () => {
    const { warnings } = await record(
      () =>
        new Workflow("w", {
          startAt: "A",
          states: {
            A: { type: "Task", task: callFunction(check, { waitForAnswer: true }), end: true },
          },
        }),
    );
    assert.match(warnings.join(), /SFN-04: w: definition\.States\.A\.TimeoutSeconds is missing/);
  });

  it("gives access: start, wait for, answer, each with the customer's key", async () => {
    const { made, ...recording } = await record(() => {
      const inside = {
        parent: new Environment("test", {
          region: "eu-west-1",
          account: "123456789012",
          encryption: "customer-managed",
        }),
      };
      const standard = new Workflow("standard", oneTask(), inside);
      const express = new Workflow("express", { ...oneTask(), kind: "express" }, inside);
      return { standard, express };
    });
    const actions = (access: { statements: readonly PolicyStatement[] }) =>
      access.statements.map(({ Action }) => Action);
    const key = ["kms:Decrypt", "kms:GenerateDataKey"];
    assert.deepEqual(actions(made.standard.start()), [["states:StartExecution"], key]);
    assert.deepEqual(actions(made.express.startAndWait()), [["states:StartSyncExecution"], key]);
    assert.deepEqual(actions(made.standard.answer()), [Workflow.grants.answer.actions, key]);
    assert.throws(() => made.standard.startAndWait(), /allowed: an express workflow/);
    assert.throws(() => made.express.answer(), /allowed: a standard workflow/);
    const whole = new Recording(made, recording.resources, recording.warnings);
    assert.equal(
      (machineOf(whole, "standard").encryptionConfiguration as { type: string }).type,
      "CUSTOMER_MANAGED_KMS_KEY",
    );
    assert.equal(machineOf(whole, "express").type, "EXPRESS");
    const { policy } = whole.inputs<{ policy: string }>(aws.kms.Key, "test-data");
    assert.match(policy, /"delivery.logs.amazonaws.com".*kms:EncryptionContext:SourceArn/);
  });

  it("gives jobs that it waits for the rights on their events", async () => {
    const { made } = await record(() => {
      const inner = new Workflow("inner", oneTask());
      const arn = (service: string, rest: string) =>
        `arn:aws:${service}:eu-west-1:123456789012:${rest}`;
      return [
        runWorkflow(inner),
        runContainer({
          clusterArn: arn("ecs", "cluster/c"),
          taskDefinitionArn: arn("ecs", "task-definition/t:1"),
          roleArns: ["arn:aws:iam::123456789012:role/r"],
        }),
        runBatchJob({
          jobQueueArn: arn("batch", "job-queue/q"),
          jobDefinitionArn: arn("batch", "job-definition/d:1"),
          jobName: "nightly",
        }),
      ];
    });
    const rules = await Promise.all(
      made
        .flatMap(({ access }) => access.flatMap(({ statements }) => statements))
        .filter(({ Action }) => [Action].flat().includes("events:PutRule"))
        .map(({ Resource }) => valueOf(Resource as pulumi.Input<string>)),
    );
    const place = await valueOf(made[0].arguments?.StateMachineArn as pulumi.Output<string>);
    const [, , , region, account] = place.split(":"); // of the workflow: the mocks have no environment
    assert.deepEqual(rules, [
      `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      "arn:aws:events:eu-west-1:123456789012:rule/StepFunctionsGetEventsForECSTaskRule",
      "arn:aws:events:eu-west-1:123456789012:rule/StepFunctionsGetEventsForBatchJobsRule",
    ]);
    assert.deepEqual(
      made.map(({ integration }) => integration),
      ["states:startExecution.sync:2", "ecs:runTask.sync", "batch:submitJob.sync"],
    );
  });

  it("knows one that is there already", async () => {
    const arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:billing";
    const { made } = await record(() => Workflow.existing("billing", { arn }));
    assert.equal(made.start().statements.length, 1);
    assert.equal(await valueOf(made.arn), arn);
  });
});
