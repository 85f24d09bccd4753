/** What a server is made of, one alone or one of a fleet. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { MakeChild, Refuse } from "../../component";
import { Access, VirtualNetwork } from "../../contracts";
import type { Egress } from "../placement";
import { processorOf } from "./instance-type";
import { refuseUserData, renderUserData, UserDataPart } from "./user-data";

/** A disk of a server that goes with it. */
export interface RootVolumeArgs {
  /** GiB. Default: 20. Can be raised, never lowered. Limit: 8, the size of Amazon Linux, to 65,536. */
  size?: number;
  /** Operations a second. Default: 3,000. Limit: 3,000 to 80,000, 500 for a GiB. */
  iops?: number;
  /** MiB/s. Default: 125. Limit: 125 to 2,000, a quarter of `iops`. */
  throughput?: number;
}

export interface ServerArgs extends Egress {
  /** The VPC. */
  network: VirtualNetwork;
  /** What the server may do: `[table.read(), cache.connect()]`. Default: nothing but to be reached by Session Manager. */
  access?: readonly Access[];
  /** What it does when it starts. Limit: 16 KB together. Default: nothing. */
  userData?: readonly UserDataPart[];
  /** Script that sets up the disks inside the server, which runs before all others: `instanceStoreUserData()` of the data layer. Needs a type that has such disks. Default: none. */
  instanceStore?: pulumi.Input<string>;
  /** The disk with the system. Default: `{ size: 20 }`. */
  rootVolume?: RootVolumeArgs;
  /** Metrics every minute in place of every five, which cost $2.10 a month each server. Default: true where the environment is for production. */
  detailedMonitoring?: boolean;
}

const DEFAULT_DISK = 20;
/** The name that Amazon Linux and most images have for the disk with the system. */
const ROOT_DEVICE = "/dev/xvda";

/**
 * Metadata for what asks with a token from the server itself: a container on it, one hop further away,
 * gets none, and so no credentials of the server's (FSBP EC2.8, CIS 5.7).
 */
export const metadataOptions = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  httpPutResponseHopLimit: 1,
  instanceMetadataTags: "disabled",
} as const;

/** By which Session Manager reaches the server ("Create a custom IAM role for Session Manager", Systems Manager user guide). */
export const sessions: Access = {
  statements: [
    {
      Effect: "Allow",
      Action: [
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: "*",
    },
  ],
};

/** The newest Amazon Linux 2023 ("Reference AMIs using Systems Manager public parameters", EC2 user guide). */
export function newestImage(instanceType: string, parent: pulumi.Resource): pulumi.Output<string> {
  const name = `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${processorOf(instanceType)}`;
  return aws.ssm.getParameterOutput({ name }, { parent }).insecureValue;
}

/** What the arguments say together that no server can be. */
export function refuseServer(args: Pick<ServerArgs, "userData">, refuse: Refuse): void {
  refuseUserData(args.userData ?? [], refuse);
}

/** The disk with the system, in the words that an instance and a launch template share. */
export function rootVolume({ size, iops, throughput }: RootVolumeArgs = {}) {
  return {
    volumeType: "gp3",
    volumeSize: size ?? DEFAULT_DISK,
    iops,
    throughput,
    deleteOnTermination: true,
  };
}

/** The same disk in a launch template, under the environment's key. */
export function rootDeviceMapping(args: RootVolumeArgs | undefined, environment: EnvironmentFacts) {
  const { deleteOnTermination, ...volume } = rootVolume(args);
  const ebs = {
    ...volume,
    deleteOnTermination: String(deleteOnTermination),
    encrypted: "true",
    kmsKeyId: environment.keyArn("data"),
  };
  return { deviceName: ROOT_DEVICE, ebs };
}

/** The whole of the user data: disks first, so that what follows finds them. */
export function userDataOf({
  instanceStore,
  userData = [],
}: Pick<ServerArgs, "instanceStore" | "userData">): pulumi.Output<string> | undefined {
  const disks = instanceStore === undefined ? [] : [{ script: instanceStore }];
  return renderUserData([...disks, ...userData]);
}

/** The role that the server has, with exactly `access` and Session Manager. */
export function makeServerRole(
  access: readonly Access[],
  child: MakeChild,
): { role: aws.iam.Role; policy: aws.iam.RolePolicy; profile: aws.iam.InstanceProfile } {
  const role = child(aws.iam.Role, "role", { assumeRolePolicy: assumedBy("ec2.amazonaws.com") });
  const policy = child(aws.iam.RolePolicy, "policy", {
    role: role.name,
    policy: policyDocument([sessions, ...access].flatMap(({ statements }) => statements)),
  });
  const profile = child(aws.iam.InstanceProfile, "profile", { role: role.name });
  return { role, policy, profile };
}
