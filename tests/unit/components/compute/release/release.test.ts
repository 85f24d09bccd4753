/** What a function's release makes, and what it refuses. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  LambdaFunction,
  LambdaFunctionArgs,
  ReleaseArgs,
  ReleaseCheck,
} from "../../../../../components/compute";
import { deploymentType } from "../../../../../components/compute/lambda/release/deployment";
import { Environment } from "../../../../../components/environment";
import { Bucket } from "../../../../../components/data";
import { predefinedLambdaConfigs } from "../../../../../rules/codedeploy";
import { record, refusal } from "../../record";

const canary: ReleaseArgs = { strategy: "canary", percent: 10, minutes: 5 };
const check: ReleaseCheck = async (release) => {
  await release.invoke({});
};

const orders = (release: ReleaseArgs, more: LambdaFunctionArgs = {}) => {
  const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
  return new LambdaFunction("orders", async () => "done", { release, ...more }, { parent });
};

type Group = {
  deploymentConfigName: string;
  alarmConfiguration: { enabled: boolean; alarms: string[] };
  autoRollbackConfiguration: { enabled: boolean; events: string[] };
};

describe("release", () => {
  it("makes an application, a group that rolls back, an alarm of the alias, and the deployment", async () => {
    const recording = await record(() => orders(canary));
    const group = recording.inputs<Group>(aws.codedeploy.DeploymentGroup, "orders-release");
    assert.equal(group.deploymentConfigName, "CodeDeployDefault.LambdaCanary10Percent5Minutes");
    assert.deepEqual(group.autoRollbackConfiguration, {
      enabled: true,
      events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
    });
    const { alarms, enabled } = group.alarmConfiguration;
    assert.equal(enabled, true);
    assert.match(alarms[0], /^orders-release-errors-/);
    const alarm = recording.inputs<aws.cloudwatch.MetricAlarmArgs>(
      aws.cloudwatch.MetricAlarm,
      "orders-release-errors",
    );
    const dimensions = alarm.dimensions as Record<string, string>;
    assert.equal(dimensions.Resource, `${dimensions.FunctionName}:live`);
    const fn = recording.inputs<aws.lambda.FunctionArgs>(aws.lambda.Function, "orders");
    assert.equal(fn.publish, true);
    const deployment = recording.inputs<Record<string, unknown>>(deploymentType, "orders-release");
    assert.equal(deployment.targetVersion, "1");
    assert.equal(deployment.strategy, "canary, 10 % for 5 minutes");
    assert.deepEqual([deployment.keepVersions, deployment.timeoutMinutes], [5, 20]);
    assert.deepEqual(deployment.session, { account: "123456789012", region: "eu-west-1" });
  });

  it("hooks are functions that CodeDeploy's managed roles may call, and that may do what they are given", async () => {
    const recording = await record(() => {
      const bucket = new Bucket("probes");
      return orders({ ...canary, before: { check, access: [bucket.read()] }, after: check });
    });
    const deployment = recording.inputs<{ hooks: object; timeoutMinutes: number }>(
      deploymentType,
      "orders-release",
    );
    const hooks = Object.entries(deployment.hooks as Record<string, { functionName: string }>);
    assert.deepEqual(
      hooks.map(([hook, { functionName }]) => [hook, functionName.slice(0, -8)]),
      [
        ["AfterAllowTraffic", "CodeDeployHook_orders-after"],
        ["BeforeAllowTraffic", "CodeDeployHook_orders-before"],
      ],
    );
    assert.equal(deployment.timeoutMinutes, 140);
    const text = (name: string) =>
      recording.inputs<{ policy: string }>(aws.iam.RolePolicy, name).policy;
    assert.match(
      text("CodeDeployHook_orders-before-policy"),
      /PutLifecycleEventHookExecutionStatus/,
    );
    assert.match(text("CodeDeployHook_orders-before-policy"), /s3:GetObject/);
    assert.match(text("CodeDeployHook_orders-before-policy"), /function:orders-[0-9a-f]{7}:\*/);
    assert.ok(!text("CodeDeployHook_orders-after-policy").includes("s3:"));
    const role = text("orders-release-policy");
    assert.match(role, /function:CodeDeployHook_orders-before-/);
    assert.ok(!/"Action":"lambda:InvokeFunction","Resource":"\*"/.test(role));
  });

  for (const name of predefinedLambdaConfigs) {
    it(`uses ${name} where it fits`, async () => {
      const [, kind, percent, minutes] =
        /Lambda(Canary|Linear)(\d+)Percent(?:Every)?(\d+)/.exec(name) ?? [];
      const release = (
        kind
          ? { strategy: kind.toLowerCase(), percent: Number(percent), minutes: Number(minutes) }
          : { strategy: "all-at-once" }
      ) as ReleaseArgs;
      const recording = await record(() => orders({ ...release, alarms: [] }));
      const group = recording.inputs<Group>(aws.codedeploy.DeploymentGroup, "orders-release");
      assert.equal(group.deploymentConfigName, name);
      assert.equal(recording.count(aws.codedeploy.DeploymentConfig), 0);
      assert.equal(group.alarmConfiguration.enabled, false);
    });
  }

  it("makes a configuration where none of CodeDeploy's own fits", async () => {
    const recording = await record(() => orders({ strategy: "linear", percent: 30, minutes: 4 }));
    const config = recording.inputs(aws.codedeploy.DeploymentConfig, "orders-release");
    assert.deepEqual(config, {
      computePlatform: "Lambda",
      trafficRoutingConfig: {
        type: "TimeBasedLinear",
        timeBasedLinear: { percentage: 30, interval: 4 },
      },
    });
    const deployment = recording.inputs<Record<string, unknown>>(deploymentType, "orders-release");
    assert.equal(deployment.timeoutMinutes, 12 + 15);
  });

  it("provisions each version, not the alias whose weights change", async () => {
    const recording = await record(() => orders(canary, { provisionedConcurrency: 2 }));
    const provisioned = recording.inputs<Record<string, unknown>>(
      aws.lambda.ProvisionedConcurrencyConfig,
      "orders-provisioned-concurrency",
    );
    assert.equal(provisioned.qualifier, "1");
  });

  it("keeps all versions of a durable function", async () => {
    const recording = await record(() => orders(canary, { durable: { executionTimeout: 3600 } }));
    const deployment = recording.inputs<Record<string, unknown>>(deploymentType, "orders-release");
    assert.ok(!("keepVersions" in deployment));
  });

  it("shortens the name of a hook that would be too long", async () => {
    const parent = (): pulumi.Resource => new Environment("test", { region: "eu-west-1" });
    const recording = await record(
      () =>
        new LambdaFunction(
          "a-function-with-a-name-of-forty-eight-characters",
          async () => "done",
          { release: { ...canary, before: check } },
          { parent: parent() },
        ),
    );
    const hook = recording.resources.find(
      ({ type, name }) => type === "aws:lambda/function:Function" && name.startsWith("CodeDeploy"),
    );
    assert.match(hook?.name ?? "", /^CodeDeployHook_a-function-with-a-name-of-forty-[0-9a-f]{8}$/);
  });

  const refused: [what: string, release: object, expected: RegExp][] = [
    [
      "an unknown strategy",
      { strategy: "blue-green" },
      /release\.strategy .*canary, linear, all-at-once/,
    ],
    [
      "percent with all-at-once",
      { strategy: "all-at-once", percent: 10 },
      /release\.percent .*CDP-01/,
    ],
    ["100 percent", { ...canary, percent: 100 }, /release\.percent is 100; allowed: 1 to 99/],
    ["no minutes", { strategy: "linear", percent: 10 }, /release\.minutes .*1 to 2,880/],
    [
      "more than two days",
      { strategy: "linear", percent: 1, minutes: 60 },
      /5940 minutes.*at most 2,880/,
    ],
    [
      "one version kept",
      { ...canary, keepVersions: 1 },
      /release\.keepVersions is 1; allowed: 2 or more/,
    ],
    ["eleven alarms", { ...canary, alarms: Array(11).fill("a") }, /release\.alarms.*at most 10/],
  ];
  for (const [what, release, expected] of refused) {
    it(`refuses ${what}`, async () => {
      const message = await refusal(() => orders(release as ReleaseArgs));
      assert.match(message, expected);
    });
  }

  it("refuses more concurrency than two versions have room for", async () => {
    const given = { provisionedConcurrency: 6, reservedConcurrentExecutions: 10 };
    assert.match(await refusal(() => orders(canary, given)), /at most 5 within 10.*two versions/);
  });

  it("takes profile and role from the environment", async () => {
    const recording = await record(() => {
      const role = { arn: "arn:aws:iam::123456789012:role/deploy", externalId: "strata" };
      const given = { region: "eu-west-1", account: "123456789012", profile: "work", role };
      const parent = new Environment("test", given);
      return new LambdaFunction("orders", async () => "done", { release: canary }, { parent });
    });
    const { session } = recording.inputs<{ session: object }>(deploymentType, "orders-release");
    assert.deepEqual(session, {
      ...{ account: "123456789012", region: "eu-west-1", profile: "work", externalId: "strata" },
      roleArn: "arn:aws:iam::123456789012:role/deploy",
    });
  });
});
