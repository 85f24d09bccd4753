import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { PolicyStatement } from "../../../../components/contracts";
import { Volume, VolumeArgs } from "../../../../components/data";
import { record } from "../record";

const zone = "eu-west-1a";
const make = (args: Partial<VolumeArgs> = {}) =>
  record(() => new Volume("journal", { zone, size: 100, ...args }));

describe("Volume", () => {
  it("is encrypted, gp3, and leaves a snapshot behind unless it is disposable", async () => {
    const volume = (await make()).inputs<aws.ebs.VolumeArgs>(aws.ebs.Volume, "journal");
    assert.deepEqual([volume.type, volume.encrypted, volume.finalSnapshot], ["gp3", true, true]);
    const gone = await make({ disposable: true });
    assert.equal(gone.inputs<aws.ebs.VolumeArgs>(aws.ebs.Volume, "journal").finalSnapshot, false);
  });

  it("has a snapshot every night, found by a tag that no other volume has", async () => {
    const recording = await make();
    const policy = recording.inputs<aws.dlm.LifecyclePolicyArgs>(
      aws.dlm.LifecyclePolicy,
      "journal-snapshots",
    );
    const { targetTags, schedules } = policy.policyDetails as unknown as {
      targetTags: Record<string, string>;
      schedules: Record<string, object>[];
    };
    assert.deepEqual(targetTags, { SnapshotPolicy: "strata/test/journal" });
    assert.deepEqual(schedules[0].createRule, {
      interval: 24,
      intervalUnit: "HOURS",
      times: "03:00",
    });
    assert.deepEqual(schedules[0].retainRule, { count: 14 });
    const { tags } = recording.inputs<{ tags: Record<string, string> }>(aws.ebs.Volume, "journal");
    assert.equal(tags.SnapshotPolicy, targetTags.SnapshotPolicy);
  });

  it("lets the policy's role take snapshots of this volume and delete its own alone", async () => {
    const { policy } = (await make()).inputs<{ policy: string }>(
      aws.iam.RolePolicy,
      "journal-snapshots",
    );
    const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement[] };
    const [create, , remove] = Statement;
    assert.match(String((create.Resource as string[])[0]), /:volume\/vol-[^*]+$/);
    assert.deepEqual(remove.Condition, {
      StringEquals: { "aws:ResourceTag/SnapshotPolicy": "strata/test/journal" },
    });
    const onAll = Statement.filter(({ Resource }) => Resource === "*").flatMap((s) => s.Action);
    assert.ok(onAll.every((action) => String(action).startsWith("ec2:Describe")));
  });

  it("makes no policy and no role where snapshots are not wanted", async () => {
    const recording = await make({ snapshots: false });
    assert.equal(recording.count(aws.dlm.LifecyclePolicy), 0);
    assert.equal(recording.count(aws.iam.Role), 0);
  });

  it("refuses what AWS would, before it is asked", async () => {
    const refusals: [Partial<VolumeArgs>, RegExp][] = [
      [{ type: "io2" }, /Volume "journal": iops is undefined; allowed: operations a second/],
      [{ iops: 60_000 }, /EBS-01[^]*3,000 to 50,000 IOPS/],
      [{ throughput: 1_000 }, /EBS-01-throughput[^]*125 to 750 MiB\/s/],
      [{ size: 70_000 }, /EBS-01-size[^]*1 to 65,536 GiB/],
      [{ type: "io2", iops: 1_000, throughput: 500 }, /EBS-01-throughput-ignored/],
      [{ snapshots: { at: "3:00" } }, /snapshots\.at is "3:00"; allowed: a time of day/],
      [{ snapshots: { keep: 0 } }, /snapshots\.keep is 0; allowed: 1 to 1000 snapshots/],
    ];
    for (const [args, expected] of refusals) {
      await assert.rejects(make(args), expected);
    }
    await make({ iops: 4_000, throughput: 1_000 });
    await make({ type: "io2", iops: 100_000 });
  });

  it("attaches, ours or one that is there already", async () => {
    const recording = await record(() => {
      new Volume("journal", { zone, size: 100 }).attachTo("i-1", "/dev/sdg");
      Volume.existing("archive", { volumeId: "vol-1" }).attachTo("i-1");
    });
    const attachment = (name: string) =>
      recording.inputs<aws.ec2.VolumeAttachmentArgs>(aws.ec2.VolumeAttachment, name);
    assert.equal(attachment("journal-attachment").deviceName, "/dev/sdg");
    assert.equal(attachment("archive-attachment").volumeId, "vol-1");
    assert.equal(attachment("archive-attachment").stopInstanceBeforeDetaching, true);
  });
});
