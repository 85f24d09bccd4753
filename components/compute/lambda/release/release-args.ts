/** What can be said about how a new version of a function takes over. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Access } from "../../../contracts";
import { Transforms } from "../../../component";
import type { VpcPlacement } from "../function-args";
import { ReleaseCheck } from "./hook-handler";
import { TrafficShift } from "./strategy";

/** A hook with more than its check. */
export interface ReleaseHookArgs {
  check: ReleaseCheck;
  /** What the check may do beside calling the new version. Default: nothing. */
  access?: readonly Access[];
  /** Place in the VPC. Default: outside of it. */
  vpc?: VpcPlacement;
  /** Longest run in seconds. Default: 60. Limit: 1 to 900, Lambda's; CodeDeploy waits for an hour. */
  timeout?: number;
  /** Memory in MB. Default: 256. */
  memorySize?: number;
}

/** `canary` and `linear` say how much goes over and when; `all-at-once` takes neither. */
export type ReleaseArgs = TrafficShift & {
  /** Checked before any traffic goes over: a check that throws turns the release back. Default: none. */
  before?: ReleaseCheck | ReleaseHookArgs;
  /** Checked once all traffic has gone over: a check that throws brings it back. Default: none. */
  after?: ReleaseCheck | ReleaseHookArgs;
  /**
   * Names of the CloudWatch alarms that stop the release and bring traffic back. Default: one of its own, for any
   * error of the alias ($0.10 a month). `[]`: none, so that only the hooks judge. Limit: 10.
   */
  alarms?: readonly pulumi.Input<string>[];
  /** Versions that stay, the newest first; older ones that no alias uses are removed after a release. Default: 5, all of a durable function. Limit: 2 or more. */
  keepVersions?: number;
  /** Minutes that `pulumi up` waits. Default: as long as traffic takes, an hour for each hook, and a quarter. */
  timeoutMinutes?: number;
  /** Changes the arguments of what the release makes. */
  transform?: Transforms<{
    application: aws.codedeploy.ApplicationArgs;
    deploymentGroup: aws.codedeploy.DeploymentGroupArgs;
    deploymentConfig: aws.codedeploy.DeploymentConfigArgs;
    releaseErrors: aws.cloudwatch.MetricAlarmArgs;
    releaseRole: aws.iam.RoleArgs;
    releasePolicy: aws.iam.RolePolicyArgs;
  }>;
};
