/** File systems (Amazon EFS). */
import { because, type Facts, FORCES_NEW, inRegion, NO_SUCH_TYPE } from "../type-facts";

export const facts: Facts = {
  "aws:efs/fileSystem:FileSystem": {
    outputs: {
      id: "fs-{hex:17}",
      arn: "arn:aws:elasticfilesystem:{region}:{account}:file-system/{id}",
      dnsName: "{id}.efs.{region}.amazonaws.com",
    },
    replaces: { spec: "AWS::EFS::FileSystem", also: because(FORCES_NEW, "creationToken") },
  },
  "aws:efs/fileSystemPolicy:FileSystemPolicy": {
    outputs: { id: "{fileSystemId}" },
    replaces: { also: because(NO_SUCH_TYPE, "fileSystemId") },
  },
  "aws:efs/backupPolicy:BackupPolicy": {
    outputs: { id: "{fileSystemId}" },
    replaces: { also: because(NO_SUCH_TYPE, "fileSystemId") },
  },
  "aws:efs/accessPoint:AccessPoint": {
    outputs: {
      id: "fsap-{hex:17}",
      arn: "arn:aws:elasticfilesystem:{region}:{account}:access-point/{id}",
    },
    replaces: { spec: "AWS::EFS::AccessPoint", names: { ClientToken: null } },
  },
  "aws:efs/mountTarget:MountTarget": {
    outputs: { id: "fsmt-{hex:17}" },
    replaces: { spec: "AWS::EFS::MountTarget" },
    unique: inRegion("MountTargetConflict", "mount target already exists in this AZ", [
      "fileSystemId",
      "subnetId",
    ]),
    standsIn: { "aws:ec2/subnet:Subnet": ["subnetId"] },
  },
};
