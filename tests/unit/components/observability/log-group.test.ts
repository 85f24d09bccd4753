import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { LogGroup, LogGroupArgs } from "../../../../components/observability";
import { record, valueOf } from "../record";

async function recordGroup(args?: LogGroupArgs) {
  const recording = await record(() => {
    const encryption = "customer-managed";
    const parent = new Environment("test", {
      region: "eu-west-1",
      logRetentionDays: 90,
      encryption,
    });
    return { group: new LogGroup("audit", args, { parent }), key: parent.keyArn("logs")! };
  });
  const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(aws.cloudwatch.LogGroup, "audit");
  return { ...recording.made, inputs: group };
}

describe("LogGroup", () => {
  it("keeps logs as long as the environment says, under its key", async () => {
    const { inputs, key } = await recordGroup();
    assert.equal(inputs.retentionInDays, 90);
    assert.equal(inputs.kmsKeyId, await valueOf(key));
  });

  it("does not use that key in another region, where it does not stand", async () => {
    const { inputs } = await recordGroup({ region: "us-east-1", retentionInDays: 7 });
    assert.deepEqual([inputs.kmsKeyId, inputs.retentionInDays], [undefined, 7]);
  });

  it("grants writing to its own streams", async () => {
    const { group } = await recordGroup();
    const [statement] = await valueOf([...group.write().statements]);
    assert.equal(statement.Resource, `${await valueOf(group.arn)}:*`);
    assert.deepEqual(statement.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
  });
});
