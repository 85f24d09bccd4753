/** Exactly what a function's role needs, from what the function uses. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Access, PolicyStatement, Trigger } from "../../contracts";

export interface RoleNeeds {
  logGroup: aws.cloudwatch.LogGroup;
  access: readonly Access[];
  triggers: readonly Pick<Trigger<never, never>, "access">[];
  tracing: boolean;
  inVpc: boolean;
  /** The customer's key that encrypts the environment variables, where there is one. */
  variablesKey?: pulumi.Output<string>;
}

export function roleStatements(needs: RoleNeeds): PolicyStatement[] {
  const triggered = needs.triggers.flatMap(({ access }) => access ?? []);
  return [
    {
      // Without logs:CreateLogGroup: the group exists, with its retention.
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${needs.logGroup.arn}:*`,
    },
    ...(needs.tracing ? [tracing] : []),
    ...(needs.inVpc ? [networkInterfaces] : []),
    ...(needs.variablesKey
      ? [{ Effect: "Allow" as const, Action: "kms:Decrypt", Resource: needs.variablesKey }]
      : []),
    ...[...needs.access, ...triggered].flatMap(({ statements }) => statements),
  ];
}

/** X-Ray has no resources to name (Service Authorization Reference, "Actions for AWS X-Ray"). */
const tracing: PolicyStatement = {
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
};

/** Lambda makes the function's network interfaces with the function's role (Lambda guide, "Giving Lambda functions access to resources in an Amazon VPC"). */
const networkInterfaces: PolicyStatement = {
  Effect: "Allow",
  Action: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  Resource: "*",
};
