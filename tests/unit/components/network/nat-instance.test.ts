import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { EgressChoice, Network } from "../../../../components/network";
import { Plan, previewStack } from "../../../../preview/testing";
import { record } from "../record";

const name = "network-egress-instance";

function networkWith(instance?: EgressChoice["instance"]): Network {
  const parent = new Environment("test", { region: "eu-west-1" });
  const zones = ["eu-west-1a"];
  return new Network("network", { zones, egress: { mode: "instance", instance } }, { parent });
}

/** What the engine is told about the instance beside its arguments. */
async function planned(instance?: EgressChoice["instance"]): Promise<Plan> {
  return previewStack(() => {
    networkWith(instance);
  });
}

describe("NatInstance", () => {
  it("forwards packets and translates them, also after a reboot", async () => {
    const recording = await record(() => networkWith());
    const { userData } = recording.inputs<{ userData: string }>(aws.ec2.Instance, name);
    const lines = userData.split("\n");
    for (const step of [
      'echo "net.ipv4.ip_forward = 1" > /etc/sysctl.d/90-nat.conf',
      "sysctl --system",
      "systemctl enable --now iptables",
      "iptables -t nat -A POSTROUTING -s 10.0.0.0/16 ! -d 10.0.0.0/16 -j MASQUERADE",
      "service iptables save",
    ]) {
      assert.ok(lines.includes(step), `${step} is missing in:\n${userData}`);
    }
  });

  it("is moved off failed hardware by EC2 itself", async () => {
    const recording = await record(() => networkWith());
    const { maintenanceOptions } = recording.inputs<aws.ec2.InstanceArgs>(aws.ec2.Instance, name);
    assert.deepEqual(maintenanceOptions, { autoRecovery: "default" });
  });

  it("is rebooted when its operating system no longer answers, and the environment told", async () => {
    const recording = await record(() => networkWith());
    const alarm = recording.inputs<aws.cloudwatch.MetricAlarmArgs>(
      aws.cloudwatch.MetricAlarm,
      `${name}-stuck`,
    );
    const { namespace, metricName, period, evaluationPeriods, threshold } = alarm;
    assert.deepEqual(
      { namespace, metricName, period, evaluationPeriods, threshold },
      {
        namespace: "AWS/EC2",
        metricName: "StatusCheckFailed_Instance",
        period: 60,
        evaluationPeriods: 3,
        threshold: 0,
      },
    );
    assert.equal(alarm.comparisonOperator, "GreaterThanThreshold");
    const [reboot, topic] = alarm.alarmActions as string[];
    assert.equal(reboot, "arn:aws:automate:eu-west-1:ec2:reboot");
    assert.match(topic, /^arn:aws:sns:eu-west-1:\d{12}:test-alarms/);
  });

  it("watches the instance that it reboots", async () => {
    const plan = await planned();
    const instance = plan.get(aws.ec2.Instance, name);
    const alarm = plan.get(aws.cloudwatch.MetricAlarm, `${name}-stuck`);
    const { InstanceId } = alarm.inputs.dimensions as { InstanceId: string };
    assert.equal(InstanceId, instance.id);
  });

  it("takes the newest image of Amazon Linux for arm64 when it is made, and keeps it", async () => {
    const calls = {
      "aws:ssm/getParameter:getParameter": (args: object) => ({
        insecureValue: `newest of ${(args as { name: string }).name}`,
      }),
    };
    const recording = await record(() => networkWith(), { calls });
    const { ami } = recording.inputs<aws.ec2.InstanceArgs>(aws.ec2.Instance, name);
    const parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
    assert.equal(ami, `newest of ${parameter}`);
    const plan = await planned();
    assert.deepEqual(plan.get(aws.ec2.Instance, name).ignoreChanges, ["ami"]);
  });

  it("follows the image that is stated", async () => {
    const plan = await planned({ imageId: "ami-0123456789abcdef0" });
    const instance = plan.get(aws.ec2.Instance, name);
    assert.equal(instance.inputs.ami, "ami-0123456789abcdef0");
    assert.deepEqual(instance.ignoreChanges, []);
  });

  it("gives way before another one wears its network interface", async () => {
    const plan = await planned();
    assert.equal(plan.get(aws.ec2.Instance, name).deleteBeforeReplace, true);
  });
});
