/** Functions that go on where they were, for days. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { Queue } from "../../../../components/decoupling";
import { HttpApi } from "../../../../components/web";
import { record, refusal } from "../record";
import { hello, make } from "./function-under-test";

describe("LambdaFunction with durable execution", () => {
  it("keeps its history, is called through the alias and may write its own checkpoints", async () => {
    const recording = await make({ durable: { executionTimeout: 86_400 } });
    const made = recording.inputs<Record<string, unknown>>(aws.lambda.Function, "hello");
    assert.deepEqual(made.durableConfig, { executionTimeout: 86_400, retentionPeriod: 14 });
    assert.equal(made.publish, true);
    const arn = await new Promise((resolve) => recording.made.arn.apply(resolve));
    assert.match(String(arn), /:live$/);
    const { policy } = recording.inputs<{ policy: string }>(
      aws.iam.RolePolicy,
      "hello-checkpoints",
    );
    const [statement] = (JSON.parse(policy) as { Statement: Record<string, unknown>[] }).Statement;
    assert.deepEqual(statement.Action, ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"]); // prettier-ignore
    assert.match(String(statement.Resource), /:function:hello-[0-9a-f]+:\*$/);
  });
});

describe("LambdaFunction with durable execution and who waits for it", () => {
  const durable = () =>
    new LambdaFunction("hello", hello, { timeout: 10, durable: { executionTimeout: 86_400 } });

  it("is refused a queue that would send its messages again, and a route that would not wait", async () => {
    const polled = await refusal(
      () =>
        new LambdaFunction("hello", hello as never, {
          on: new Queue("jobs", { consumerTimeout: 60 }).messages(),
          durable: { executionTimeout: 600 },
        }),
    );
    assert.match(polled, /timeout is 600; allowed: at most 60 seconds/);
    const routed = await refusal(() =>
      new HttpApi("api").route("GET /", durable(), { authorization: "none" }),
    );
    assert.match(routed, /86,?400/);
  });

  it("keeps its own timeout for each run of the code, and the alarm of a long run", async () => {
    const recording = await record(durable);
    assert.equal(recording.inputs<{ timeout: number }>(aws.lambda.Function, "hello").timeout, 10);
    const [duration] = recording.made
      .alarmDefinitions()
      .filter(({ metricName }) => metricName === "Duration");
    assert.equal(duration.threshold, 9_000);
    assert.equal(recording.made.timeoutSeconds, 86_400);
  });
});
