/** The sides of Lambda's stack rules that their one case each does not show. */
import * as assert from "node:assert/strict";
import { checkStack, stackRules, unknown, type Plain } from "../../../rules";
import { autoscaling } from "../../../rules/base/types/autoscaling";
import { lambda } from "../../../rules/base/types/lambda";
import { s3 } from "../../../rules/base/types/s3";
import { sqs } from "../../../rules/base/types/sqs";
import { sns } from "../../../rules/base/types/sns";
import { strata } from "../../../rules/base/types/strata";
import { from, stackOf, type Described } from "./stack";

const context = { today: "2026-11-23" };

/** What the rule says of the resources: argument, value and limit. */
function broken(id: string, ...resources: Described[]): unknown[] {
  const rules = stackRules.filter((rule) => rule.id === id);
  assert.equal(rules.length, 1);
  return checkStack(rules, stackOf(...resources), context).map(({ argument, found, limit }) => ({
    argument,
    found,
    limit,
  }));
}

const fn = (name: string, reservedConcurrentExecutions?: number): Described => ({
  type: lambda.function,
  name,
  args: { reservedConcurrentExecutions },
});

describe("provisioned concurrency that scales", () => {
  const scaling = (name: string, maxCapacity: number): Described[] => [
    {
      type: lambda.alias,
      name: `${name}-live`,
      args: { functionName: from(name), name: "live" },
    },
    {
      type: autoscaling.scalingTarget,
      name: `${name}-target`,
      args: {
        serviceNamespace: "lambda",
        resourceId: from(`${name}-live`, `function:${name}:live`),
        minCapacity: 1,
        maxCapacity,
      },
    },
  ];
  const scheduled = (name: string, maxCapacity: number): Described => ({
    type: autoscaling.scheduledScaling,
    name: `${name}-morning`,
    args: {
      serviceNamespace: "lambda",
      resourceId: from(`${name}-target`),
      scalableTargetAction: { minCapacity: 1, maxCapacity },
    },
  });

  it("LAM-15: reaches no further than what is reserved", () => {
    assert.deepEqual(broken("LAM-15", fn("a", 10), ...scaling("a", 10)), []);
    assert.deepEqual(broken("LAM-15", fn("a", 10), ...scaling("a", 11)), [
      {
        argument: "maxCapacity",
        found: 11,
        limit: "at most 10, the reserved concurrency of function a",
      },
    ]);
  });

  it("LAM-15: nor does a schedule", () => {
    const morning = scheduled("a", 12);
    assert.deepEqual(broken("LAM-15", fn("a", 12), ...scaling("a", 10), morning), []);
    assert.deepEqual(broken("LAM-15", fn("a", 11), ...scaling("a", 10), morning), [
      {
        argument: "scalableTargetAction.maxCapacity",
        found: 12,
        limit: "at most 11, the reserved concurrency of function a",
      },
    ]);
  });

  it("LAM-16: counts its largest bound against the account, once", () => {
    const one = [fn("a"), ...scaling("a", 400), scheduled("a", 600)];
    assert.deepEqual(broken("LAM-16", ...one, fn("b", 300)), []);
    assert.deepEqual(broken("LAM-16", ...one, fn("b", 301)), [
      {
        argument: "scalableTargetAction.maxCapacity",
        found: 600,
        limit: "900 for all functions of the account; this stack reserves 901",
      },
    ]);
  });

  it("LAM-16: takes the account's pool from the Environment", () => {
    const environment = (accountConcurrency?: number): Described => ({
      type: strata.environment,
      name: "prod",
      args: { production: true, accountConcurrency },
    });
    const reserving = fn("a", 500);
    assert.deepEqual(broken("LAM-16", environment(), reserving), []);
    assert.deepEqual(broken("LAM-16", environment(600), reserving), []);
    const limit = (pool: string) =>
      `${pool} for all functions of the account; this stack reserves 500`;
    for (const [account, pool] of [
      [599, "499"],
      [10, "0"],
    ] as const) {
      assert.deepEqual(broken("LAM-16", environment(account), reserving), [
        { argument: "reservedConcurrentExecutions", found: 500, limit: limit(pool) },
      ]);
    }
    assert.deepEqual(broken("LAM-16", environment(5000), fn("a", 4900)), []);
    assert.deepEqual(broken("LAM-16", environment(10), fn("a")), []);
  });

  it("LAM-16: counts nothing twice that the function has reserved", () => {
    assert.deepEqual(broken("LAM-16", fn("a", 900), ...scaling("a", 900)), []);
  });

  it("is about functions: what scales tables does not count", () => {
    const table: Described = {
      type: autoscaling.scalingTarget,
      name: "table",
      args: { serviceNamespace: "dynamodb", resourceId: "table/photos", maxCapacity: 40_000 },
    };
    assert.deepEqual(broken("LAM-16", fn("a"), table), []);
  });
});

describe("LAM-20: destinations that trigger the function", () => {
  const config = (outcome: string, source: string): Described => ({
    type: lambda.eventInvokeConfig,
    name: "config",
    args: {
      functionName: from("fn"),
      destinationConfig: from(source, { [outcome]: { destination: unknown } }),
    },
  });
  const triggered: Described[] = [
    { type: lambda.function, name: "fn" },
    { type: sns.topic, name: "topic", args: { arn: "arn:aws:sns:eu-west-1:123456789012:topic" } },
    {
      type: sns.subscription,
      name: "subscription",
      args: { protocol: "lambda", endpoint: from("fn"), topic: from("topic") },
    },
  ];
  const bucket = (filterPrefix?: string, filterSuffix?: string): Described[] => [
    { type: lambda.function, name: "fn" },
    { type: s3.bucket, name: "bucket", args: { arn: "arn:aws:s3:::bucket" } },
    {
      type: s3.bucketNotification,
      name: "notification",
      args: {
        bucket: from("bucket"),
        lambdaFunctions: from("fn", [
          { events: ["s3:ObjectCreated:*"], filterPrefix, filterSuffix } as unknown as Plain,
        ]),
      },
    },
  ];

  it("are refused for successes of a topic's subscriber", () => {
    assert.deepEqual(broken("LAM-20-loop", ...triggered, config("onSuccess", "topic")), [
      {
        argument: "destinationConfig.onSuccess.destination",
        found: "topic",
        limit: "anything but topic, which triggers the function",
      },
    ]);
  });

  it("are refused as dead letters", () => {
    const [, ...rest] = triggered;
    const deadLetterConfig = from("topic", { targetArn: unknown });
    const self: Described = { type: lambda.function, name: "fn", args: { deadLetterConfig } };
    assert.equal(broken("LAM-20-loop", self, ...rest).length, 1);
  });

  it("are refused where the function is its own destination", () => {
    const self: Described = { type: lambda.function, name: "fn" };
    assert.deepEqual(broken("LAM-20-loop", self, config("onSuccess", "fn")), [
      {
        argument: "destinationConfig.onSuccess.destination",
        found: "fn",
        limit: "anything but fn, which is the function",
      },
    ]);
  });

  it("are refused for a bucket whose notification takes what Lambda writes there", () => {
    const failures = config("onFailure", "bucket");
    assert.equal(broken("LAM-20-loop", ...bucket(), failures).length, 1);
    assert.equal(broken("LAM-20-loop", ...bucket("aws/"), failures).length, 1);
    assert.deepEqual(broken("LAM-20-loop", ...bucket("photos/"), failures), []);
    assert.deepEqual(broken("LAM-20-loop", ...bucket(undefined, ".jpg"), failures), []);
  });
});

describe("a durable function that polls a queue", () => {
  const polled = (visibilityTimeoutSeconds: number): Described[] => [
    { type: sqs.queue, name: "jobs", args: { visibilityTimeoutSeconds } },
    {
      type: lambda.function,
      name: "worker",
      args: { timeout: 30, durableConfig: { executionTimeout: 600 } },
    },
    {
      type: lambda.eventSourceMapping,
      name: "poll",
      args: { eventSourceArn: from("jobs"), functionName: from("worker") },
    },
  ];

  it("SQS-01: keeps a message for all of its execution, not for one run of the code", () => {
    assert.deepEqual(broken("SQS-01", ...polled(600)), []);
    assert.deepEqual(broken("SQS-01", ...polled(180)), [
      {
        argument: "visibilityTimeoutSeconds",
        found: 180,
        limit: "at least 600 seconds, the timeout of function worker",
      },
    ]);
  });
});

describe("a function with an environment for each tenant", () => {
  const isolated: Described = {
    type: lambda.function,
    name: "fn",
    args: { tenancyConfig: { tenantIsolationMode: "PER_TENANT" } },
  };
  const polls: Described = {
    type: lambda.eventSourceMapping,
    name: "poll",
    args: { functionName: from("fn") },
  };
  const notified: Described = {
    type: sns.subscription,
    name: "notify",
    args: { protocol: "lambda", endpoint: from("fn") },
  };

  it("LAM-35: is called by nothing that names no tenant", () => {
    const found = (argument: string) => [{ argument, found: "fn", limit: undefined }];
    const told = (...resources: Described[]) =>
      (broken("LAM-35", ...resources) as { limit?: string }[]).map((each) => ({
        ...each,
        limit: undefined,
      }));
    assert.deepEqual(told(isolated, polls), found("functionName"));
    assert.deepEqual(told(isolated, notified), found("endpoint"));
    assert.deepEqual(told({ ...isolated, args: {} }, polls, notified), []);
  });
});
