/** What can be done with a file system, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grants } from "../../base/grants";
import { outputOf } from "../../base/outputs";
import { Component } from "../../component";
import { Access, Connectable, MountableFileSystem } from "../../contracts";

/** NFS, the only port of a mount target. */
export const NFS = 2049;

/** Where a file system and one of its access points are found. */
export interface FileSystemPlace {
  readonly fileSystemArn: pulumi.Output<string>;
  readonly accessPointArn: pulumi.Output<string>;
  /** Who stands before the mount targets. */
  readonly to: Connectable;
}

export abstract class AccessibleFileSystem
  extends Component
  implements MountableFileSystem, Connectable
{
  static readonly grants = {
    mount: { actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] },
  } satisfies Grants;
  readonly mainPort = NFS;
  abstract readonly connectionName: string;
  abstract readonly securityGroupId: pulumi.Output<string>;
  abstract readonly fileSystemArn: pulumi.Output<string>;
  abstract readonly accessPointArn: pulumi.Output<string>;
  abstract readonly fileSystemId?: pulumi.Output<string>;
  abstract readonly accessPointId?: pulumi.Output<string>;
  abstract readonly ready: readonly pulumi.Resource[];

  /** Reads and writes below the access point, through its mount targets. */
  mount(): Access {
    return mountAccess({ ...this, to: this });
  }
}

/** Permission to mount through one access point and no other way. */
export function mountAccess({ fileSystemArn, accessPointArn, to }: FileSystemPlace): Access {
  const condition = { StringEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } };
  const grant = { ...AccessibleFileSystem.grants.mount, condition };
  return accessTo({ arn: fileSystemArn, connection: { to, port: NFS } }, grant);
}

export interface ExistingFileSystemArgs {
  fileSystemArn: pulumi.Input<string>;
  accessPointArn: pulumi.Input<string>;
  /** The security group before its mount targets. */
  securityGroupId: pulumi.Input<string>;
  /** For containers, whose definitions name the file system by its id. Default: none. */
  fileSystemId?: pulumi.Input<string>;
  /** For containers. Default: none. */
  accessPointId?: pulumi.Input<string>;
}

/**
 * A file system that others made, through one of its access points. Made by `FileSystem.existing()`.
 * Creates nothing, costs nothing.
 *
 * @example
 * const models = FileSystem.existing("models", {
 *   fileSystemArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-0123456789abcdef0",
 *   accessPointArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0",
 *   securityGroupId: "sg-0123456789abcdef0",
 * });
 * models.mount();
 */
export class ExistingFileSystem extends AccessibleFileSystem {
  readonly connectionName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly fileSystemArn: pulumi.Output<string>;
  readonly accessPointArn: pulumi.Output<string>;
  readonly fileSystemId?: pulumi.Output<string>;
  readonly accessPointId?: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[] = [];

  constructor(name: string, args: ExistingFileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingFileSystem", name, args, opts);
    this.connectionName = name;
    this.securityGroupId = pulumi.output(args.securityGroupId);
    this.fileSystemArn = pulumi.output(args.fileSystemArn);
    this.accessPointArn = pulumi.output(args.accessPointArn);
    this.fileSystemId = outputOf(args.fileSystemId);
    this.accessPointId = outputOf(args.accessPointId);
  }
}
