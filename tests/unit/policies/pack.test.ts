import * as assert from "node:assert/strict";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { actionTable } from "../../../policies/action-table";
import { actionRules, resourceRules, stackRules } from "../../../rules";
import { RunningPack, secret, unknownText, type SentResource } from "./running-pack";

const FUNCTION = "aws:lambda/function:Function";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const QUEUE = "aws:sqs/queue:Queue";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

describe("the policy pack in a process of its own", () => {
  let pack: RunningPack;
  before(async () => {
    pack = await RunningPack.start();
  });
  after(() => pack.stop());

  it("has a policy for each rule, for what is claimed twice, and one for exceptions", async () => {
    const names = (await pack.policies()).map((policy) => policy.getName());
    const ids = [...resourceRules, ...actionRules(actionTable), ...stackRules].map(({ id }) => id);
    assert.deepEqual(names.sort(), [...ids, "EXCEPTIONS", "claimed-alike", "claimed-twice"].sort());
  });

  it("says what is wrong, what is allowed and how to fix it", async () => {
    const found = await pack.analyze({ type: FUNCTION, name: "resize", properties: sized(64) });
    const [memory] = found.filter(({ policy }) => policy === "LAM-01");
    assert.deepEqual(memory, {
      policy: "LAM-01",
      urn: `urn:pulumi:dev::strata::${FUNCTION}::resize`,
      message:
        "LAM-01: memorySize is 64; allowed: 128 to 10,240 MB\n" +
        "Fix: Set memorySize within the range, in steps of 1 MB.",
      level: EnforcementLevel.MANDATORY,
    });
  });

  it("judges the logical name of a raw resource", async () => {
    const type = "aws:lb/loadBalancer:LoadBalancer";
    const found = await pack.analyze({ type, name: "a".repeat(40), properties: {} });
    const [name] = found.filter(({ policy }) => policy === "NAME-01");
    assert.match(name?.message ?? "", /allowed: at most 24 characters: name is made of it/);
  });

  it("makes warnings advisory", async () => {
    const found = await pack.analyze({ type: FUNCTION, name: "resize", properties: {} });
    const [timeout] = found.filter(({ policy }) => policy === "LAM-02-default");
    assert.equal(timeout?.level, EnforcementLevel.ADVISORY);
  });

  it("finds nothing wrong with values that are not known yet", async () => {
    const properties = {
      ...sized(unknownText),
      handler: unknownText,
      environment: { variables: { TABLE: unknownText } },
      layers: [unknownText],
    };
    const found = await pack.analyze({ type: FUNCTION, name: "resize", properties });
    assert.deepEqual(
      found.map(({ policy }) => policy).sort(),
      ["LAM-23-arm"], // architectures is known: it is not set
    );
  });

  it("does not read assets", async () => {
    const code = {
      "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
      path: ".",
    };
    const found = await pack.analyze({
      type: FUNCTION,
      name: "a",
      properties: { ...sized(64), code },
    });
    assert.ok(found.some(({ policy }) => policy === "LAM-01"));
  });

  it("never shows a secret", async () => {
    const properties = { ...sized(128), runtime: secret("hunter2"), name: secret("hunter2!") };
    const found = await pack.analyze({ type: FUNCTION, name: "resize", properties });
    assert.ok(!JSON.stringify(found).includes("hunter2"));
    const open = { ...sized(128), runtime: "hunter2" };
    const shown = await pack.analyze({ type: FUNCTION, name: "resize", properties: open });
    assert.ok(JSON.stringify(shown).includes("hunter2"), "the rule does show what is no secret");
  });

  it("asks AWS's table for names of actions", async () => {
    const statement = { Effect: "Allow", Action: ["s3:ListObjects"], Resource: "*" };
    const found = await pack.analyze({
      type: "aws:iam/policy:Policy",
      name: "reads",
      properties: { policy: JSON.stringify({ Statement: [statement] }) },
    });
    assert.deepEqual(
      found.map(({ policy, message }) => [policy, /Did you mean ([^?]*)/.exec(message)?.[1]]),
      [["IAM-07", "s3:ListBucket"]],
    );
  });

  it("looks for a handler's file in the package", async () => {
    const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "" };
    const code = (name: string) => ({
      [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
      assets: { [name]: asset },
    });
    const found = async (name: string) =>
      (
        await pack.analyze({
          type: FUNCTION,
          name: "worker",
          properties: { runtime: "nodejs24.x", handler: "main.handler", code: code(name) },
        })
      ).filter(({ policy }) => policy === "LAM-07-file").length;
    assert.equal(await found("index.js"), 1);
    assert.equal(await found("main.mjs"), 0);
  });

  it("sees that a function's environment holds a secret, and not which", async () => {
    const found = await pack.analyzeStack([
      {
        type: FUNCTION,
        name: "worker",
        properties: { environment: { variables: { OPEN: "1", PASSWORD: secret("hunter2") } } },
      },
    ]);
    const messages = found.filter(({ policy }) => policy === "SEC-PLAIN-secret");
    assert.equal(messages.length, 1);
    assert.match(messages[0]?.message ?? "", /environment\.variables\.PASSWORD is "a secret"/);
  });

  it("relates resources by the engine's dependencies", async () => {
    const found = await pack.analyzeStack(uploads({ visibility: 30, timeout: 60 }));
    const [visibility] = found.filter(({ policy }) => policy === "SQS-01");
    assert.equal(visibility?.urn, `urn:pulumi:dev::strata::${QUEUE}::uploads`);
    assert.equal(
      visibility?.message.split("\n")[0],
      "SQS-01: visibilityTimeoutSeconds is 30; allowed: at least 60 seconds, the timeout of function index",
    );
  });

  it("finds what the stack claims twice, also by what isn't known yet", async () => {
    const policy = (name: string, bucket: string): SentResource => ({
      type: "aws:s3/bucketPolicy:BucketPolicy",
      name,
      properties: { bucket: unknownText, policy: "{}" },
      madeFrom: { bucket: [bucket] },
    });
    const bucket = (name: string): SentResource => ({
      type: "aws:s3/bucket:Bucket",
      name,
      properties: { bucket: unknownText },
    });
    const buckets = [bucket("photos"), bucket("site")];
    const claimed = async (...policies: SentResource[]) =>
      (await pack.analyzeStack([...buckets, ...policies])).filter(
        ({ policy }) => policy === "claimed-twice",
      );
    const [found, ...others] = await claimed(policy("own", "photos"), policy("second", "photos"));
    assert.deepEqual(others, []);
    assert.equal(found?.level, EnforcementLevel.MANDATORY);
    assert.match(
      found?.message ?? "",
      /bucket is "that of photos".*"own", and again by .*"second"/,
    );
    assert.deepEqual(await claimed(policy("own", "photos"), policy("second", "site")), []);
  });

  it("takes the account's concurrency from the policy's configuration", async () => {
    const stack = [
      { type: FUNCTION, name: "busy", properties: { reservedConcurrentExecutions: 500 } },
    ];
    const breaks = async () =>
      (await pack.analyzeStack(stack)).some(({ policy }) => policy === "LAM-16");
    assert.equal(await breaks(), false);
    await pack.configure("LAM-16", { accountConcurrency: 400 });
    assert.equal(await breaks(), true);
  });
});

function sized(memorySize: number | string) {
  return { memorySize, timeout: 10, handler: "index.handler", runtime: "nodejs24.x" };
}

function uploads({ visibility, timeout }: { visibility: number; timeout: number }): SentResource[] {
  return [
    { type: QUEUE, name: "uploads", properties: { visibilityTimeoutSeconds: visibility } },
    { type: FUNCTION, name: "index", properties: { timeout } },
    {
      type: MAPPING,
      name: "index-uploads",
      properties: { eventSourceArn: unknownText, functionName: unknownText },
      madeFrom: { eventSourceArn: ["uploads"], functionName: ["index"] },
    },
  ];
}
