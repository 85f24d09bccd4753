/** What an instance of RDS and a cluster of Aurora have in common around them. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardingGroup } from "../../wiring/guarding-group";
import { whenMade } from "../../base/outputs";
import { MakeChild } from "../../component";
import { EnvironmentFacts } from "../../base/environment-facts";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { VirtualNetwork } from "../../contracts";
import { logGroupArgs } from "../../base/log-groups";

/** Seconds between two values of enhanced monitoring. */
export const MONITORING_SECONDS = 60;
/** Of the authorities that RDS offers, the one that clients of today know; valid to 2061. */
export const CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

export interface DatabasePartChildren {
  securityGroup: aws.ec2.SecurityGroupArgs;
  subnets: aws.rds.SubnetGroupArgs;
  logGroup: aws.cloudwatch.LogGroupArgs;
  monitoring: aws.iam.RoleArgs;
  monitoringPolicy: aws.iam.RolePolicyArgs;
}

interface Place {
  readonly name: string;
  readonly network: VirtualNetwork;
  readonly child: MakeChild;
}

/** The group in front of the database, and the subnets it stands in. */
export function placeDatabase({ name, network, child }: Place) {
  const securityGroup = guardingGroup(`Database ${name}`, network, child);
  const subnets = child(aws.rds.SubnetGroup, "subnets", {
    description: `Database ${name}`,
    subnetIds: network.isolatedSubnetIds,
  });
  return { securityGroup, subnets };
}

/**
 * The log groups that RDS writes to, with retention: it would make them itself, and keep lines forever.
 *
 * @param place `instance/<identifier>` or `cluster/<identifier>`
 */
export function databaseLogs(
  place: string,
  logs: readonly string[],
  environment: EnvironmentFacts,
  child: MakeChild,
): aws.cloudwatch.LogGroup[] {
  return logs.map((log) =>
    child(
      aws.cloudwatch.LogGroup,
      `logs-${log}`,
      { ...logGroupArgs(environment), name: `/aws/rds/${place}/${log}` },
      // Named after the identifier, which stays as well.
      { key: "logGroup", ignoreChanges: ["name"] },
    ),
  );
}

/**
 * The role by which RDS writes what it measures in the operating system. What AWS's managed policy for it
 * allows, which RDS needs word for word ("Creating an IAM role for Enhanced Monitoring", RDS user guide).
 */
export function monitoringRole(child: MakeChild): {
  role: aws.iam.Role;
  policy: aws.iam.RolePolicy;
} {
  const role = child(aws.iam.Role, "monitoring", {
    assumeRolePolicy: assumedBy("monitoring.rds.amazonaws.com"),
  });
  const groups = whenMade(role.arn, (arn) => `arn:${arn.split(":")[1]}:logs:*:*:log-group:RDS*`);
  const policy = child(
    aws.iam.RolePolicy,
    "monitoring",
    {
      role: role.name,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
          Resource: groups,
        },
        {
          Effect: "Allow",
          Action: [
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:DescribeLogStreams",
            "logs:GetLogEvents",
          ],
          Resource: pulumi.interpolate`${groups}:log-stream:*`,
        },
      ]),
    },
    { key: "monitoringPolicy" },
  );
  return { role, policy };
}
