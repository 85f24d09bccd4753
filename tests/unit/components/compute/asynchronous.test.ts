import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { Queue } from "../../../../components/decoupling";
import { busDestination, topicDestination } from "../../../../components/wiring/destinations";
import { refusal } from "../record";
import { actions, destination, hello, make, statements } from "./function-under-test";

describe("LambdaFunction and its asynchronous calls", () => {
  it("sends outcomes on, with the permission to", async () => {
    const recording = await make({
      onFailure: destination("bucket"),
      onSuccess: destination("bus"),
      maximumRetryAttempts: 1,
      maximumEventAgeInSeconds: 60,
      deadLetters: destination("queue"),
    });
    const config = recording.inputs<Record<string, unknown>>(
      aws.lambda.FunctionEventInvokeConfig,
      "hello-asynchronous",
    );
    assert.equal(config.maximumRetryAttempts, 1);
    assert.deepEqual(config.destinationConfig, {
      onFailure: { destination: "arn:aws:test:eu-west-1:123456789012:bucket" },
      onSuccess: { destination: "arn:aws:test:eu-west-1:123456789012:bus" },
    });
    for (const action of ["test:bucket", "test:bus", "test:queue"]) {
      assert.ok(actions(recording).includes(action), action);
    }
    const fn = recording.inputs<Record<string, unknown>>(aws.lambda.Function, "hello");
    assert.deepEqual(fn.deadLetterConfig, {
      targetArn: "arn:aws:test:eu-west-1:123456789012:queue",
    });
  });

  it("may publish to exactly the topic and put to exactly the bus that it sends to", async () => {
    const topic = "arn:aws:sns:eu-west-1:123456789012:failures";
    const bus = "arn:aws:events:eu-west-1:123456789012:event-bus/orders";
    const recording = await make({
      onFailure: topicDestination(topic),
      onSuccess: busDestination(bus),
    });
    const sending = statements(recording).filter(({ Action }) =>
      ["sns:Publish", "events:PutEvents"].includes(String(Action)),
    );
    assert.deepEqual(
      sending.map(({ Action, Resource }) => [Action, Resource]),
      [
        ["sns:Publish", topic],
        ["events:PutEvents", bus],
      ],
    );
  });

  for (const [argument, wrong, allowed] of [
    ["deadLetters", destination("bucket"), /deadLetters is "a bucket"; allowed: a standard queue/],
    ["onSuccess", destination("bucket"), /onSuccess is "a bucket"; allowed: a queue, topic, bus/],
    ["onFailure", destination("queue", true), /onFailure is "a FIFO queue"; allowed: a standard/],
  ] as const) {
    it(`refuses ${argument} that Lambda would not send to`, async () => {
      const message = await refusal(
        () => new LambdaFunction("hello", hello, { [argument]: wrong }),
      );
      assert.match(message, allowed);
    });
  }

  for (const argument of ["onFailure", "onSuccess", "deadLetters"] as const) {
    it(`refuses ${argument} that triggers the function (LAM-20)`, async () => {
      const message = await refusal(() => {
        const orders = new Queue("orders", {});
        new LambdaFunction("hello", async () => ({ batchItemFailures: [] }), {
          on: orders.messages(),
          [argument]: orders,
        });
      });
      assert.match(message, new RegExp(`${argument} is "the queue that triggers the function"`));
      assert.match(message, /LAM-20[^]*fix: send to a queue or topic of its own/);
    });
  }
});
