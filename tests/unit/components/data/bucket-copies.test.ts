/** What buckets do to keep objects: locks, copies, colder classes. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { PolicyStatement } from "../../../../components/contracts";
import { ArchiveClass, Bucket, BucketArgs } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { record } from "../record";

const customerManaged = () =>
  new Environment("prod", {
    region: "eu-west-1",
    account: "123456789012",
    encryption: "customer-managed",
  });

describe("Bucket that keeps more than one copy", () => {
  it("locks objects without replacing the bucket, and refuses what can have no lock", async () => {
    const objectLock = { mode: "COMPLIANCE", days: 365 } as const;
    const recording = await record(() => new Bucket("ledger", { objectLock }));
    const lock = recording.inputs<Record<string, unknown>>(
      aws.s3.BucketObjectLockConfiguration,
      "ledger-object-lock",
    );
    assert.equal(lock.objectLockEnabled, "Enabled");
    assert.deepEqual(lock.rule, { defaultRetention: objectLock });
    const bucket = recording.inputs<aws.s3.BucketArgs>(aws.s3.Bucket, "ledger");
    assert.equal(bucket.objectLockEnabled, undefined);
    const refusals: [BucketArgs, RegExp][] = [
      [
        { objectLock, versioning: false },
        /Bucket "ledger": versioning is false; allowed: true with objectLock/,
      ],
      [{ objectLock, disposable: true }, /disposable is true; allowed: false with objectLock/],
      [{ objectLock, purpose: "logs" }, /objectLock is "COMPLIANCE"; allowed: none for logs/],
      [
        { objectLock: { mode: "GOVERNANCE", days: 0 } },
        /objectLock\.days is 0; allowed: 1 to 36,500 days/,
      ],
    ];
    for (const [args, expected] of refusals) {
      await assert.rejects(
        record(() => new Bucket("ledger", args)),
        expected,
      );
    }
  });

  it("copies objects into another region, under that region's key", async () => {
    const recording = await record(() => {
      const inside = { parent: customerManaged() };
      const copies = new Bucket("copies", { region: "eu-central-1" }, inside);
      new Bucket("photos", { replicateTo: { bucket: copies } }, inside);
    });
    const { rules } = recording.inputs<{ rules: Record<string, unknown>[] }>(
      aws.s3.BucketReplicationConfig,
      "photos-replication",
    );
    const { encryptionConfiguration } = rules[0].destination as {
      encryptionConfiguration: { replicaKmsKeyId: string };
    };
    assert.match(encryptionConfiguration.replicaKmsKeyId, /^arn:aws:kms:eu-central-1:/);
    assert.deepEqual(rules[0].deleteMarkerReplication, { status: "Disabled" });
    const { policy } = recording.inputs<{ policy: string }>(
      aws.iam.RolePolicy,
      "photos-replication",
    );
    const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement[] };
    assert.ok(Statement.every(({ Resource }) => typeof Resource === "string" && Resource !== "*"));
    for (const type of [
      aws.s3.BucketVersioning,
      aws.s3.BucketPolicy,
      aws.s3.BucketLifecycleConfiguration,
      aws.s3.BucketPublicAccessBlock,
      aws.s3.BucketOwnershipControls,
      aws.s3.BucketServerSideEncryptionConfiguration,
    ]) {
      const regions = recording.resources
        .filter(({ name }) => name.startsWith("copies-"))
        .map(({ inputs }) => inputs.region);
      assert.ok(
        regions.length >= 6 && regions.every((region) => region === "eu-central-1"),
        type.name,
      );
    }
  });

  it("refuses copies without versions, and copies of encrypted objects without a key", async () => {
    await assert.rejects(
      record(() => {
        const bucket = new Bucket("copies");
        new Bucket("photos", { versioning: false, replicateTo: { bucket } });
      }),
      /Bucket "photos": versioning is false; allowed: true with replicateTo/,
    );
    await assert.rejects(
      record(() => {
        const bucket = Bucket.existing("copies", { bucketName: "copies-1" });
        new Bucket("photos", { replicateTo: { bucket } }, { parent: customerManaged() });
      }),
      /replicateTo\.bucket is "a bucket without a customer's key"/,
    );
  });

  it("refuses moves in the wrong order, or before the class before has been paid for", async () => {
    const cool = (...transitions: [number, ArchiveClass][]) => ({
      lifecycle: {
        cool: { transitions: transitions.map(([afterDays, to]) => ({ afterDays, to })) },
      },
    });
    const refusals: [BucketArgs, RegExp][] = [
      [
        cool([30, "DEEP_ARCHIVE"], [180, "GLACIER"]),
        /lifecycle\.cool\.transitions is "GLACIER after 180 days"; allowed: a colder class than DEEP_ARCHIVE/,
      ],
      [
        cool([30, "STANDARD_IA"], [45, "GLACIER_IR"]),
        /allowed: 60 days or more, after STANDARD_IA/,
      ],
      [cool([30, "GLACIER"], [100, "DEEP_ARCHIVE"]), /allowed: 120 days or more, after GLACIER/],
    ];
    for (const [args, expected] of refusals) {
      await assert.rejects(
        record(() => new Bucket("photos", args)),
        expected,
      );
    }
    await record(
      () =>
        new Bucket(
          "photos",
          cool([30, "STANDARD_IA"], [60, "GLACIER_IR"], [150, "GLACIER"], [240, "DEEP_ARCHIVE"]),
        ),
    );
  });
});
