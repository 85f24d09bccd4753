/** Backups of whatever carries a tag. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { coldStorageDays, lockGraceDays } from "../../../rules/backup";
import { assumedBy } from "../../base/policy-document";
import { existing, main, Transforms } from "../../component";
import { AlarmDefinition, Alarmed } from "../../contracts";
import { AccessibleBackup, ExistingBackup } from "./accessible-backup";

/** Seconds that one value of a metric covers: jobs are few. */
const HOUR = 3600;

/** What AWS keeps up to date as AWS Backup learns services: theirs is longer than an inline policy may be. */
const ROLE_POLICIES = {
  backup: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
  restore: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
  "s3-backup": "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
  "s3-restore": "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
};

export interface BackupLifecycle {
  /** Days that a backup is kept. Default: 35. */
  deleteAfterDays?: number;
  /** Days after which it moves to cold storage, for services that have one. Default: never. Limit: 90 days before it is deleted. */
  coldStorageAfterDays?: number;
}

export interface BackupCopyArgs extends BackupLifecycle {
  /** Another region of the account, such as `eu-central-1`. */
  region: string;
}

export interface BackupLockArgs {
  /** Fewest days that a backup can be kept. Default: 1. */
  minRetentionDays?: number;
  /** Most days. Default: no limit. */
  maxRetentionDays?: number;
  /**
   * Days after which nobody can lift the lock, AWS included, nor delete the vault before its last backup
   * expires. Default: never: who may `backup:DeleteBackupVaultLockConfiguration` can lift it. Limit: 3 or more.
   */
  finalAfterDays?: number;
}

export interface BackupArgs extends BackupLifecycle {
  /** What is backed up: all that carries this tag. Default: key `Backup`, value the component's name. */
  tag?: { key: string; value: string };
  /** What is backed up beside it, by ARN. Default: nothing. */
  resources?: pulumi.Input<string>[];
  /** When, as AWS's cron expression. Default: `cron(0 3 * * ? *)`, each night at three. */
  schedule?: string;
  /** IANA name of the schedule's time zone, such as `Europe/Berlin`. Default: `Etc/UTC`. */
  timeZone?: string;
  /** A copy of each backup in another region. Default: none. */
  copyTo?: BackupCopyArgs;
  /** Refuses to delete backups early, in the copies' vault too. Default: no lock. */
  lock?: BackupLockArgs;
  /** True to let the vaults go with their stack; AWS refuses while backups are in them. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    vault: aws.backup.VaultArgs;
    lock: aws.backup.VaultLockConfigurationArgs;
    copies: aws.backup.VaultArgs;
    copiesLock: aws.backup.VaultLockConfigurationArgs;
    plan: aws.backup.PlanArgs;
    selection: aws.backup.SelectionArgs;
    role: aws.iam.RoleArgs;
    rolePolicy: aws.iam.RolePolicyAttachmentArgs;
  }>;
}

/**
 * Backs up everything that carries a tag, every night, into a vault of its own: tables, databases,
 * volumes, file systems, buckets. AWS Backup must be switched on for the service in the region
 * (`aws backup describe-region-settings`); buckets must be versioned.
 *
 * Creates: a vault, a plan, a selection and a role with its policy attachments; a second vault where copies are wanted, with the
 * environment's key of that region; locks where asked for. Costs what is stored: in us-east-1 $0.05 for a
 * GB and month of volumes and file systems, $0.10 of tables.
 *
 * @example
 * const nightly = new Backup("nightly", {
 *   tag: { key: "Backup", value: "nightly" },
 *   copyTo: { region: "eu-central-1", deleteAfterDays: 365 },
 *   lock: { minRetentionDays: 7 },
 * });
 */
export class Backup extends AccessibleBackup implements Alarmed {
  /** Gives a plan's vault that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingBackup);
  readonly vaultName: pulumi.Output<string>;
  readonly vaultArn: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  /** Where copies lie, where there are any. */
  readonly copiesArn?: pulumi.Output<string>;
  /** The tag that a resource needs to be backed up. */
  readonly tag: { readonly key: string; readonly value: string };
  readonly nodes: { readonly vault: aws.backup.Vault; readonly plan: aws.backup.Plan };
  readonly #disposable: boolean;

  alarmDefinitions(): readonly AlarmDefinition[] {
    return [
      {
        name: "jobs-failed",
        description: "Something was not backed up: look at the vault's jobs.",
        namespace: "AWS/Backup",
        metricName: "NumberOfBackupJobsFailed",
        dimensions: { BackupVaultName: this.vaultName },
        ...{ statistic: "Sum", threshold: 0, period: HOUR },
      },
    ];
  }

  constructor(name: string, args: BackupArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Backup", name, args, opts);
    const { copyTo, lock } = args;
    this.#disposable = args.disposable ?? false;
    this.tag = args.tag ?? { key: "Backup", value: name };
    this.refuseContradictions(args);
    const vault = this.makeVault(main, "lock", lock);
    this.vaultName = vault.name;
    this.vaultArn = vault.arn;
    const copies = copyTo && this.makeVault("copies", "copies-lock", lock, copyTo.region);
    this.copiesArn = copies?.arn;
    const plan = this.child(aws.backup.Plan, main, {
      rules: [
        {
          ruleName: name,
          targetVaultName: vault.name,
          schedule: args.schedule ?? "cron(0 3 * * ? *)",
          scheduleExpressionTimezone: args.timeZone ?? "Etc/UTC",
          lifecycle: lifecycle(args),
          recoveryPointTags: { [this.tag.key]: this.tag.value },
          copyActions:
            copies && copyTo
              ? [{ destinationVaultArn: copies.arn, lifecycle: lifecycle(copyTo) }]
              : [],
        },
      ],
    });
    this.roleArn = this.makeRole().arn;
    this.child(aws.backup.Selection, main, {
      planId: plan.id,
      iamRoleArn: this.roleArn,
      selectionTags: [{ type: "STRINGEQUALS", ...this.tag }],
      resources: args.resources,
    });
    this.nodes = { vault, plan };
  }

  private makeVault(
    suffix: string,
    lockSuffix: string,
    lock: BackupLockArgs | undefined,
    region?: string,
  ): aws.backup.Vault {
    const vault = this.child(
      aws.backup.Vault,
      suffix,
      { kmsKeyArn: this.environment.keyArn("data", region), region },
      // Another key would mean another vault; the one that is there keeps its own.
      { ...this.keep(this.#disposable), ignoreChanges: ["kmsKeyArn"] },
    );
    if (lock) {
      this.child(aws.backup.VaultLockConfiguration, lockSuffix, {
        backupVaultName: vault.name,
        minRetentionDays: lock.minRetentionDays ?? 1,
        maxRetentionDays: lock.maxRetentionDays,
        changeableForDays: lock.finalAfterDays,
        region,
      });
    }
    return vault;
  }

  private makeRole(): aws.iam.Role {
    const role = this.child(aws.iam.Role, main, {
      assumeRolePolicy: assumedBy("backup.amazonaws.com"),
    });
    for (const [suffix, policyArn] of Object.entries(ROLE_POLICIES)) {
      this.child(
        aws.iam.RolePolicyAttachment,
        suffix,
        { role: role.name, policyArn },
        { key: "rolePolicy" },
      );
    }
    return role;
  }

  private refuseContradictions({ copyTo, lock, ...kept }: BackupArgs): void {
    if (copyTo && copyTo.region === this.environment.homeRegion) {
      const allowed = "another region than the environment's";
      throw this.refuse("copyTo.region", copyTo.region, allowed, "name another region");
    }
    const places = { "": kept, "copyTo.": copyTo };
    for (const [place, given] of Object.entries(places)) {
      if (given) {
        this.refuseLifecycle(place, given, lock ?? {});
      }
    }
    const { finalAfterDays } = lock ?? {};
    if (finalAfterDays !== undefined && finalAfterDays < lockGraceDays.min) {
      const allowed = `${lockGraceDays.min} days or more, in which the lock can still be lifted`;
      throw this.refuse("lock.finalAfterDays", finalAfterDays, allowed, "raise it");
    }
  }

  private refuseLifecycle(place: string, given: BackupLifecycle, lock: BackupLockArgs): void {
    const { deleteAfter, coldStorageAfter } = lifecycle(given);
    const argument = `${place}deleteAfterDays`;
    if (coldStorageAfter !== undefined && deleteAfter < coldStorageAfter + coldStorageDays) {
      const allowed = `${coldStorageAfter + coldStorageDays} or more: ${coldStorageDays} days in cold storage (BK-01)`;
      throw this.refuse(
        argument,
        deleteAfter,
        allowed,
        "raise it, or leave out coldStorageAfterDays",
      );
    }
    const { minRetentionDays = 1, maxRetentionDays = Infinity } = lock;
    if (deleteAfter < minRetentionDays || deleteAfter > maxRetentionDays) {
      const most = maxRetentionDays === Infinity ? "" : `, at most ${maxRetentionDays}`;
      throw this.refuse(
        argument,
        deleteAfter,
        `at least ${minRetentionDays}${most}, as the lock says: the vault refuses other backups`,
        "change it, or the lock",
      );
    }
  }
}

function lifecycle({ deleteAfterDays = 35, coldStorageAfterDays }: BackupLifecycle) {
  return { deleteAfter: deleteAfterDays, coldStorageAfter: coldStorageAfterDays };
}
