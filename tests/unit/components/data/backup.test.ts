import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Backup, BackupArgs } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { record, valueOf } from "../record";

const make = (args: BackupArgs = {}) =>
  record(() => {
    const parent = new Environment("prod", {
      region: "eu-west-1",
      account: "123456789012",
      encryption: "customer-managed",
    });
    return new Backup("nightly", args, { parent });
  });

interface Rule {
  schedule: string;
  lifecycle: object;
  copyActions: { destinationVaultArn: string; lifecycle: object }[];
}

describe("Backup", () => {
  it("keeps what carries its tag for 35 days, every night", async () => {
    const recording = await make();
    const { rules } = recording.inputs<{ rules: Rule[] }>(aws.backup.Plan, "nightly");
    assert.equal(rules[0].schedule, "cron(0 3 * * ? *)");
    assert.deepEqual(rules[0].lifecycle, { deleteAfter: 35 });
    assert.deepEqual(rules[0].copyActions, []);
    const selection = recording.inputs<aws.backup.SelectionArgs>(aws.backup.Selection, "nightly");
    assert.deepEqual(selection.selectionTags, [
      { type: "STRINGEQUALS", key: "Backup", value: "nightly" },
    ]);
    assert.equal(recording.count(aws.backup.VaultLockConfiguration), 0);
  });

  it("copies into a locked vault of another region, with that region's key", async () => {
    const recording = await make({
      copyTo: { region: "eu-central-1", deleteAfterDays: 365, coldStorageAfterDays: 30 },
      lock: { minRetentionDays: 7 },
    });
    const copies = recording.inputs<aws.backup.VaultArgs>(aws.backup.Vault, "nightly-copies");
    assert.equal(copies.region, "eu-central-1");
    assert.match(String(copies.kmsKeyArn), /^arn:aws:kms:eu-central-1:/);
    const vault = recording.inputs<aws.backup.VaultArgs>(aws.backup.Vault, "nightly");
    assert.match(String(vault.kmsKeyArn), /^arn:aws:kms:eu-west-1:/);
    const { rules } = recording.inputs<{ rules: Rule[] }>(aws.backup.Plan, "nightly");
    assert.deepEqual(rules[0].copyActions, [
      {
        destinationVaultArn: await valueOf(recording.made.copiesArn ?? ""),
        lifecycle: { deleteAfter: 365, coldStorageAfter: 30 },
      },
    ]);
    for (const name of ["nightly-lock", "nightly-copies-lock"]) {
      const lock = recording.inputs<aws.backup.VaultLockConfigurationArgs>(
        aws.backup.VaultLockConfiguration,
        name,
      );
      assert.deepEqual([lock.minRetentionDays, lock.changeableForDays], [7, undefined]);
    }
  });

  it("refuses what AWS would, or what the lock would make fail each night", async () => {
    const refusals: [BackupArgs, RegExp][] = [
      [
        { coldStorageAfterDays: 30, deleteAfterDays: 100 },
        /Backup "nightly": deleteAfterDays is 100; allowed: 120 or more/,
      ],
      [{ lock: { minRetentionDays: 60 } }, /deleteAfterDays is 35; allowed: at least 60/],
      [
        { lock: { maxRetentionDays: 60 }, copyTo: { region: "eu-central-1", deleteAfterDays: 90 } },
        /copyTo\.deleteAfterDays is 90; allowed: at least 1, at most 60/,
      ],
      [{ lock: { finalAfterDays: 1 } }, /lock\.finalAfterDays is 1; allowed: 3 days or more/],
      [
        { copyTo: { region: "eu-west-1" } },
        /copyTo\.region is "eu-west-1"; allowed: another region/,
      ],
    ];
    for (const [args, expected] of refusals) {
      await assert.rejects(make(args), expected);
    }
    await make({ coldStorageAfterDays: 30, deleteAfterDays: 120, lock: { finalAfterDays: 3 } });
  });
});
