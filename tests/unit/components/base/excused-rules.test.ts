import assert from "node:assert/strict";
import { Queue } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import type { Exception } from "../../../../rules/base/exception";
import { record } from "../record";

const reason = "A partner's limit.";
const tooSmall = { transform: { queue: { maxMessageSize: 5 } } }; // an error, SQS-08-size
const shortPolling = { transform: { queue: { receiveWaitTimeSeconds: 0 } } }; // a warning

/** Builds the queue `jobs` of stack `test` where the exceptions hold. */
const build = (args: object, ...exceptions: Exception[]) =>
  record(() => {
    const place = { region: "eu-west-1", account: "123456789012", exceptions };
    new Queue("jobs", args, { parent: new Environment("test", place) });
  });
const urn = (name: string, stack = "test") =>
  `urn:pulumi:${stack}::strata::strata:index:Environment$strata:decoupling:Queue$aws:sqs/queue:Queue::${name}`;

describe("A rule that a component's child may break", () => {
  for (const [how, resource, stacks] of [
    ["its name", "jobs", undefined],
    ["its name, in this stack", "jobs", ["dev", "test"]],
    ["its URN", urn("jobs"), undefined],
  ] as const) {
    it(`does not stop the program, excused by ${how}`, async () => {
      const rule = "SQS-08-size";
      const { resources } = await build(tooSmall, { rule, resource, reason, stacks });
      assert.ok(resources.some(({ inputs }) => inputs.maxMessageSize === 5));
    });
  }

  for (const [what, exception] of [
    ["another rule", { rule: "SQS-08-delay", resource: "jobs" }],
    ["another resource", { rule: "SQS-08-size", resource: "mails" }],
    [
      "a resource of another type",
      {
        rule: "SQS-08-size",
        resource: urn("jobs").replace("sqs/queue:Queue:", "sns/topic:Topic:"),
      },
    ],
    ["another stack", { rule: "SQS-08-size", resource: "jobs", stacks: ["prod"] }],
    ["another stack's URN", { rule: "SQS-08-size", resource: urn("jobs", "prod") }],
  ] as const) {
    it(`stops it, where ${what} is excused`, async () => {
      await assert.rejects(build(tooSmall, { ...exception, reason }), /SQS-08-size/);
    });
  }

  it("is not warned of either", async () => {
    const exception = { rule: "SQS-08-long-polling", resource: "jobs", reason };
    assert.match((await build(shortPolling)).warnings.join(), /SQS-08-long-polling/);
    assert.deepEqual((await build(shortPolling, exception)).warnings, []);
  });
});
