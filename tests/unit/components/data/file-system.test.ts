import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { PolicyStatement } from "../../../../components/contracts";
import { FileSystem, FileSystemArgs } from "../../../../components/data";
import { record, valueOf } from "../record";
import { network } from "./network-under-test";

const make = (args: Partial<FileSystemArgs> = {}) =>
  record(() => new FileSystem("files", { network, ...args }));

describe("FileSystem", () => {
  it("is encrypted, elastic, backed up, and cools down what is not used", async () => {
    const recording = await make();
    const fileSystem = recording.inputs<aws.efs.FileSystemArgs>(aws.efs.FileSystem, "files");
    assert.equal(fileSystem.encrypted, true);
    assert.equal(fileSystem.throughputMode, "elastic");
    assert.deepEqual(fileSystem.lifecyclePolicies, [
      { transitionToIa: "AFTER_30_DAYS" },
      { transitionToArchive: "AFTER_90_DAYS" },
    ]);
    const backup = recording.inputs<aws.efs.BackupPolicyArgs>(aws.efs.BackupPolicy, "files-backup");
    assert.deepEqual(backup.backupPolicy, { status: "ENABLED" });
    const off = await make({ backup: false });
    assert.deepEqual(off.inputs<object>(aws.efs.BackupPolicy, "files-backup"), {
      ...backup,
      backupPolicy: { status: "DISABLED" },
    });
  });

  it("lets nobody in without TLS or a role: its policy allows nothing", async () => {
    const recording = await make();
    const { policy } = recording.inputs<{ policy: string }>(
      aws.efs.FileSystemPolicy,
      "files-policy",
    );
    const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement[] };
    assert.deepEqual(
      Statement.map(({ Effect, Condition }) => [Effect, Condition]),
      [["Deny", { Bool: { "aws:SecureTransport": "false" } }]],
    );
  });

  it("has a mount target in the isolated subnet of each zone, behind a group without rules", async () => {
    const recording = await make();
    for (const zone of ["a", "b"]) {
      const target = recording.inputs<aws.efs.MountTargetArgs>(
        aws.efs.MountTarget,
        `files-eu-west-1${zone}`,
      );
      assert.equal(target.subnetId, `subnet-isolated-${zone}`);
    }
    const group = recording.inputs<aws.ec2.SecurityGroupArgs>(aws.ec2.SecurityGroup, "files");
    assert.deepEqual([group.ingress, group.egress], [undefined, undefined]);
  });

  it("is mounted through one access point, by its role, at the NFS port", async () => {
    const { made } = await record(() => {
      const files = new FileSystem("files", { network });
      const uploads = files.accessPoint("uploads", { owner: 2000, permissions: "0700" });
      return { files, uploads };
    });
    for (const mounted of [made.files, made.uploads]) {
      const { statements, connection } = mounted.mount();
      assert.equal(statements.length, 1);
      assert.deepEqual(statements[0].Action, [
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientWrite",
      ]);
      assert.equal(
        await valueOf(statements[0].Resource as pulumi.Output<string>),
        await valueOf(made.files.fileSystemArn),
      );
      const { StringEquals } = await valueOf(
        pulumi.output(statements[0].Condition as { StringEquals: Record<string, string> }),
      );
      assert.equal(
        StringEquals["elasticfilesystem:AccessPointArn"],
        await valueOf(mounted.accessPointArn),
      );
      assert.deepEqual([connection?.to, connection?.port], [made.files, 2049]);
    }
    assert.notEqual(
      await valueOf(made.files.accessPointArn),
      await valueOf(made.uploads.accessPointArn),
    );
  });

  it("gives each access point a folder and an owner of its own", async () => {
    const recording = await record(() => {
      new FileSystem("files", { network }).accessPoint("uploads", { owner: 2000 });
    });
    const point = (name: string) =>
      recording.inputs<Record<string, unknown>>(aws.efs.AccessPoint, name);
    assert.deepEqual(point("files").rootDirectory, {
      path: "/files",
      creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0750" },
    });
    assert.deepEqual(point("files-uploads").posixUser, { uid: 2000, gid: 2000 });
    assert.equal((point("files-uploads").rootDirectory as { path: string }).path, "/uploads");
  });

  it("is mounted by a function, which waits for the mount targets and opens the way", async () => {
    const recording = await record(() => {
      const files = new FileSystem("files", { network });
      const fileSystem = { from: files, localMountPath: "/mnt/files" };
      new LambdaFunction("render", () => Promise.resolve("done"), { vpc: { network }, fileSystem });
    });
    const rule = recording.inputs<aws.vpc.SecurityGroupIngressRuleArgs>(
      aws.vpc.SecurityGroupIngressRule,
      "render-to-files",
    );
    assert.deepEqual([rule.fromPort, rule.toPort], [2049, 2049]);
  });

  it("refuses contradictions", async () => {
    const refusals: [Partial<FileSystemArgs>, RegExp][] = [
      [
        { throughputMode: "provisioned" },
        /FileSystem "files": provisionedThroughputInMibps is undefined; allowed: 1 to 3,414 MiB\/s/,
      ],
      [{ provisionedThroughputInMibps: 10 }, /allowed: none with throughputMode "elastic"/],
      [
        { throughputMode: "bursting", archiveAfterDays: 90 },
        /archiveAfterDays is 90; allowed: 0 with throughputMode "bursting"/,
      ],
      [
        { infrequentAccessAfterDays: 180, archiveAfterDays: 90 },
        /archiveAfterDays is 90; allowed: one of 270, 365/,
      ],
    ];
    for (const [args, expected] of refusals) {
      await assert.rejects(make(args), expected);
    }
    await make({ throughputMode: "provisioned", provisionedThroughputInMibps: 10 });
    await make({ infrequentAccessAfterDays: 365 });
  });

  it("gives what is there already the same methods, and makes nothing", async () => {
    const recording = await record(() =>
      FileSystem.existing("models", {
        fileSystemArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1",
        accessPointArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1",
        securityGroupId: "sg-1",
      }),
    );
    assert.equal(recording.resources.length, 1);
    const { connection } = recording.made.mount();
    assert.equal(await valueOf(connection?.to.securityGroupId ?? ""), "sg-1");
  });
});
