/** An application is stopped before it is changed. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Emr } from "../../../../../components/compute";
import { stopApplication } from "../../../../../components/compute/emr/stop-application";
import { record } from "../../record";
import { network } from "../compute-network";
import { EmrService } from "./emr-service";

const arn = "arn:aws:emr-serverless:eu-west-1:123456789012:/applications/00f";
const look = "GET /applications/00f";

describe("an application of EMR Serverless", () => {
  let service: EmrService;
  const stop = () => stopApplication(arn, {}, { pause: 5, most: 100 });

  beforeEach(async () => {
    service = await new EmrService().start();
  });
  afterEach(() => service.stop());

  it("is stopped where it runs, and waited for", async () => {
    await stop();
    assert.equal(service.state, "STOPPED");
    assert.deepEqual(service.calls, [look, "POST /applications/00f/stop", look, look]);
  });

  it("is left alone where it has stopped or never started", async () => {
    for (const state of ["CREATED", "STOPPED"]) {
      service.state = state;
      service.calls.length = 0;
      await stop();
      assert.deepEqual(service.calls, [look]);
    }
  });

  it("is asked again where EMR has too much to do", async () => {
    service.state = "STOPPED";
    service.failures.push(429, 503);
    await stop();
    assert.deepEqual(service.calls, [look, look, look]);
  });

  it("is not stopped while jobs run, and the error says what to do", async () => {
    service.busy = "Application has 1 running job";
    await assert.rejects(
      stop(),
      /can't be stopped for the update: .*1 running job\n {2}fix: .*cancel-job-run/,
    );
  });

  it("is given up where it doesn't stop", async () => {
    service.state = "STARTING";
    await assert.rejects(stop(), /has not stopped within 0.1 seconds/);
  });

  it("is not touched with the credentials of another account", async () => {
    service.account = "999999999999";
    await assert.rejects(stop(), /account 999999999999/);
    assert.deepEqual(service.calls, []);
  });

  it("is made under mocks, too, which know no hooks", async () => {
    const recording = await record(() => new Emr("spark", { network }));
    recording.inputs(aws.emrserverless.Application, "spark");
  });
});
