/** By what a fleet's servers are made. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import { main, MakeChild } from "../../component";
import { metadataOptions, rootDeviceMapping, ServerArgs, userDataOf } from "./server";

export interface Templated {
  readonly name: string;
  readonly imageId: pulumi.Input<string>;
  readonly instanceType: string;
  readonly profileArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly environment: EnvironmentFacts;
}

/** Provider tags reach neither servers nor disks that a group makes: the template gives them. */
export function launchTemplate(
  args: Omit<ServerArgs, "network">,
  { name, imageId, instanceType, profileArn, securityGroupId, environment }: Templated,
  child: MakeChild,
): aws.ec2.LaunchTemplate {
  const tags = { ...environment.defaultTags, Layer: "compute", Name: name };
  const userData = userDataOf(args);
  return child(aws.ec2.LaunchTemplate, main, {
    imageId,
    instanceType,
    iamInstanceProfile: { arn: profileArn },
    userData: userData?.apply((text) => Buffer.from(text, "utf8").toString("base64")),
    metadataOptions,
    networkInterfaces: [
      {
        deviceIndex: 0,
        associatePublicIpAddress: "false",
        deleteOnTermination: "true",
        securityGroups: [securityGroupId],
      },
    ],
    blockDeviceMappings: [rootDeviceMapping(args.rootVolume, environment)],
    monitoring: { enabled: args.detailedMonitoring ?? environment.production },
    updateDefaultVersion: true,
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags,
    })),
  });
}

/**
 * Auto Scaling makes disks under a customer's key by its own role, which the key's policy doesn't know
 * ("Required AWS KMS key policy for use with encrypted volumes", Amazon EC2 Auto Scaling user guide). A grant
 * lets that role, and for nothing but AWS resources.
 */
export function letAutoScalingEncrypt(
  environment: EnvironmentFacts,
  partition: pulumi.Input<string>,
  child: MakeChild,
): pulumi.Resource[] {
  const keyId = environment.keyArn("data");
  if (keyId === undefined) {
    return [];
  }
  const grant = child(
    aws.kms.Grant,
    "disks",
    {
      keyId,
      granteePrincipal: pulumi.interpolate`arn:${partition}:iam::${environment.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
      operations: [
        "CreateGrant",
        "Decrypt",
        "DescribeKey",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "ReEncryptFrom",
        "ReEncryptTo",
      ],
    },
    { key: "grant", dependsOn: [...environment.once("autoScalingRole")] },
  );
  return [grant];
}
