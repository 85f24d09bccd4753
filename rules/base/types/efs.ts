/** Pulumi type tokens of the resources of efs that rules speak of. */
export const efs = {
  accessPoint: "aws:efs/accessPoint:AccessPoint",
  fileSystem: "aws:efs/fileSystem:FileSystem",
  mountTarget: "aws:efs/mountTarget:MountTarget",
} as const;
