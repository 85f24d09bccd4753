/** An application of EMR Serverless is stopped by the update that changes it. */
import * as assert from "node:assert/strict";
import { Emr } from "../../components/compute";
import { Environment } from "../../components/environment";
import { Network } from "../../components/network";
import { EmrService } from "../unit/components/compute/emr/emr-service";
import { cliOrSkip } from "./cli";
import { AwsError } from "./providers/provider";
import { Backend, StackLife } from "./stack-life";

const APPLICATION = "aws:emrserverless/application:Application";

describe("an update of an application of EMR Serverless", () => {
  let backend: Backend;
  let stack: StackLife;
  let emr: EmrService;
  let given = { maxVcpus: 8, team: "first" };

  before(async function () {
    const cli = await cliOrSkip(this);
    emr = await new EmrService().start();
    backend = await Backend.start(cli);
    stack = await backend.stack({
      ...{ project: "spark", stack: "dev" },
      program: async () => {
        const place = { region: "eu-west-1", account: "123456789012" };
        const inside = { parent: new Environment("e", place) };
        const zones = ["eu-west-1a", "eu-west-1b"];
        const network = new Network("network", { zones, egress: { mode: "single" } }, inside);
        const { maxVcpus, team } = given;
        const transform = { application: { tags: { team } } };
        new Emr("spark", { network, maxVcpus, transform }, inside);
      },
    });
    await stack.up();
    backend.cloud.faults.add({
      ...{ operation: "update", type: APPLICATION, times: Infinity },
      trouble: {
        before: () => {
          if (emr.state === "STOPPED") return;
          const message = "Application must be in the created or stopped state to be updated";
          throw new AwsError("ConflictException", message);
        },
      },
    });
  });

  after(() => {
    backend?.stop();
    emr?.stop();
  });

  const steps = async () =>
    [...(await stack.up()).steps].map(([urn, step]) => `${step} ${urn.split("::").pop()}`);
  const update = ["update spark"];

  it("stops it first", async () => {
    given = { ...given, maxVcpus: 16 };
    assert.deepEqual(await steps(), update);
    assert.ok(emr.calls.some((call) => /^POST .*\/stop$/.test(call)));
    assert.equal(emr.state, "STOPPED");
    assert.deepEqual(await steps(), [], "and nothing more the next time");
  });

  it("is refused while jobs run, with EMR's words, and can be repeated", async () => {
    emr.state = "STARTED";
    emr.busy = "1 job is running";
    given = { ...given, maxVcpus: 12 };
    const message = await stack.failure(() => stack.up());
    assert.match(message, /can't be stopped for the update: 1 job is running/);
    emr.busy = undefined;
    assert.deepEqual(await steps(), update);
  });

  it("leaves it alone in a preview", async () => {
    emr.state = "STARTED";
    emr.calls.length = 0;
    given = { ...given, maxVcpus: 10 };
    const { steps: planned } = await stack.preview();
    assert.deepEqual([...planned.values()], ["update"]);
    given = { ...given, maxVcpus: 12 };
    assert.deepEqual(emr.calls, []);
  });

  it("leaves it running for its tags", async () => {
    emr.state = "STOPPED"; // for the provider of these tests, which knows no tags apart
    emr.calls.length = 0;
    given = { ...given, team: "second" };
    assert.deepEqual(await steps(), update);
    assert.deepEqual(emr.calls, []);
  });
});
