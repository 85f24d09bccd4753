/** The function that CodeDeploy asks: it reports whatever happens. */
import assert from "node:assert/strict";
import { LambdaContext, ReleaseCheck } from "../../../../../components/compute";
import { hookHandler } from "../../../../../components/compute/lambda/release/hook-handler";
import { ReleaseServices } from "../../../../engine/release/release-services";

const content = JSON.stringify({
  version: 0,
  Resources: [
    {
      orders: {
        Type: "AWS::Lambda::Function",
        Properties: { Name: "orders", Alias: "live", CurrentVersion: "4", TargetVersion: "5" },
      },
    },
  ],
});

const context = (milliseconds: number) =>
  ({ getRemainingTimeInMillis: () => milliseconds }) as LambdaContext;

describe("The hook of a release", () => {
  const services = new ReleaseServices();
  const kept: Record<string, string | undefined> = {};
  const { error, log } = console;
  let said: unknown[] = [];

  before(async () => {
    await services.start();
    const environment = { ...services.environment, AWS_REGION: "eu-west-1" };
    for (const [name, value] of Object.entries(environment)) {
      kept[name] = process.env[name];
      process.env[name] = value;
    }
    console.error = (...words: unknown[]) => said.push(...words);
    console.log = () => undefined;
  });

  after(() => {
    services.stop();
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    Object.assign(console, { error, log });
  });

  beforeEach(() => (said = []));

  const ask = async (check: ReleaseCheck, milliseconds = 60_000, appSpec = content) => {
    const DeploymentId = services.begin(appSpec, [{ status: "InProgress" }]);
    const event = { DeploymentId, LifecycleEventHookExecutionId: "execution" };
    await hookHandler(check)(event, context(milliseconds));
    const reports = services.calls.filter(
      ({ operation, input }) =>
        operation === "PutLifecycleEventHookExecutionStatus" && input.deploymentId === DeploymentId,
    );
    assert.equal(reports.length, 1);
    return reports[0].input.status;
  };

  it("calls the new version by its number, and lets it go on", async () => {
    const called: unknown[] = [];
    services.onInvoke = (...given) => {
      called.push(given);
      return { statusCode: 200 };
    };
    const status = await ask(async (release) => {
      assert.deepEqual(
        [release.functionName, release.version, release.previousVersion],
        ["orders", "5", "4"],
      );
      const answer = await release.invoke<{ statusCode: number }>({ path: "/" });
      assert.equal(answer.statusCode, 200);
    });
    assert.equal(status, "Succeeded");
    assert.deepEqual(called, [["orders", "5", { path: "/" }]]);
  });

  it("reports a check that throws", async () => {
    assert.equal(await ask(() => Promise.reject(new Error("too slow"))), "Failed");
    assert.match(String(said), /the release is turned back.*too slow/);
  });

  it("reports a version that fails", async () => {
    services.onInvoke = () => ({ error: "Runtime.ImportModuleError" });
    assert.equal(await ask(async (release) => void (await release.invoke({}))), "Failed");
    assert.match(String(said), /version 5 of orders failed/);
  });

  it("reports a check that does not end, before Lambda ends it", async () => {
    assert.equal(await ask(() => new Promise(() => undefined), 5_010), "Failed");
    assert.match(String(said), /did not end within 0 s/);
  });

  it("reports a deployment that somebody else started", async () => {
    assert.equal(await ask(async () => undefined, 60_000, "version: 0.0"), "Failed");
  });
});
