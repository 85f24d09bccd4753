/** A file system that functions and containers share. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepsDescription } from "../../wiring/guarding-group";
import { whenMade } from "../../base/outputs";
import {
  allowedThroughput,
  FileAge,
  fileAges,
  provisionedThroughput,
  ThroughputMode,
} from "../../../rules/efs";
import { policyDocument, refusePlainText } from "../../base/policy-document";
import { existing, main, Transforms } from "../../component";
import { AlarmDefinition, Alarmed, MountableFileSystem, VirtualNetwork } from "../../contracts";
import { fileSystemAlarms } from "./file-system-alarms";
import {
  AccessibleFileSystem,
  ExistingFileSystem,
  FileSystemPlace,
  mountAccess,
} from "./accessible-file-system";

/** Whom files belong to, whoever mounts: a POSIX user of its own, neither root nor of the system. */
const OWNER = 1000;

export interface AccessPointArgs {
  /** Folder that those who mount see as `/`, made when it is first mounted. Default: `/` and the access point's name. Cannot be changed later. */
  path?: string;
  /** Number of the user and group that all files belong to. Default: 1000. Limit: 0 to 4,294,967,295. Cannot be changed later. */
  owner?: number;
  /** Permissions of the folder, in octal. Default: `0750`. Cannot be changed later. */
  permissions?: string;
}

export interface FileSystemArgs {
  /** VPC that it stands in, with a mount target in an isolated subnet of each zone in use. */
  network: VirtualNetwork;
  /** The access point that the file system itself stands for; `accessPoint()` makes further ones. Default: the folder `/files`. */
  accessPoint?: AccessPointArgs;
  /** `elastic` is paid by use; `bursting` grows with what is stored; `provisioned` is paid by the hour. Default: `elastic`. */
  throughputMode?: ThroughputMode;
  /** MiB/s with `throughputMode: "provisioned"`. Limit: 1 to 3,414. */
  provisionedThroughputInMibps?: number;
  /** Days without a read or write after which a file moves to Infrequent Access. Default: 30; 0: never. Limit: 1, 7, 14, 30, 60, 90, 180, 270 or 365. */
  infrequentAccessAfterDays?: FileAge | 0;
  /** Days after which it moves to Archive, with elastic throughput only. Default: 90 there, else never; 0: never. Limit: as above, and later than Infrequent Access. */
  archiveAfterDays?: FileAge | 0;
  /** Keep daily backups for 35 days (the automatic backups of EFS, by AWS Backup). Default: true. */
  backup?: boolean;
  /** True to let the file system go with its stack, files and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    fileSystem: aws.efs.FileSystemArgs;
    policy: aws.efs.FileSystemPolicyArgs;
    backup: aws.efs.BackupPolicyArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    mountTarget: aws.efs.MountTargetArgs;
    accessPoint: aws.efs.AccessPointArgs;
  }>;
}

/**
 * Files that any number of functions, containers and servers read and write together: encrypted, reached
 * inside the VPC over TLS alone, by who has been granted an access point and below its folder. Choose a
 * `Bucket` for whole objects over HTTPS, a `Volume` for the disk of one server.
 *
 * Creates: the file system with its policy and backup policy, a security group, a mount target a zone,
 * an access point. Costs nothing when empty; in eu-west-1 $0.33 for a GB and month, $0.016 in Infrequent
 * Access (us-east-1), and with elastic throughput what is read and written.
 *
 * @example
 * const files = new FileSystem("files", { network });
 * new LambdaFunction("render", handler, {
 *   vpc: { network },
 *   fileSystem: { from: files, localMountPath: "/mnt/files" },
 * });
 * const uploads = files.accessPoint("uploads", { owner: 2000 });
 */
export class FileSystem extends AccessibleFileSystem implements Alarmed {
  /** Gives an access point that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingFileSystem);
  readonly connectionName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly fileSystemArn: pulumi.Output<string>;
  readonly fileSystemId: pulumi.Output<string>;
  readonly accessPointArn: pulumi.Output<string>;
  readonly accessPointId: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];
  readonly nodes: { readonly fileSystem: aws.efs.FileSystem };
  readonly #disposable: boolean;
  readonly #bursts: boolean;

  constructor(name: string, args: FileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:FileSystem", name, args, opts);
    const { network } = args;
    this.#disposable = args.disposable ?? false;
    this.#bursts = args.throughputMode === "bursting";
    this.connectionName = name;
    const fileSystem = this.child(
      aws.efs.FileSystem,
      main,
      {
        encrypted: true,
        kmsKeyId: this.environment.keyArn("data"),
        ...this.throughput(args),
        lifecyclePolicies: this.lifecycle(args),
        tags: { Name: name },
      },
      // Another key would mean another file system; the one that is there keeps its own.
      { ...this.keep(this.#disposable), ignoreChanges: ["kmsKeyId"] },
    );
    this.fileSystemId = fileSystem.id;
    this.fileSystemArn = fileSystem.arn;
    this.nodes = { fileSystem };
    const retained = { retainOnDelete: !this.#disposable };
    // A policy without an Allow: who mounts needs a role that may, and TLS (EFS user guide, "Creating file system policies").
    const policy = this.child(
      aws.efs.FileSystemPolicy,
      "policy",
      {
        fileSystemId: fileSystem.id,
        policy: policyDocument([refusePlainText("elasticfilesystem:*", fileSystem.arn)]),
      },
      retained,
    );
    this.child(
      aws.efs.BackupPolicy,
      "backup",
      {
        fileSystemId: fileSystem.id,
        backupPolicy: { status: (args.backup ?? true) ? "ENABLED" : "DISABLED" },
      },
      { ...retained, dependsOn: [policy] },
    );
    const group = this.child(
      aws.ec2.SecurityGroup,
      main,
      {
        vpcId: network.vpcId,
        description: `Mount targets of ${name}`,
        tags: { Name: name },
      },
      keepsDescription,
    );
    this.securityGroupId = group.id;
    const mountTargets = network.zones.map((zone, position) =>
      this.child(
        aws.efs.MountTarget,
        zone,
        {
          fileSystemId: fileSystem.id,
          subnetId: whenMade(network.isolatedSubnetIds, (ids) => ids[position]),
          securityGroups: [group.id],
        },
        { key: "mountTarget" },
      ),
    );
    this.ready = [policy, ...mountTargets];
    const accessPoint = this.makeAccessPoint(main, "files", args.accessPoint ?? {});
    this.accessPointArn = accessPoint.arn;
    this.accessPointId = accessPoint.id;
  }

  /**
   * Another way into the file system, which sees a folder of its own and nothing beside it.
   *
   * @param name names the access point, and its folder where `path` does not
   */
  accessPoint(name: string, args: AccessPointArgs = {}): MountableFileSystem {
    const accessPoint = this.makeAccessPoint(name, name, args);
    const place: FileSystemPlace = {
      fileSystemArn: this.fileSystemArn,
      accessPointArn: accessPoint.arn,
      to: this,
    };
    return {
      accessPointArn: accessPoint.arn,
      accessPointId: accessPoint.id,
      fileSystemId: this.fileSystemId,
      ready: this.ready,
      mount: () => mountAccess(place),
    };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return fileSystemAlarms(this.fileSystemId, this.#bursts);
  }

  private makeAccessPoint(suffix: string, folder: string, args: AccessPointArgs) {
    const { path = `/${folder}`, owner = OWNER, permissions = "0750" } = args;
    return this.child(
      aws.efs.AccessPoint,
      suffix,
      {
        fileSystemId: this.fileSystemId,
        posixUser: { uid: owner, gid: owner },
        rootDirectory: {
          path,
          creationInfo: { ownerUid: owner, ownerGid: owner, permissions },
        },
        tags: { Name: suffix === main ? this.logicalName : `${this.logicalName}-${suffix}` },
      },
      { key: "accessPoint", retainOnDelete: !this.#disposable },
    );
  }

  private throughput({
    throughputMode = "elastic",
    provisionedThroughputInMibps,
  }: FileSystemArgs): Pick<
    aws.efs.FileSystemArgs,
    "throughputMode" | "provisionedThroughputInMibps"
  > {
    const isProvisioned = throughputMode === "provisioned";
    if (isProvisioned !== (provisionedThroughputInMibps !== undefined)) {
      throw this.refuse(
        "provisionedThroughputInMibps",
        provisionedThroughputInMibps,
        isProvisioned
          ? `${allowedThroughput} with throughputMode "provisioned"`
          : `none with throughputMode "${throughputMode}"`,
        isProvisioned
          ? `set it, at least to ${provisionedThroughput.min}`
          : 'remove it, or set throughputMode to "provisioned"',
      );
    }
    return { throughputMode, provisionedThroughputInMibps };
  }

  private lifecycle({
    throughputMode = "elastic",
    infrequentAccessAfterDays = 30,
    archiveAfterDays = throughputMode === "elastic" && infrequentAccessAfterDays < 90 ? 90 : 0,
  }: FileSystemArgs): aws.types.input.efs.FileSystemLifecyclePolicy[] {
    if (archiveAfterDays > 0 && throughputMode !== "elastic") {
      throw this.refuse(
        "archiveAfterDays",
        archiveAfterDays,
        `0 with throughputMode "${throughputMode}"`,
        'remove it, or set throughputMode to "elastic"',
      );
    }
    if (archiveAfterDays > 0 && archiveAfterDays <= infrequentAccessAfterDays) {
      throw this.refuse(
        "archiveAfterDays",
        archiveAfterDays,
        `one of ${fileAges.filter((age) => age > infrequentAccessAfterDays).join(", ")}, after infrequentAccessAfterDays`,
        "raise it, or lower infrequentAccessAfterDays",
      );
    }
    return [
      ...(infrequentAccessAfterDays ? [{ transitionToIa: after(infrequentAccessAfterDays) }] : []),
      ...(archiveAfterDays ? [{ transitionToArchive: after(archiveAfterDays) }] : []),
    ];
  }
}

function after(days: FileAge): string {
  return days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS`;
}
