/** What can be done with a backup plan's vault, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../../base/outputs";
import { accessTo, allOf, Grants } from "../../base/grants";
import { Component } from "../../component";
import { Access } from "../../contracts";

/** The tag that a resource needs to be backed up. */
export interface BackupTag {
  readonly key: string;
  readonly value: string;
}

export abstract class AccessibleBackup extends Component {
  static readonly grants = {
    start: { actions: ["backup:StartBackupJob"] },
    passRole: {
      actions: ["iam:PassRole"],
      condition: { StringEquals: { "iam:PassedToService": "backup.amazonaws.com" } },
    },
  } satisfies Grants;
  abstract readonly vaultName: pulumi.Output<string>;
  abstract readonly vaultArn: pulumi.Output<string>;
  /** Role by which AWS Backup reads what it backs up. */
  abstract readonly roleArn: pulumi.Output<string>;
  abstract readonly tag: BackupTag;

  /** Backs up one thing now, besides the plan's nights: before a migration, say. */
  start(): Access {
    return allOf(
      accessTo({ arn: this.vaultArn }, AccessibleBackup.grants.start),
      accessTo({ arn: this.roleArn }, AccessibleBackup.grants.passRole),
    );
  }
}

export interface ExistingBackupArgs {
  vaultArn: pulumi.Input<string>;
  /** Role by which AWS Backup reads what it backs up. */
  roleArn: pulumi.Input<string>;
  /** What its plan looks for. */
  tag: BackupTag;
}

/**
 * A backup plan that others made. Made by `Backup.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const nightly = Backup.existing("nightly", {
 *   vaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:nightly",
 *   roleArn: "arn:aws:iam::123456789012:role/nightly",
 *   tag: { key: "Backup", value: "nightly" },
 * });
 * nightly.start();
 */
export class ExistingBackup extends AccessibleBackup {
  readonly vaultName: pulumi.Output<string>;
  readonly vaultArn: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly tag: BackupTag;

  constructor(name: string, args: ExistingBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingBackup", name, args, opts);
    this.vaultArn = pulumi.output(args.vaultArn);
    this.vaultName = whenMade(this.vaultArn, (arn) => arn.split(":").at(-1) ?? "");
    this.roleArn = pulumi.output(args.roleArn);
    this.tag = args.tag;
  }
}
