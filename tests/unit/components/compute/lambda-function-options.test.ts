import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ComputeLayer, LambdaFunction } from "../../../../components/compute";
import { Table } from "../../../../components/data";
import { previewStack } from "../../../../preview/testing";
import { record, refusal } from "../record";
import { actions, hello, make, network } from "./function-under-test";

describe("LambdaFunction with provisioned concurrency", () => {
  it("publishes a version behind the alias live, and points others at the alias", async () => {
    const recording = await make({ provisionedConcurrency: 2 });
    assert.equal(
      recording.inputs<Record<string, unknown>>(aws.lambda.Function, "hello").publish,
      true,
    );
    const config = recording.inputs<Record<string, unknown>>(
      aws.lambda.ProvisionedConcurrencyConfig,
      "hello-provisioned-concurrency",
    );
    assert.equal(config.provisionedConcurrentExecutions, 2);
    assert.equal(config.qualifier, "live");
    const arn = await new Promise((resolve) => recording.made.arn.apply(resolve));
    assert.match(String(arn), /:function:hello-[0-9a-f]+:live$/);
  });

  it("scales between bounds, by use and by the clock", async () => {
    const recording = await make({
      provisionedConcurrency: {
        min: 1,
        max: 10,
        schedules: { morning: { schedule: "cron(0 8 * * ? *)", min: 5, max: 10 } },
      },
    });
    const target = recording.inputs<Record<string, unknown>>(
      aws.appautoscaling.Target,
      "hello-provisioned-concurrency",
    );
    assert.match(String(target.resourceId), /^function:hello-[0-9a-f]+:live$/);
    assert.deepEqual([target.minCapacity, target.maxCapacity], [1, 10]);
    const policy = recording.inputs<Record<string, unknown>>(
      aws.appautoscaling.Policy,
      "hello-provisioned-concurrency",
    );
    assert.deepEqual(policy.targetTrackingScalingPolicyConfiguration, {
      targetValue: 0.7,
      predefinedMetricSpecification: {
        predefinedMetricType: "LambdaProvisionedConcurrencyUtilization",
      },
    });
    const action = recording.inputs<Record<string, unknown>>(
      aws.appautoscaling.ScheduledAction,
      "hello-provisioned-concurrency-morning",
    );
    assert.deepEqual(action.scalableTargetAction, { minCapacity: 5, maxCapacity: 10 });
  });
});

describe("LambdaFunction with an environment for each tenant", () => {
  it("says so to AWS, and refuses what calls without a tenant", async () => {
    const recording = await make({ tenantIsolation: true });
    const made = recording.inputs<Record<string, unknown>>(aws.lambda.Function, "hello");
    assert.deepEqual(made.tenancyConfig, { tenantIsolationMode: "PER_TENANT" });
    for (const args of [{ url: {} }, { provisionedConcurrency: 1 }]) {
      const message = await refusal(() => new LambdaFunction("hello", hello, { tenantIsolation: true, ...args })); // prettier-ignore
      assert.match(
        message,
        /(url|provisionedConcurrency) is .*; allowed: nothing with tenantIsolation/,
      );
    }
  });
});

describe("LambdaFunction and limits that meet", () => {
  it("refuses to provision more than is reserved", async () => {
    const message = await refusal(
      () =>
        new LambdaFunction("hello", hello, {
          reservedConcurrentExecutions: 2,
          provisionedConcurrency: { min: 1, max: 3 },
        }),
    );
    assert.match(message, /provisionedConcurrency is 3; allowed: at most 2/);
  });

  for (const [what, provisionedConcurrency, allowed] of [
    ["bounds the wrong way round", { min: 3, max: 1 }, /LAM-14-bounds: minCapacity is 3/],
    [
      "bounds of a schedule the wrong way round",
      {
        min: 1,
        max: 2,
        schedules: { night: { schedule: "at(2027-01-01T00:00:00)", min: 2, max: 1 } },
      },
      /schedules.night is .*; allowed: min of at most max/,
    ],
    ["an aim out of range", { min: 1, max: 2, utilization: 1 }, /utilization is 1; allowed: 0.1/],
    [
      "a schedule that is none",
      { min: 1, max: 2, schedules: { night: { schedule: "0 8 * * *", min: 1, max: 2 } } },
      /schedules.night.schedule is "0 8 \* \* \*"; allowed: cron/,
    ],
  ] as const) {
    it(`refuses to provision with ${what}`, async () => {
      const message = await refusal(
        () => new LambdaFunction("hello", hello, { provisionedConcurrency }),
      );
      assert.match(message, allowed);
    });
  }

  it("lets schedules set the bounds that they change", async () => {
    const plan = await previewStack(() => {
      const schedules = { night: { schedule: "cron(0 20 * * ? *)", min: 1, max: 2 } };
      new LambdaFunction("hello", hello, {
        provisionedConcurrency: { min: 1, max: 5, schedules },
      });
    });
    const target = plan.get(aws.appautoscaling.Target, "hello-provisioned-concurrency");
    assert.deepEqual(target.ignoreChanges, ["minCapacity", "maxCapacity"]);
  });

  it("checks the variables that are given to an inline handler", async () => {
    const environment = { AWS_REGION: "eu-west-1", "2X": "x", LARGE: "x".repeat(5000) };
    const message = await refusal(() => new LambdaFunction("hello", hello, { environment }));
    for (const rule of ["LAM-04-reserved", "LAM-04-name", "LAM-04-size"]) {
      assert.match(message, new RegExp(rule));
    }
  });
});

describe("LambdaFunction in the VPC", () => {
  it("stands in isolated subnets, and reaches only what it has access to", async () => {
    const recording = await record(() => {
      const table = new Table("photos", { hashKey: "id" });
      return new LambdaFunction("hello", hello, {
        vpc: { network: network("none") },
        access: [table.read()],
      });
    });
    const fn = recording.inputs<{ vpcConfig: Record<string, string[]> }>(
      aws.lambda.Function,
      "hello",
    );
    assert.deepEqual(fn.vpcConfig.subnetIds, ["subnet-isolated"]);
    const rule = recording.inputs<Record<string, unknown>>(
      aws.vpc.SecurityGroupEgressRule,
      "hello-to-dynamodb",
    );
    assert.equal(rule.prefixListId, "pl-dynamodb");
    assert.equal(recording.count(aws.vpc.SecurityGroupEgressRule), 1);
    assert.ok(actions(recording).includes("ec2:CreateNetworkInterface"));
  });

  it("reaches the internet from the private subnets where it asks for it", async () => {
    const recording = await make({ vpc: { network: network("single"), egress: true } });
    const fn = recording.inputs<{ vpcConfig: Record<string, string[]> }>(
      aws.lambda.Function,
      "hello",
    );
    assert.deepEqual(fn.vpcConfig.subnetIds, ["subnet-private"]);
    const rule = recording.inputs<Record<string, unknown>>(
      aws.vpc.SecurityGroupEgressRule,
      "hello-to-internet",
    );
    assert.deepEqual([rule.cidrIpv4, rule.fromPort, rule.toPort], ["0.0.0.0/0", 443, 443]);
  });

  it("reaches other ports where it asks for them", async () => {
    const vpc = { network: network("single"), egress: { ports: [443, 5432] } };
    const recording = await make({ vpc });
    for (const [name, port] of [
      ["hello-to-internet", 443],
      ["hello-to-internet-5432", 5432],
    ] as const) {
      const rule = recording.inputs<Record<string, unknown>>(aws.vpc.SecurityGroupEgressRule, name);
      assert.deepEqual([rule.fromPort, rule.toPort], [port, port]);
    }
  });

  it("reaches interface endpoints of services that it has access to, and no others", async () => {
    const withSecrets = { ...network("none"), interfaceEndpoints: ["secretsmanager"] };
    const access = (action: string) => [
      { statements: [{ Effect: "Allow" as const, Action: action, Resource: "*" }] },
    ];
    const secrets = await make({
      vpc: { network: withSecrets },
      access: access("secretsmanager:GetSecretValue"),
    });
    assert.equal(secrets.count(aws.vpc.SecurityGroupEgressRule), 1);
    const queues = await make({ vpc: { network: withSecrets }, access: access("sqs:SendMessage") });
    assert.equal(queues.count(aws.vpc.SecurityGroupEgressRule), 0);
  });

  it("connects both sides of what is reached through the VPC", async () => {
    const to = { connectionName: "sessions", securityGroupId: pulumi.output("sg-sessions") };
    const recording = await make({
      vpc: { network: network("none") },
      access: [{ statements: [], connection: { to, port: 6379 } }],
    });
    const out = recording.inputs<Record<string, unknown>>(
      aws.vpc.SecurityGroupEgressRule,
      "hello-to-sessions",
    );
    assert.deepEqual([out.referencedSecurityGroupId, out.fromPort], ["sg-sessions", 6379]);
    const into = recording.inputs<Record<string, unknown>>(
      aws.vpc.SecurityGroupIngressRule,
      "hello-to-sessions",
    );
    assert.equal(into.securityGroupId, "sg-sessions");
  });

  it("is refused a way out where there is none", async () => {
    const message = await refusal(
      () => new LambdaFunction("hello", hello, { vpc: { network: network("none"), egress: true } }),
    );
    assert.match(message, /"hello": vpc.egress is true; allowed: false, because network "network"/);
    assert.match(message, /fix: give network "network" an egress mode such as "single"/);
  });

  it("is asked for where access goes through the VPC", async () => {
    const to = { connectionName: "sessions", securityGroupId: pulumi.output("sg-sessions") };
    const access = [{ statements: [], connection: { to, port: 6379 } }];
    const message = await refusal(() => new LambdaFunction("hello", hello, { access }));
    assert.match(message, /fix: say vpc: \{ network \}/);
  });
});

describe("LambdaFunction with an address of its own", () => {
  it("wants AWS credentials unless told otherwise", async () => {
    const recording = await make({ url: {} });
    const url = recording.inputs<Record<string, unknown>>(aws.lambda.FunctionUrl, "hello-url");
    assert.equal(url.authorizationType, "AWS_IAM");
    assert.equal(recording.count(aws.lambda.Permission), 0);
  });

  it("lets callers in by callUrl(), with both actions", async () => {
    const { made } = await make({ url: {} });
    assert.deepEqual(
      made.callUrl().statements.flatMap(({ Action }) => Action),
      ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"],
    );
    const without = await make();
    assert.throws(() => without.made.callUrl(), /url is undefined; allowed: an address to call/);
  });

  it("streams what a streaming handler writes", async () => {
    const recording = await record(
      () =>
        new LambdaFunction(
          "hello",
          {
            stream: async (_event: { name: string }, response) => {
              response.write("hello");
              response.end();
              return Promise.resolve();
            },
          },
          { url: {} },
        ),
    );
    const url = recording.inputs<Record<string, unknown>>(aws.lambda.FunctionUrl, "hello-url");
    assert.equal(url.invokeMode, "RESPONSE_STREAM");
    const { code } = recording.inputs<{ code: pulumi.asset.AssetArchive }>(
      aws.lambda.Function,
      "hello",
    );
    const assets = (await code.assets) as Record<string, pulumi.asset.StringAsset>;
    assert.match(await assets["index.mjs"].text, /streamifyResponse/);
  });

  it("does not stream from the VPC", async () => {
    const stream = () => Promise.resolve();
    const message = await refusal(
      () => new LambdaFunction("hello", { stream }, { url: {}, vpc: { network: network("none") } }),
    );
    assert.match(message, /a function that streams from the VPC \(LAM-24\)/);
  });

  it("needs two permissions to be open to everyone", async () => {
    const recording = await make({ url: { authorization: "none" } });
    const permission = (name: string) =>
      recording.inputs<Record<string, unknown>>(aws.lambda.Permission, name);
    assert.equal(permission("hello-url").action, "lambda:InvokeFunctionUrl");
    assert.equal(permission("hello-url").functionUrlAuthType, "NONE");
    assert.equal(permission("hello-url-invoke").action, "lambda:InvokeFunction");
    assert.equal(permission("hello-url-invoke").invokedViaFunctionUrl, true);
  });
});

describe("ComputeLayer", () => {
  it("hands its environment to the functions in it", async () => {
    const { made } = await record(() => {
      const compute = new ComputeLayer("compute");
      return new LambdaFunction("hello", hello, {}, { parent: compute });
    });
    assert.equal(made.environment.logRetentionDays, 365);
  });
});
