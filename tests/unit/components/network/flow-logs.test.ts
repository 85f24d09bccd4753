import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { FlowLogs, FlowLogsArgs } from "../../../../components/network";
import { record, Recording, valueOf } from "../record";

const vpcId = "vpc-0123456789abcdef0";

/** Flow logs where the keys are the customer's. */
function recordLogs(args: FlowLogsArgs = {}): Promise<Recording<Environment>> {
  return record(() => {
    const parent = new Environment("test", { region: "eu-west-1", encryption: "customer-managed" });
    new FlowLogs("logs", { vpcId, ...args }, { parent });
    return parent;
  });
}

const flowLog = (recording: Recording<Environment>) =>
  recording.inputs<aws.ec2.FlowLogArgs>(aws.ec2.FlowLog, "logs");

describe("FlowLogs", () => {
  it("are written by the flow logs service, in a role of its own", async () => {
    const recording = await recordLogs();
    const role = recording.inputs<{ assumeRolePolicy: string }>(aws.iam.Role, "logs");
    assert.deepEqual(JSON.parse(role.assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    });
    assert.match(String(flowLog(recording).iamRoleArn), /^arn:aws:iam::\d{12}:role\/logs/);
  });

  it("are encrypted with the environment's key for logs", async () => {
    const recording = await recordLogs();
    const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(aws.cloudwatch.LogGroup, "logs");
    assert.equal(group.kmsKeyId, await valueOf(recording.made.keyArn("logs")!));
    assert.equal(group.retentionInDays, 365);
  });

  it("are kept as long as is asked for", async () => {
    const recording = await recordLogs({ retentionInDays: 30 });
    const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(aws.cloudwatch.LogGroup, "logs");
    assert.equal(group.retentionInDays, 30);
  });

  for (const trafficType of ["ALL", "ACCEPT", "REJECT"] as const) {
    it(`record ${trafficType} of the VPC's traffic, each minute`, async () => {
      const made = flowLog(await recordLogs(trafficType === "ALL" ? {} : { trafficType }));
      assert.deepEqual(
        [made.vpcId, made.trafficType, made.maxAggregationInterval],
        [vpcId, trafficType, 60],
      );
    });
  }
});
