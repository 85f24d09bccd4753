import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { LogGroup, LogGroupArgs } from "../../../../components/observability";
import { record, valueOf } from "../record";

async function recordGroups(...groups: LogGroupArgs[]) {
  return record(() => {
    const encryption = "customer-managed";
    const parent = new Environment("test", {
      region: "eu-west-1",
      logRetentionDays: 90,
      encryption,
    });
    const made = groups.map((args, i) => new LogGroup(`audit-${i}`, args, { parent }));
    return { group: made[0], key: parent.keyArn("logs")! };
  });
}

async function recordGroup(args: LogGroupArgs = {}) {
  const recording = await recordGroups(args);
  const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(aws.cloudwatch.LogGroup, "audit-0");
  return { ...recording.made, inputs: group };
}

describe("LogGroup", () => {
  it("keeps logs as long as the environment says, under its key", async () => {
    const { inputs, key } = await recordGroup();
    assert.equal(inputs.retentionInDays, 90);
    assert.equal(inputs.kmsKeyId, await valueOf(key));
  });

  it("has a key of its own region in another one", async () => {
    const elsewhere = { region: "us-east-1", retentionInDays: 7 };
    const recording = await recordGroups(elsewhere, elsewhere, {});
    const inputs = (name: string) =>
      recording.inputs<aws.cloudwatch.LogGroupArgs>(aws.cloudwatch.LogGroup, name);
    const { region, retentionInDays, kmsKeyId } = inputs("audit-0");
    assert.deepEqual([region, retentionInDays], ["us-east-1", 7]);
    assert.match(String(kmsKeyId), /^arn:aws:kms:us-east-1:/);
    assert.equal(inputs("audit-1").kmsKeyId, kmsKeyId);
    assert.match(String(inputs("audit-2").kmsKeyId), /^arn:aws:kms:eu-west-1:/);
    const key = recording.inputs<aws.kms.KeyArgs>(aws.kms.Key, "test-logs-us-east-1");
    assert.equal(key.region, "us-east-1");
    assert.match(String(key.policy), /"logs.us-east-1.amazonaws.com"/);
  });

  it("has the environment's key where its region is the environment's", async () => {
    const { inputs, key } = await recordGroup({ region: "eu-west-1" });
    assert.equal(inputs.kmsKeyId, await valueOf(key));
  });

  it("has no key where AWS manages them, in whatever region", async () => {
    const recording = await record(() => {
      const parent = new Environment("test", { region: "eu-west-1" });
      new LogGroup("audit", { region: "us-east-1" }, { parent });
    });
    const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(aws.cloudwatch.LogGroup, "audit");
    assert.equal(group.kmsKeyId, undefined);
    assert.equal(recording.count(aws.kms.Key), 0);
  });

  it("grants writing to its own streams", async () => {
    const { group } = await recordGroup();
    const [statement] = await valueOf([...group.write().statements]);
    assert.equal(statement.Resource, `${await valueOf(group.arn)}:*`);
    assert.deepEqual(statement.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
  });
});
