// The hooks of the photo functions, built as they are deployed, before a new version that is built as well.
import assert from "node:assert/strict";
import { Moment, ReleaseServices } from "../../tests/engine/release/release-services";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { runSample } from "../../tests/handlers/sample-stack";

const underWay: readonly Moment[] = [{ status: "InProgress" }];

type RunHook = (environment: Record<string, string>, event: object) => Promise<unknown>;

const judgeList: RunHook = (environment, event) =>
  runSample("CodeDeployHook_list-photos-before", environment, [event]);
const judgeCreate: RunHook = (environment, event) =>
  runSample("CodeDeployHook_create-photo-before", environment, [event]);

describe("The releases of the photo functions", function () {
  const services = new ReleaseServices();
  const table = usePhotoTable();

  before(() => services.start());
  after(() => services.stop());

  /** What the hook reports of a version of `name` that answers so. */
  async function report(runHook: RunHook, name: string, invoke: ReleaseServices["onInvoke"]) {
    services.onInvoke = invoke;
    const content = JSON.stringify({
      version: 0,
      Resources: [
        {
          [name]: {
            Type: "AWS::Lambda::Function",
            Properties: { Name: name, Alias: "live", CurrentVersion: "1", TargetVersion: "2" },
          },
        },
      ],
    });
    const DeploymentId = services.begin(content, underWay);
    const event = { DeploymentId, LifecycleEventHookExecutionId: "execution" };
    await runHook({ ...services.environment, AWS_REGION: "eu-west-1" }, event);
    const { input } = services.calls[services.calls.length - 1];
    assert.equal(input.deploymentId, DeploymentId);
    return input.status;
  }

  const run =
    (name: string): ReleaseServices["onInvoke"] =>
    async (_name, _version, event) => {
      const { invocations } = await runSample(name, table.environment, [event]);
      const [one] = invocations;
      return "response" in one ? (one.response as object) : { error: JSON.stringify(one) };
    };

  it("let a version go on that lists", async () => {
    assert.equal(await report(judgeList, "list-photos", run("list-photos")), "Succeeded");
  });

  it("let a version go on that signs uploads", async () => {
    assert.equal(await report(judgeCreate, "create-photo", run("create-photo")), "Succeeded");
  });

  it("turn back versions that answer wrongly", async () => {
    const wrong = () => ({ statusCode: 500, body: "{}" });
    assert.equal(await report(judgeList, "list-photos", wrong), "Failed");
    assert.equal(await report(judgeCreate, "create-photo", wrong), "Failed");
  });
});
