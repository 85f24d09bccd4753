/** Instances, launch templates and volumes (Amazon EC2). */
import {
  because,
  type Facts,
  FORCES_NEW,
  inRegion,
  NAME_PREFIX,
  type SometimesReplaces,
} from "../type-facts";

/** Otherwise the server keeps running, and finds it at its next start. */
const whenAsked: SometimesReplaces = {
  when: "where userDataReplaceOnChange is true",
  replaces: ({ inputs }) => inputs.userDataReplaceOnChange === true,
};

export const facts: Facts = {
  "aws:ec2/instance:Instance": {
    outputs: {
      id: "i-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:instance/{id}",
      privateDns: "ip-{hex:8}.{region}.compute.internal",
      publicDns: "ec2-{hex:8}.{region}.compute.amazonaws.com",
    },
    replaces: {
      spec: "AWS::EC2::Instance",
      names: {
        ElasticGpuSpecifications: null,
        ElasticInferenceAccelerators: null,
        HibernationOptions: "hibernation",
        ImageId: "ami",
        LicenseSpecifications: null,
        PlacementGroupName: "placementGroup",
        PrivateIpAddress: "privateIp",
      },
      also: because(
        FORCES_NEW,
        "associatePublicIpAddress",
        "hostId",
        "primaryNetworkInterface",
        "tenancy",
      ),
      sometimes: { userData: whenAsked, userDataBase64: whenAsked },
    },
    standsIn: {
      "aws:ec2/subnet:Subnet": ["subnetId"],
      "aws:ec2/securityGroup:SecurityGroup": ["vpcSecurityGroupIds"],
    },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    outputs: {
      id: "lt-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:launch-template/{id}",
      name: "{auto}",
    },
    replaces: {
      spec: "AWS::EC2::LaunchTemplate",
      names: { LaunchTemplateName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: inRegion(
      "InvalidLaunchTemplateName.AlreadyExistsException",
      "Launch template name already in use.",
    ),
  },
  "aws:ebs/volume:Volume": {
    outputs: {
      id: "vol-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:volume/{id}",
    },
    replaces: {
      spec: "AWS::EC2::Volume",
      also: because(FORCES_NEW, "availabilityZone", "encrypted", "kmsKeyId", "snapshotId"),
    },
  },
  "aws:ec2/volumeAttachment:VolumeAttachment": {
    outputs: { id: "vai-{digits:10}" },
    replaces: {
      spec: "AWS::EC2::VolumeAttachment",
      names: { Device: "deviceName", EbsCardIndex: null },
    },
  },
};
