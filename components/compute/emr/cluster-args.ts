/** What is said of a cluster when it is made. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transforms } from "../../component";
import type { Access, LogBucket, NotificationTarget, VirtualNetwork } from "../../contracts";

export interface EmrClusterArgs {
  /** The VPC, with a way out: nodes stand in its private subnets. */
  network: VirtualNetwork;
  /** Where nodes write their logs, under the cluster's name. */
  logs: LogBucket;
  /**
   * Certificates that nodes know each other by: a ZIP in S3 with `privateKey.pem`, `certificateChain.pem` and
   * `trustedCertificates.pem`, and the access by which nodes read it. See docs/compute.md.
   */
  certificates: { readonly location: pulumi.Input<string>; readonly access: Access };
  /** What nodes may do: `[lake.load(), bucket.write("out/")]`. Default: nothing. */
  access?: readonly Access[];
  /** Release of EMR, which says the versions. Default: `emr-7.13.0`. */
  release?: string;
  /** What is installed. Default: `["Spark"]`. */
  applications?: readonly string[];
  /** Types of server, the first that is to be had is taken; all alike in size. Default: `["m7g.xlarge", "m6g.xlarge"]`. Limit: 30. */
  instanceTypes?: readonly string[];
  /** Nodes beside the first that are always there. Default: 1. */
  min?: number;
  /** Nodes beside the first that there may be, by EMR's own scaling. Default: 4, or `min` where that is more. */
  max?: number;
  /** True to take what is beyond `min` from Spot, at about a third; work on a node that is taken back is done again. Default: false. */
  spot?: boolean;
  /** Minutes without work after which the cluster ends by itself. Default: 60. Limit: 1 to 10,080. */
  idleMinutes?: number;
  /** Gets a message when the cluster ends with errors and for each step that failed, and makes the alarm `failed` possible. Default: none. */
  failures?: NotificationTarget;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    cluster: aws.emr.ClusterArgs;
    scaling: aws.emr.ManagedScalingPolicyArgs;
    security: aws.emr.SecurityConfigurationArgs;
    tasks: aws.emr.InstanceFleetArgs;
    key: aws.kms.KeyArgs;
    nodeRole: aws.iam.RoleArgs;
    nodePolicy: aws.iam.RolePolicyArgs;
    nodeProfile: aws.iam.InstanceProfileArgs;
    serviceRole: aws.iam.RoleArgs;
    servicePolicy: aws.iam.RolePolicyArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
    ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
    failures: aws.cloudwatch.EventRuleArgs;
    failureTarget: aws.cloudwatch.EventTargetArgs;
  }>;
}

export interface ClusterStepArgs {
  /** What EMR runs, such as `["spark-submit", "s3://bucket/job.py", "--day", "{% $states.input.day %}"]`. */
  command: readonly pulumi.Input<string>[];
  /** Its name in EMR's list. Default: the cluster's. */
  name?: string;
}
