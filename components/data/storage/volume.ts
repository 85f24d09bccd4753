/** A disk of one server. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { Component, existing, main, Transforms } from "../../component";
import { PolicyStatement } from "../../contracts";

/** Key of the tag by which Data Lifecycle Manager finds a volume and its snapshots. */
const SNAPSHOT_TAG = "SnapshotPolicy";
/** What Data Lifecycle Manager keeps of one volume ("Quotas", EBS user guide). */
const MOST_SNAPSHOTS = 1_000;

/** Types of volume for what a server keeps. Others are older or slower for the same price. */
export const volumeTypes = ["gp3", "io2"] as const;

export interface SnapshotArgs {
  /** Hours between two snapshots. Default: 24. Limit: 1, 2, 3, 4, 6, 8, 12 or 24. */
  everyHours?: 1 | 2 | 3 | 4 | 6 | 8 | 12 | 24;
  /** Time of day (UTC) of the first, `HH:MM`. Default: `03:00`. */
  at?: string;
  /** How many are kept; the oldest goes first. Default: 14. Limit: 1 to 1,000. */
  keep?: number;
}

export interface VolumeArgs {
  /** Availability zone, that of the server it is for. Cannot be changed later. */
  zone: pulumi.Input<string>;
  /** GiB. Can be raised, never lowered. Limit: 1 to 65,536; `io2` from 4. */
  size: number;
  /** `gp3` for nearly all; `io2` where a database needs more than 80,000 operations a second or 99.999 % durability. Default: `gp3`. */
  type?: (typeof volumeTypes)[number];
  /** Operations a second. Default: 3,000 for `gp3`; required for `io2`. Limit: 3,000 to 80,000, 500 for a GiB; `io2` 100 to 256,000, 1,000 for a GiB. */
  iops?: number;
  /** MiB/s, `gp3` only. Default: 125. Limit: 125 to 2,000, a quarter of `iops`. */
  throughput?: number;
  /** Snapshots by Data Lifecycle Manager, or `false` for none. Default: daily at 03:00 UTC, 14 kept. */
  snapshots?: SnapshotArgs | false;
  /** True to let the volume go with its stack, data and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    volume: aws.ebs.VolumeArgs;
    snapshots: aws.dlm.LifecyclePolicyArgs;
    snapshotRole: aws.iam.RoleArgs;
    snapshotPolicy: aws.iam.RolePolicyArgs;
    attachment: aws.ec2.VolumeAttachmentArgs;
  }>;
}

/** What can be done with a volume, ours or one that is there already. */
export abstract class AttachableVolume extends Component {
  abstract readonly volumeId: pulumi.Output<string>;

  /**
   * Attaches the volume to a server of its zone, which sees it as an NVMe disk: find it by
   * `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol…`. The server is stopped before it is taken away.
   *
   * @param deviceName `/dev/sdf` to `/dev/sdp`, each once a server
   */
  attachTo(instanceId: pulumi.Input<string>, deviceName = "/dev/sdf"): aws.ec2.VolumeAttachment {
    return this.child(aws.ec2.VolumeAttachment, "attachment", {
      volumeId: this.volumeId,
      instanceId,
      deviceName,
      stopInstanceBeforeDetaching: true,
    });
  }
}

export interface ExistingVolumeArgs {
  /** Such as `vol-0123456789abcdef0`. */
  volumeId: pulumi.Input<string>;
}

/**
 * A volume that others made. Made by `Volume.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const archive = Volume.existing("archive", { volumeId: "vol-0123456789abcdef0" });
 */
export class ExistingVolume extends AttachableVolume {
  readonly volumeId: pulumi.Output<string>;

  constructor(name: string, args: ExistingVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingVolume", name, args, opts);
    this.volumeId = pulumi.output(args.volumeId);
  }
}

/**
 * A disk that outlives the server it is attached to: encrypted, with snapshots every night. Choose a
 * `FileSystem` for files that several share, the instance store for what may be lost with the server.
 *
 * Creates: the volume; a Data Lifecycle Manager policy with its role, which may touch this volume and its
 * snapshots alone; an attachment when asked for. Costs by size, used or not: in eu-west-1 $0.088 for a GB
 * and month of gp3; $0.05 for a GB of changed blocks in snapshots.
 *
 * @example
 * const journal = new Volume("journal", { zone: "eu-west-1a", size: 100, iops: 6_000 });
 * journal.attachTo("i-0123456789abcdef0");
 */
export class Volume extends AttachableVolume {
  /** Gives a volume that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingVolume);
  readonly volumeId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly zone: pulumi.Output<string>;
  readonly nodes: { readonly volume: aws.ebs.Volume };

  constructor(name: string, args: VolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Volume", name, args, opts);
    const { disposable = false, type = "gp3" } = args;
    if (type === "io2" && args.iops === undefined) {
      throw this.refuse("iops", undefined, 'operations a second with type "io2"', "set iops");
    }
    // Snapshots are found by it in the whole account, so it says whose they are.
    const tag = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
    const snapshots = args.snapshots ?? {};
    const volume = this.child(
      aws.ebs.Volume,
      main,
      {
        availabilityZone: args.zone,
        size: args.size,
        type,
        iops: args.iops,
        throughput: args.throughput,
        encrypted: true,
        kmsKeyId: this.environment.keyArn("data"),
        finalSnapshot: !disposable,
        tags: { Name: name, ...(snapshots ? { [SNAPSHOT_TAG]: tag } : {}) },
      },
      // Another key would mean another volume; the one that is there keeps its own.
      { ...this.keep(disposable), ignoreChanges: ["kmsKeyId"] },
    );
    this.volumeId = volume.id;
    this.arn = volume.arn;
    this.zone = volume.availabilityZone;
    this.nodes = { volume };
    if (snapshots) {
      this.makeSnapshots(snapshots, tag);
    }
  }

  private makeSnapshots({ everyHours = 24, at = "03:00", keep = 14 }: SnapshotArgs, tag: string) {
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) {
      throw this.refuse("snapshots.at", at, "a time of day, 00:00 to 23:59", "write it as 03:00");
    }
    if (!Number.isInteger(keep) || keep < 1 || keep > MOST_SNAPSHOTS) {
      const allowed = `1 to ${MOST_SNAPSHOTS} snapshots`;
      throw this.refuse("snapshots.keep", keep, allowed, "name a number in that range");
    }
    const role = this.child(
      aws.iam.Role,
      "snapshots",
      {
        assumeRolePolicy: assumedBy("dlm.amazonaws.com"),
      },
      { key: "snapshotRole" },
    );
    const policy = this.child(
      aws.iam.RolePolicy,
      "snapshots",
      { role: role.id, policy: policyDocument(this.snapshotStatements(tag)) },
      { key: "snapshotPolicy" },
    );
    this.child(
      aws.dlm.LifecyclePolicy,
      "snapshots",
      {
        description: `Snapshots of ${this.logicalName}`,
        executionRoleArn: role.arn,
        state: "ENABLED",
        policyDetails: {
          resourceTypes: ["VOLUME"],
          targetTags: { [SNAPSHOT_TAG]: tag },
          schedules: [
            {
              name: this.logicalName,
              createRule: { interval: everyHours, intervalUnit: "HOURS", times: at },
              retainRule: { count: keep },
              copyTags: false,
              tagsToAdd: { [SNAPSHOT_TAG]: tag, Name: this.logicalName },
            },
          ],
        },
      },
      { dependsOn: [policy] },
    );
  }

  /** What AWS's own policy for this role gives for snapshots of volumes, on this volume and its snapshots. */
  private snapshotStatements(tag: string): PolicyStatement[] {
    const snapshots = pulumi.interpolate`arn:aws:ec2:${this.environment.region}::snapshot/*`;
    return [
      { Effect: "Allow", Action: "ec2:CreateSnapshot", Resource: [this.arn, snapshots] },
      {
        Effect: "Allow",
        Action: "ec2:CreateTags",
        Resource: snapshots,
      },
      {
        Effect: "Allow",
        Action: "ec2:DeleteSnapshot",
        Resource: snapshots,
        Condition: { StringEquals: { [`aws:ResourceTag/${SNAPSHOT_TAG}`]: tag } },
      },
      {
        // Neither takes a resource.
        Effect: "Allow",
        Action: ["ec2:DescribeVolumes", "ec2:DescribeSnapshots", "ec2:DescribeInstances"],
        Resource: "*",
      },
    ];
  }
}
