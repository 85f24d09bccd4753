import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { Table } from "../../../../components/data";
import { Queue } from "../../../../components/decoupling";
import { record } from "../record";
import { actions, make, statements } from "./function-under-test";

describe("LambdaFunction", () => {
  it("is small, traced, on Graviton, and logs JSON to a group that exists first", async () => {
    const recording = await make();
    const fn = recording.inputs<Record<string, unknown>>(aws.lambda.Function, "hello");
    assert.equal(fn.runtime, "nodejs24.x");
    assert.equal(fn.handler, "index.handler");
    assert.deepEqual(fn.architectures, ["arm64"]);
    assert.equal(fn.memorySize, 256);
    assert.equal(fn.timeout, 30);
    assert.deepEqual(fn.tracingConfig, { mode: "Active" });
    const { logGroup, ...logging } = fn.loggingConfig as Record<string, string>;
    assert.deepEqual(logging, {
      logFormat: "JSON",
      applicationLogLevel: "INFO",
      systemLogLevel: "INFO",
    });
    assert.match(logGroup, /^hello-logs-/);
    const group = recording.inputs<Record<string, unknown>>(aws.cloudwatch.LogGroup, "hello-logs");
    assert.equal(group.retentionInDays, 365);
  });

  it("may write its own logs and traces, and nothing else", async () => {
    assert.deepEqual(actions(await make()), [
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
    ]);
    assert.ok(!actions(await make({ tracing: false })).some((action) => action.startsWith("xray")));
  });

  it("ships the handler as one small module", async () => {
    const recording = await make();
    const { code } = recording.inputs<{ code: pulumi.asset.AssetArchive }>(
      aws.lambda.Function,
      "hello",
    );
    const assets = (await code.assets) as Record<string, pulumi.asset.StringAsset>;
    assert.deepEqual(Object.keys(assets).sort(), ["index.mjs", "index.mjs.map"]);
    assert.ok((await assets["index.mjs"].text).length < 200);
  });

  it("captures Outputs as environment variables, and grants what access says", async () => {
    const recording = await record(() => {
      const table = new Table("photos", { hashKey: "id" });
      return new LambdaFunction("hello", async () => Promise.resolve(table.name.get()), {
        access: [table.read()],
        environment: { STAGE: "test" },
      });
    });
    const { environment } = recording.inputs<{
      environment: { variables: Record<string, string> };
    }>(aws.lambda.Function, "hello");
    const values = Object.values(environment.variables);
    assert.ok(
      values.some((value) => /^"?photos-[0-9a-f]+"?$/.test(value)),
      values.join(),
    );
    assert.equal(environment.variables.STAGE, "test");
    const read = statements(recording).find(({ Action }) =>
      [Action].flat().includes("dynamodb:Query"),
    );
    assert.match(String([read?.Resource].flat()[0]), /^arn:aws:dynamodb:.*table\/photos-/);
  });

  it("may read from what triggers it, and runs for it", async () => {
    const recording = await record(() => {
      const queue = new Queue("uploads");
      return new LambdaFunction(
        "hello",
        async (event) => {
          console.log(event.Records.length);
          return Promise.resolve({ batchItemFailures: [] });
        },
        { on: queue.messages() },
      );
    });
    assert.ok(actions(recording).includes("sqs:ReceiveMessage"));
    assert.equal(recording.count(aws.lambda.EventSourceMapping), 1);
  });

  it("takes packages of other runtimes, and images", async () => {
    const python = await record(
      () =>
        new LambdaFunction("hello", {
          runtime: "python3.14",
          code: new pulumi.asset.AssetArchive({}),
          handler: "app.handler",
        }),
    );
    const packaged = python.inputs<Record<string, unknown>>(aws.lambda.Function, "hello");
    assert.equal(packaged.runtime, "python3.14");
    assert.equal(packaged.handler, "app.handler");
    const image = await record(
      () =>
        new LambdaFunction("hello", { image: "123456789012.dkr.ecr/hello:1", command: ["a.b"] }),
    );
    const fromImage = image.inputs<Record<string, unknown>>(aws.lambda.Function, "hello");
    assert.equal(fromImage.packageType, "Image");
    assert.deepEqual(fromImage.imageConfig, { commands: ["a.b"] });
    assert.ok(!("runtime" in fromImage) && !("handler" in fromImage));
  });

  it("reads /tmp, layers, memory and reserved concurrency in the provider's units", async () => {
    const recording = await make({
      memorySize: 1769,
      timeout: 900,
      ephemeralStorage: { size: 1024 },
      layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:extra:1"],
      reservedConcurrentExecutions: 5,
      architecture: "x86_64",
    });
    const fn = recording.inputs<Record<string, unknown>>(aws.lambda.Function, "hello");
    assert.equal(fn.memorySize, 1769);
    assert.equal(fn.timeout, 900);
    assert.deepEqual(fn.ephemeralStorage, { size: 1024 });
    assert.equal((fn.layers as string[]).length, 1);
    assert.equal(fn.reservedConcurrentExecutions, 5);
    assert.deepEqual(fn.architectures, ["x86_64"]);
  });
});
