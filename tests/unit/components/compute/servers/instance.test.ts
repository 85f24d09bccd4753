import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Instance, InstanceArgs } from "../../../../../components/compute";
import { Target } from "../../../../../components/contracts";
import { instanceStoreUserData } from "../../../../../components/data";
import { Queue } from "../../../../../components/decoupling";
import { Environment } from "../../../../../components/environment";
import { comparePlans, previewStack } from "../../../../../preview/testing";
import { record, refusal } from "../../record";
import { group, network } from "../compute-network";

const base: InstanceArgs = { network };
const target: Target = {
  targetGroupArn: pulumi.output("arn:group"),
  targetType: "instance",
  port: 8080,
  from: group("public"),
  ready: [],
};

async function made(args: Partial<InstanceArgs> = {}, production = true) {
  const recording = await record(() => {
    const environment = new Environment("e", {
      region: "eu-west-1",
      account: "123456789012",
      production,
      encryption: "customer-managed",
    });
    return new Instance("licences", { ...base, ...args }, { parent: environment });
  });
  const instance = recording.inputs<Record<string, unknown>>(aws.ec2.Instance, "licences");
  const { policy } = recording.inputs<{ policy: string }>(aws.iam.RolePolicy, "licences-policy");
  const { Statement } = JSON.parse(policy) as { Statement: aws.iam.PolicyStatement[] };
  return { recording, instance, statements: Statement };
}

const refused = (args: Partial<InstanceArgs>) =>
  refusal(() => new Instance("licences", { ...base, ...args }));

describe("Instance", () => {
  it("answers metadata to itself alone, has an encrypted disk and no public address", async () => {
    const { instance } = await made();
    assert.deepEqual(instance.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    });
    assert.equal(instance.associatePublicIpAddress, false);
    assert.equal(instance.subnetId, "subnet-private");
    assert.equal(instance.keyName, undefined);
    const disk = instance.rootBlockDevice as Record<string, unknown>;
    assert.deepEqual([disk.encrypted, disk.volumeType, disk.volumeSize], [true, "gp3", 20]);
    assert.match(String(disk.kmsKeyId), /^arn:aws:kms:/);
  });

  it("is reached by Session Manager and may do what it is given, nothing else", async () => {
    const { statements, recording } = await made();
    assert.deepEqual(
      statements.flatMap(({ Action }) => [Action].flat()).map((action) => String(action)),
      [
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
    );
    assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 0);
    const queued = await record(() => {
      const queue = new Queue("orders");
      return new Instance("licences", { ...base, access: [queue.send()] });
    });
    const { policy } = queued.inputs<{ policy: string }>(aws.iam.RolePolicy, "licences-policy");
    assert.match(policy, /sqs:SendMessage/);
  });

  it("refuses its termination where the environment is for production", async () => {
    assert.equal((await made()).instance.disableApiTermination, true);
    assert.equal((await made({}, false)).instance.disableApiTermination, false);
    const { instance } = await made({ terminationProtection: false });
    assert.equal(instance.disableApiTermination, false);
  });

  it("is moved off failed hardware and rebooted when stuck, which is announced", async () => {
    const { recording } = await made();
    const actions = (name: string) =>
      recording.inputs<{ alarmActions: string[] }>(aws.cloudwatch.MetricAlarm, name).alarmActions;
    assert.equal(actions("licences-hardware")[0], "arn:aws:automate:eu-west-1:ec2:recover");
    assert.equal(actions("licences-stuck")[0], "arn:aws:automate:eu-west-1:ec2:reboot");
    assert.match(actions("licences-hardware")[1], /^arn:aws:sns:/);
  });

  it("is not moved where it has disks of its own, which would be empty", async () => {
    const { recording, instance } = await made({
      instanceType: "c8gd.medium",
      instanceStore: instanceStoreUserData({ mountPoint: "/mnt/cache" }),
      userData: [{ script: "echo ready > /mnt/cache/ready" }],
    });
    const { alarmActions } = recording.inputs<{ alarmActions: string[] }>(
      aws.cloudwatch.MetricAlarm,
      "licences-hardware",
    );
    assert.ok(!alarmActions.some((action) => action.includes("recover")));
    const text = String(instance.userData);
    assert.ok(text.indexOf("INSTANCE_STORE_MOUNT_POINT") < text.indexOf("echo ready"));
  });

  it("wears a fixed address by an interface of its own, in a public subnet", async () => {
    const elasticIp = { allocationId: "eipalloc-0123456789abcdef0" };
    const { recording, instance } = await made({ elasticIp, openPorts: { 443: ["192.0.2.0/24"] } });
    const { subnetId } = recording.inputs<{ subnetId: string }>(
      aws.ec2.NetworkInterface,
      "licences-network-interface",
    );
    assert.equal(subnetId, "subnet-public");
    assert.deepEqual(
      [instance.subnetId, instance.vpcSecurityGroupIds, instance.associatePublicIpAddress],
      [undefined, undefined, undefined],
    );
    const rule = recording.inputs<Record<string, unknown>>(
      aws.vpc.SecurityGroupIngressRule,
      "licences-in-443-192.0.2.0/24",
    );
    assert.deepEqual([rule.fromPort, rule.toPort, rule.cidrIpv4], [443, 443, "192.0.2.0/24"]);
  });

  it("takes a load balancer's requests", async () => {
    const { recording } = await made({ target });
    const attachment = recording.inputs(aws.lb.TargetGroupAttachment, "licences-attachment");
    assert.equal((attachment as { port: number }).port, 8080);
    recording.inputs(aws.vpc.SecurityGroupIngressRule, "licences-from-public");
  });

  for (const [what, args, message] of [
    [
      "a zone elsewhere",
      { zone: "eu-west-1c" },
      /zone is "eu-west-1c"; allowed: a zone of network/,
    ],
    ["SSH", { openPorts: { 22: [] }, elasticIp: { allocationId: "e" } }, /no SSH/],
    ["open ports without an address", { openPorts: { 443: [] } }, /none without elasticIp/],
    ["disks that the type lacks", { instanceStore: "x" }, /instanceType is "t4g.small"/],
    ["targets of addresses", { target: { ...target, targetType: "ip" } }, /targetType: "instance"/],
    [
      "two parts of cloud-init's words",
      { userData: [{ cloudConfig: { a: 1 } }, { cloudConfig: { b: 1 } }] },
      /2 parts with cloudConfig/,
    ],
    ["too small a disk operations", { rootVolume: { iops: 100 } }, /EBS-01/],
  ] as [string, Partial<InstanceArgs>, RegExp][]) {
    it(`refuses ${what}`, async () => {
      assert.match(await refused(args), message);
    });
  }

  it("stays where image, profile of keys, tags and size of its disk change; a named image replaces it", async () => {
    const plan = (encryption: "aws-managed" | "customer-managed", args: Partial<InstanceArgs>) =>
      previewStack(() => {
        const facts = { region: "eu-west-1", account: "123456789012", encryption };
        const parent = new Environment("e", { ...facts, production: false });
        const inside = { parent };
        new Instance("licences", { ...base, ...args }, inside);
        return {};
      });
    const moved = async (
      before: Partial<InstanceArgs>,
      after: Partial<InstanceArgs>,
      encryption: "aws-managed" | "customer-managed" = "aws-managed",
    ) => {
      const changes = comparePlans(
        await plan("aws-managed", before),
        await plan(encryption, after),
      );
      return [...changes.replace, ...changes.mayReplace]
        .map(({ urn }) => urn)
        .filter((urn) => /ec2\/instance:/.test(urn)).length;
    };
    assert.equal(await moved({}, { imageId: "ami-1" }), 1);
    assert.equal(await moved({ imageId: "ami-1" }, { imageId: "ami-2" }), 1);
    assert.equal(await moved({}, {}, "customer-managed"), 0);
    assert.equal(await moved({}, { rootVolume: { size: 40 }, instanceType: "t4g.large" }), 0);
  });
});
