/** The resource that shifts traffic, in Pulumi's own dynamic provider, before a CodeDeploy of ours. */
import * as assert from "node:assert/strict";
import * as fs from "fs";
import { appSpecOf } from "../../../components/compute/lambda/release/app-spec";
import { Deployment, DeploymentArgs } from "../../../components/compute/lambda/release/deployment";
import { deploymentProvider } from "../../../components/compute/lambda/release/deployment-provider";
import { DeploymentInputs } from "../../../components/compute/lambda/release/deployment-inputs";
import { cliOrSkip } from "../cli";
import { Backend, savedAtEachStep, StackLife } from "../stack-life";
import { Moment, ReleaseServices, success } from "./release-services";

const ACCOUNT = "123456789012";
const before = { functionName: "CodeDeployHook_orders-before", logGroup: "hook-logs" };

const inputs = (targetVersion: string): DeploymentArgs & DeploymentInputs => ({
  session: { region: "eu-west-1", account: ACCOUNT },
  applicationName: "orders",
  deploymentGroupName: "live",
  functionName: "orders",
  aliasName: "live",
  targetVersion,
  strategy: "canary, 10 % for 5 minutes",
  logGroup: "orders-logs",
  hooks: { BeforeAllowTraffic: before },
  keepVersions: 2,
  timeoutMinutes: 1,
  pollSeconds: 0.05,
});

const alarm: readonly Moment[] = [
  { status: "InProgress", weight: 0.1 },
  {
    status: "Stopped",
    error: { code: "ALARM_ACTIVE", message: "One or more alarms have been activated." },
    rollsBack: true,
  },
];

const hookFailed: readonly Moment[] = [
  { status: "InProgress" },
  {
    status: "Failed",
    events: [
      {
        lifecycleEventName: "BeforeAllowTraffic",
        status: "Failed",
        diagnostics: { errorCode: "UnknownError", message: "the hook said Failed" },
      },
    ],
    error: { code: "HOOK_EXECUTION_FAILURE", message: "A hook failed." },
  },
];

/** The one that has these services in its environment: this test's own. */
function killDynamicProvider(address: string): void {
  const processes = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  for (const id of processes) {
    try {
      const [command, environment] = ["cmdline", "environ"].map((file) =>
        fs.readFileSync(`/proc/${id}/${file}`, "utf8"),
      );
      if (command.includes("dynamic-provider") && environment.includes(address)) {
        process.kill(Number(id), "SIGKILL");
      }
    } catch {
      // ended meanwhile, or somebody else's
    }
  }
}

describe("a deployment of CodeDeploy", () => {
  let backend: Backend;
  let services: ReleaseServices;
  let stack: StackLife;
  let given: DeploymentArgs;

  beforeEach(async function () {
    const cli = await cliOrSkip(this);
    services = new ReleaseServices();
    backend = await Backend.start(cli, undefined, services, savedAtEachStep);
    given = inputs("1");
    stack = await backend.stack({
      project: "strata",
      stack: "release",
      program: async () => {
        const { deploymentId, outcome } = new Deployment("orders", { ...given });
        return { deploymentId, outcome };
      },
    });
    services.aliases.set("orders:live", "1");
    await stack.up();
  });

  afterEach(() => backend?.stop());

  const version = () => services.aliases.get("orders:live");
  const created = () => services.count("CreateDeployment");

  it("succeeds: shows progress, shifts all traffic, keeps the newest versions", async () => {
    services.versions.set("orders", ["1", "2", "3", "4"]);
    given = inputs("4");
    const { text } = await stack.up();
    const outputs = await stack.outputs();
    assert.equal(version(), "4");
    assert.match(
      text,
      /orders: deployment d-000000001: InProgress, BeforeAllowTraffic Succeeded, 10 % on version 4/,
    );
    assert.match(
      String(outputs.outcome),
      /version 4 has all traffic since deployment d-000000001 \(canary, 10 % for 5 minutes\)/,
    );
    const [{ input }] = services.calls.filter(({ operation }) => operation === "CreateDeployment");
    const expected = appSpecOf(inputs("4"), "1");
    const { appSpecContent } = input.revision as { appSpecContent: { content: string } };
    assert.equal(appSpecContent.content, expected);
    assert.deepEqual(JSON.parse(expected), {
      version: 0,
      Resources: [
        {
          orders: {
            Type: "AWS::Lambda::Function",
            Properties: { Name: "orders", Alias: "live", CurrentVersion: "1", TargetVersion: "4" },
          },
        },
      ],
      Hooks: [{ BeforeAllowTraffic: before.functionName }],
    });
    assert.deepEqual(services.versions.get("orders"), ["3", "4"]);
  });

  it("shifts nothing where the alias has the version, and says why", async () => {
    await stack.up();
    const outputs = await stack.outputs();
    assert.equal(outputs.deploymentId, "none");
    assert.match(
      String(outputs.outcome),
      /no traffic was shifted: alias live had version 1 already/,
    );
    assert.equal(created(), 0);
  });

  it("a preview starts none, nor does an update without a new version", async () => {
    given = inputs("2");
    assert.equal((await stack.preview()).summary.update, 1);
    assert.equal(created(), 0);
    given = { ...inputs("1"), timeoutMinutes: 2, strategy: "all at once" };
    assert.deepEqual([...(await stack.up()).steps], []);
    assert.equal(created(), 0);
  });

  it("fails with the hook's result and its log group; the next update tries again", async () => {
    services.plan = hookFailed;
    given = inputs("2");
    const text = await stack.failure(() => stack.up());
    assert.match(text, /deployment d-000000001 is Failed/);
    assert.match(text, /CodeDeploy: HOOK_EXECUTION_FAILURE: A hook failed\./);
    assert.match(text, /BeforeAllowTraffic: Failed: UnknownError: the hook said Failed/);
    assert.match(text, /CodeDeployHook_orders-before, log group: hook-logs/);
    assert.equal(version(), "1");
    services.plan = success;
    await stack.up();
    assert.equal(version(), "2");
    assert.equal(created(), 2);
  });

  it("is turned back by an alarm, and waits until traffic is back", async () => {
    services.plan = alarm;
    given = inputs("2");
    const text = await stack.failure(() => stack.up());
    assert.match(text, /ALARM_ACTIVE: One or more alarms/);
    assert.match(text, /rolled back by deployment d-000000002: alias live has version 1/);
  });

  it("is stopped by somebody", async () => {
    const error = { code: "MANUAL_STOP", message: "The deployment was stopped by a user." };
    services.plan = [{ status: "InProgress" }, { status: "Stopped", error }];
    given = inputs("2");
    const text = await stack.failure(() => stack.up());
    assert.match(text, /is Stopped[^]*MANUAL_STOP[^]*not rolled back: alias live has version 1/);
  });

  it("takes longer than its limit: it goes on, and the next update finds it", async () => {
    services.plan = [{ status: "InProgress", weight: 0.1 }];
    given = { ...inputs("2"), timeoutMinutes: 0.01 };
    const text = await stack.failure(() => stack.up());
    assert.match(text, /d-000000001 to version 2 is still InProgress after 0.01 minutes/);
    assert.match(await stack.failure(() => stack.up()), /d-000000001 .* still InProgress/);
    assert.equal(created(), 1);
  });

  it("is throttled: asks again, starts once", async () => {
    const throttled = { name: "ThrottlingException", status: 400 };
    services.refusals.set("CreateDeployment", [throttled]);
    services.refusals.set("GetDeployment", [throttled, throttled]);
    given = inputs("2");
    await stack.up();
    assert.equal(version(), "2");
    assert.equal(created(), 2, "one that was refused, one that began");
  });

  it("is found again after its process was killed in the middle, and not begun twice", async function () {
    if (process.platform !== "linux") this.skip(); // processes are looked for in /proc
    services.plan = [{ status: "InProgress", weight: 0.1 }, ...success];
    services.onLook = (looks) => {
      services.onLook = () => undefined;
      if (looks === 1) killDynamicProvider(services.address);
    };
    given = inputs("2");
    await stack.failure(() => stack.up());
    assert.equal(version(), "1");
    const { text } = await stack.up();
    assert.match(text, /deployment d-000000001 to version 2 was under way already/);
    assert.equal(version(), "2");
    assert.equal(created(), 1);
  });

  it("does not start beside a deployment to another version", async () => {
    const content = appSpecOf(inputs("7"), "1");
    const id = services.begin(content, [{ status: "InProgress" }]);
    given = inputs("2");
    const text = await stack.failure(() => stack.up());
    assert.match(text, new RegExp(`deployment ${id} is under way to version 7`));
    assert.equal(created(), 0);
  });

  it("refuses another account before it asks for anything", async () => {
    services.account = "999999999999";
    const calls = services.calls.length;
    given = inputs("2");
    const text = await stack.failure(() => stack.up());
    assert.match(text, /those of account 999999999999 .*; the environment's is 123456789012/);
    assert.deepEqual(
      services.calls.slice(calls).map(({ operation }) => operation),
      ["GetCallerIdentity"],
    );
  });

  it("takes on the environment's role first", async () => {
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/deploy`;
    given = { ...inputs("2"), session: { region: "eu-west-1", account: ACCOUNT, roleArn } };
    await stack.up();
    const [assumed] = services.calls.filter(({ operation }) => operation === "AssumeRole");
    assert.equal(assumed.input.RoleArn, roleArn);
    assert.equal(version(), "2");
  });

  it("an edit of our own code starts none: the state names the file, and has none of it", async () => {
    const [resource] = (await stack.resources()).filter(({ type }) => type.includes("dynamic"));
    assert.equal(resource.inputs?.__provider, deploymentProvider);
    assert.ok(!/CodeDeploy|GetAlias/.test(String(resource.inputs?.__provider)));
  });
});
