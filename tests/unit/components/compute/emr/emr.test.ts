import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Emr, EmrArgs } from "../../../../../components/compute";
import { Queue } from "../../../../../components/decoupling";
import { Environment } from "../../../../../components/environment";
import { comparePlans, previewStack } from "../../../../../preview/testing";
import { record, refusal, valueOf } from "../../record";
import { network } from "../compute-network";

async function made(args: Partial<EmrArgs> | (() => Partial<EmrArgs>) = {}) {
  const recording = await record(
    () => new Emr("spark", { network, ...(typeof args === "function" ? args() : args) }),
  );
  const application = recording.inputs<Record<string, unknown>>(
    aws.emrserverless.Application,
    "spark",
  );
  return { recording, application };
}

describe("Emr", () => {
  it("starts with a job, stops when there is none, and takes no more than it may", async () => {
    const { application } = await made();
    assert.deepEqual(application.autoStartConfiguration, { enabled: true });
    assert.deepEqual(application.autoStopConfiguration, { enabled: true, idleTimeoutMinutes: 5 });
    assert.deepEqual(application.maximumCapacity, {
      cpu: "16 vCPU",
      memory: "64 GB",
      disk: "320 GB",
    });
    assert.deepEqual(application.schedulerConfiguration, {
      maxConcurrentRuns: 5,
      queueTimeoutMinutes: 360,
    });
    assert.equal(application.initialCapacities, undefined);
    const small = await made({ maxVcpus: 8, maxMemory: 60, idleMinutes: 1, maxConcurrentRuns: 1 });
    assert.deepEqual(small.application.maximumCapacity, {
      cpu: "8 vCPU",
      memory: "60 GB",
      disk: "160 GB",
    });
  });

  it("stands in the private subnets and keeps its log", async () => {
    const { application, recording } = await made();
    const { subnetIds } = application.networkConfiguration as { subnetIds: string[] };
    assert.deepEqual(subnetIds, ["subnet-private"]);
    const { cloudwatchLoggingConfiguration: logging } = application.monitoringConfiguration as {
      cloudwatchLoggingConfiguration: { enabled: boolean; logGroupName: string };
    };
    assert.equal(logging.enabled, true);
    recording.inputs(aws.cloudwatch.LogGroup, "spark-logs");
    const { policy } = recording.inputs<{ policy: string }>(aws.iam.RolePolicy, "spark-policy");
    assert.match(policy, /logs:PutLogEvents/);
  });

  it("runs a job as a workflow's state, with the workers that are asked for", async () => {
    const { recording } = await made();
    const job = recording.made.job({
      script: "s3://scripts/count.py",
      arguments: ["--day", "{% $states.input.day %}"],
      worker: { cpu: 4, memory: 16 },
      maxExecutors: 8,
    });
    assert.equal(job.integration, "emr-serverless:startJobRun.sync");
    const { JobDriver, ExecutionTimeoutMinutes } = job.arguments as {
      JobDriver: { SparkSubmit: { SparkSubmitParameters: string; EntryPointArguments: string[] } };
      ExecutionTimeoutMinutes: number;
    };
    assert.equal(ExecutionTimeoutMinutes, 60);
    assert.equal(
      JobDriver.SparkSubmit.SparkSubmitParameters,
      "--conf spark.driver.cores=4 --conf spark.driver.memory=14894m --conf spark.executor.cores=4 " +
        "--conf spark.executor.memory=14894m --conf spark.dynamicAllocation.maxExecutors=8",
    );
    assert.deepEqual(JobDriver.SparkSubmit.EntryPointArguments, [
      "--day",
      "{% $states.input.day %}",
    ]);
    const statements = job.access.flatMap((access) => access.statements);
    const [start, , pass, events] = statements;
    assert.equal(start.Action, "emr-serverless:StartJobRun");
    assert.deepEqual(pass.Condition, {
      StringEquals: { "iam:PassedToService": "emr-serverless.amazonaws.com" },
    });
    assert.match(
      String(await valueOf(events.Resource as string)),
      /:rule\/StepFunctionsGetEventsForEMRServerlessJobRule$/,
    );
  });

  it("tells of jobs that failed, and has an alarm for them only then", async () => {
    const { recording } = await made(() => ({ failures: new Queue("failures") }));
    const { eventPattern } = recording.inputs<{ eventPattern: string }>(
      aws.cloudwatch.EventRule,
      "spark-failures",
    );
    const { detail } = JSON.parse(eventPattern) as { detail: { state: string[] } };
    assert.deepEqual(detail.state, ["FAILED"]);
    assert.deepEqual(
      recording.made.alarmDefinitions().map(({ name }) => name),
      ["failed"],
    );
    assert.deepEqual((await made()).recording.made.alarmDefinitions(), []);
  });

  for (const [what, args, message] of [
    ["no virtual CPU", { maxVcpus: 0 }, /maxVcpus is 0; allowed: a whole number of 1 or more/],
    ["no run at all", { maxConcurrentRuns: 0 }, /maxConcurrentRuns/],
    ["an idle time beyond a week", { idleMinutes: 10_081 }, /EMR-01-idle/],
    ["a release that is none", { release: "7.13" }, /EMR-01-release/],
  ] as [string, Partial<EmrArgs>, RegExp][]) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(() => new Emr("spark", { network, ...args })), message);
    });
  }

  it("refuses workers that there are not, and a job without end", async () => {
    const { recording } = await made();
    const script = "s3://scripts/count.py";
    const job = (args: object) => () => recording.made.job({ script, ...args });
    assert.throws(
      job({ worker: { cpu: 8, memory: 18 } }),
      /16 to 60 GB in steps of 4 beside cpu 8/,
    );
    assert.throws(job({ worker: { cpu: 32, memory: 64 } }), /60, 120, 244 GB/);
    assert.throws(job({ timeoutMinutes: 0 }), /5 to 10,080 minutes/);
  });

  it("is never replaced by a new release, processor, limit or key", async () => {
    const plan = (args: Partial<EmrArgs>, encryption?: "customer-managed") =>
      previewStack(() => {
        const facts = { region: "eu-west-1", account: "123456789012", encryption };
        new Emr("spark", { network, ...args }, { parent: new Environment("e", facts) });
        return {};
      });
    const before = await plan({});
    for (const after of [
      await plan({ release: "emr-7.12.0", architecture: "x86_64", maxVcpus: 4 }),
      await plan({}, "customer-managed"),
    ]) {
      const { replace, mayReplace } = comparePlans(before, after);
      assert.deepEqual([...replace, ...mayReplace], []);
    }
  });
});
