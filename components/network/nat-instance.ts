/** A small EC2 instance in the place of a NAT gateway. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";

/** Always the newest Amazon Linux 2023 for arm64 (EC2 guide, "Reference AMIs using Systems Manager public parameters"). */
const IMAGE_PARAMETER = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
/** The smallest that installs a package without running out of memory; a nano has 512 MiB. */
const DEFAULT_INSTANCE_TYPE = "t4g.micro";

/** What the network's settings may say about the instance. */
export interface NatInstanceChoice {
  /** Instance type for arm64. Default: `t4g.micro`, whose network baseline is 64 Mbit/s with bursts to 5 Gbit/s. */
  instanceType?: pulumi.Input<string>;
  /** Image with dnf and systemd, such as `ami-0123456789abcdef0`. Default: the newest Amazon Linux 2023 when the instance is made, kept from then on. */
  imageId?: pulumi.Input<string>;
}

export interface NatInstanceArgs extends NatInstanceChoice {
  /** The VPC. */
  vpcId: pulumi.Input<string>;
  /** IPv4 range that may use the instance: the VPC's. */
  vpcCidrBlock: pulumi.Input<string>;
  /** A subnet whose traffic reaches the internet gateway. */
  subnetId: pulumi.Input<string>;
  /** The Elastic IP that traffic leaves through. */
  allocationId: pulumi.Input<string>;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    instance: aws.ec2.InstanceArgs;
    networkInterface: aws.ec2.NetworkInterfaceArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    alarm: aws.cloudwatch.MetricAlarmArgs;
  }>;
}

/**
 * Network address translation by an instance, for development. Its network interface wears the
 * address and stays when the instance is replaced; EC2 moves the instance off failed hardware by
 * itself, and an alarm reboots it when its operating system stops answering.
 *
 * What it can't do: there is one of it, so a reboot, a replacement or the loss of its zone interrupts
 * the egress for minutes; throughput is the instance type's; nobody patches it but you (replace it
 * to get the newest image: `pulumi up --replace <urn>`). It takes no connections from the internet
 * and has neither SSH nor a role.
 *
 * Creates: 1 instance with an encrypted 8 GB volume, 1 network interface, 1 security group with 2
 * rules, 1 association of the address, 1 alarm, which reboots the instance and tells the environment's
 * alarm topic. Costs in eu-west-1 $6.72 a month for the instance, beside volume, alarm, address and the
 * topic's key ($1); no charge for a GB beside the transfer.
 *
 * @example
 * new NatInstance("nat", { vpcId, vpcCidrBlock: "10.0.0.0/16", subnetId, allocationId });
 */
export class NatInstance extends Component {
  /** What routes lead to. */
  readonly networkInterfaceId: pulumi.Output<string>;
  readonly instanceId: pulumi.Output<string>;

  constructor(name: string, args: NatInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:NatInstance", name, args, opts);
    const networkInterface = this.child(aws.ec2.NetworkInterface, main, {
      subnetId: args.subnetId,
      description: `Way out of the private subnets, ${name}`,
      securityGroups: [this.securityGroup(args).id],
      sourceDestCheck: false, // it forwards what is not addressed to it
      tags: { Name: name },
    });
    const association = this.child(
      aws.ec2.EipAssociation,
      main,
      { allocationId: args.allocationId, networkInterfaceId: networkInterface.id },
      // The address can't be worn by a new network interface while the old one still wears it.
      { deleteBeforeReplace: true },
    );
    const instance = this.instance(args, networkInterface, association);
    this.rebootWhenStuck(instance);
    this.networkInterfaceId = networkInterface.id;
    this.instanceId = instance.id;
  }

  private securityGroup({ vpcId, vpcCidrBlock }: NatInstanceArgs) {
    const group = this.child(aws.ec2.SecurityGroup, main, {
      vpcId,
      description: `Traffic from the VPC to the internet, ${this.logicalName}`,
      tags: { Name: this.logicalName },
    });
    this.child(aws.vpc.SecurityGroupIngressRule, "from-vpc", {
      securityGroupId: group.id,
      description: "Everything the VPC sends out",
      ipProtocol: "-1",
      cidrIpv4: vpcCidrBlock,
    });
    this.child(aws.vpc.SecurityGroupEgressRule, "to-internet", {
      securityGroupId: group.id,
      description: "The security groups of the senders narrow it",
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
    });
    return group;
  }

  private instance(
    args: NatInstanceArgs,
    networkInterface: aws.ec2.NetworkInterface,
    association: aws.ec2.EipAssociation,
  ): aws.ec2.Instance {
    const newest = () =>
      aws.ssm.getParameterOutput({ name: IMAGE_PARAMETER }, { parent: this }).insecureValue;
    return this.child(
      aws.ec2.Instance,
      main,
      {
        ami: args.imageId ?? newest(),
        instanceType: args.instanceType ?? DEFAULT_INSTANCE_TYPE,
        primaryNetworkInterface: { networkInterfaceId: networkInterface.id },
        userData: translationScript(args.vpcCidrBlock),
        userDataReplaceOnChange: true,
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        maintenanceOptions: { autoRecovery: "default" },
        rootBlockDevice: { encrypted: true, volumeType: "gp3" },
        tags: { Name: this.logicalName },
      },
      {
        // Its start installs a package, so the address comes first.
        dependsOn: [association],
        // A network interface is worn by one instance at a time.
        deleteBeforeReplace: true,
        // A newer image must neither replace the instance nor, once withdrawn, break the program.
        ignoreChanges: args.imageId === undefined ? ["ami"] : [],
      },
    );
  }

  private rebootWhenStuck(instance: aws.ec2.Instance): void {
    const announced = this.environment.alarmTopicArn();
    this.child(
      aws.cloudwatch.MetricAlarm,
      "stuck",
      {
        alarmDescription: `${this.logicalName} no longer answers: it is rebooted`,
        namespace: "AWS/EC2",
        metricName: "StatusCheckFailed_Instance",
        dimensions: { InstanceId: instance.id },
        statistic: "Maximum",
        period: 60,
        evaluationPeriods: 3, // EC2 guide: three minutes for a reboot, so as not to meet recovery
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        alarmActions: [
          pulumi.interpolate`arn:aws:automate:${this.environment.region}:ec2:reboot`,
          ...(announced ? [announced] : []),
        ],
      },
      { key: "alarm" },
    );
  }
}

/** The steps of the VPC guide, "Work with NAT instances", without the name of the network card. */
function translationScript(cidrBlock: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`#!/bin/bash
set -euo pipefail
until dnf install -y iptables-services; do sleep 5; done
echo "net.ipv4.ip_forward = 1" > /etc/sysctl.d/90-nat.conf
sysctl --system
systemctl enable --now iptables
iptables -t nat -A POSTROUTING -s ${cidrBlock} ! -d ${cidrBlock} -j MASQUERADE
iptables -F FORWARD
service iptables save
`;
}
