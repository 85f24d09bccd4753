/** The two roles of a cluster: EMR's own, and that of its nodes. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import { whenMade } from "../../base/outputs";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { MakeChild } from "../../component";
import { PolicyStatement } from "../../contracts";
import { managed } from "./cluster-security";

interface Places {
  readonly environment: EnvironmentFacts;
  readonly partition: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  readonly groupIds: readonly pulumi.Output<string>[];
  /** The key of the nodes' disks. */
  readonly keyArn: pulumi.Input<string>;
}

/** What who encrypts disks needs of their key ("Amazon EBS encryption", EMR management guide). */
const useKey = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
];

/** The role of the nodes: what `statements` say, and their key. */
export function makeNodeRole(
  statements: readonly PolicyStatement[],
  keyArn: pulumi.Input<string>,
  child: MakeChild,
) {
  const role = child(
    aws.iam.Role,
    "nodes",
    { assumeRolePolicy: assumedBy("ec2.amazonaws.com") },
    { key: "nodeRole" },
  );
  const policy = child(
    aws.iam.RolePolicy,
    "nodes",
    {
      role: role.name,
      policy: policyDocument([
        { Effect: "Allow", Action: useKey, Resource: keyArn },
        ...statements,
      ]),
    },
    { key: "nodePolicy" },
  );
  const profile = child(
    aws.iam.InstanceProfile,
    "nodes",
    { role: role.name },
    { key: "nodeProfile", dependsOn: [policy] },
  );
  return { role, policy, profile };
}

/**
 * EMR's role: it makes nodes in these subnets and groups alone, touches what carries its tag, and hands the nodes
 * their role. Of AWS's own AmazonEMRServicePolicy_v2 what a cluster with groups of its own needs.
 */
export function makeServiceRole(places: Places, nodeRole: aws.iam.Role, child: MakeChild) {
  const role = child(
    aws.iam.Role,
    "service",
    { assumeRolePolicy: assumedBy("elasticmapreduce.amazonaws.com") },
    { key: "serviceRole" },
  );
  const policy = child(
    aws.iam.RolePolicy,
    "service",
    { role: role.name, policy: policyDocument(serviceStatements(places, nodeRole.arn)) },
    { key: "servicePolicy" },
  );
  return { role, policy };
}

function serviceStatements(
  { environment, partition, subnetIds, groupIds, keyArn }: Places,
  nodeRoleArn: pulumi.Output<string>,
): PolicyStatement[] {
  const { region, accountId } = environment;
  const ec2 = (what: pulumi.Input<string>, account: pulumi.Input<string> = accountId) =>
    pulumi.interpolate`arn:${partition}:ec2:${region}:${account}:${what}`;
  const subnets = ec2("subnet/").apply((place) =>
    whenMade(subnetIds, (ids) => ids.map((id) => place + id)),
  );
  const groups = groupIds.map((id) => ec2(pulumi.interpolate`security-group/${id}`));
  const [[tag, value]] = Object.entries(managed);
  const tagged = { StringEquals: { [`aws:ResourceTag/${tag}`]: value } };
  const tagging = { StringEquals: { [`aws:RequestTag/${tag}`]: value } };
  const templates = ec2("launch-template/*");
  const made = ["instance/*", "volume/*", "network-interface/*", "launch-template/*"];
  const launch = ["ec2:RunInstances", "ec2:CreateFleet"];
  const allow = (
    Action: string | string[],
    Resource: pulumi.Input<string | string[]> | pulumi.Input<string>[],
    Condition?: PolicyStatement["Condition"],
  ): PolicyStatement => ({
    Effect: "Allow",
    Action,
    Resource: Resource as PolicyStatement["Resource"],
    ...(Condition && { Condition }),
  });
  const into = ["ec2:CreateNetworkInterface", "ec2:RunInstances"];
  return [
    allow(into, groups),
    allow([...into, "ec2:CreateFleet"], subnets),
    allow([...launch, "ec2:CreateLaunchTemplateVersion"], templates, tagged),
    allow("ec2:CreateLaunchTemplate", templates, tagging),
    allow(launch, [ec2("instance/*"), ec2("volume/*")], tagging),
    allow("ec2:CreateNetworkInterface", ec2("network-interface/*"), tagging),
    // These carry no tag of ours while nodes are started.
    allow(launch, [ec2("network-interface/*"), ec2("image/ami-*", "")]),
    allow("ec2:CreateFleet", ec2("fleet/*")),
    allow(
      [
        "ec2:CreateLaunchTemplateVersion",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteNetworkInterface",
        "ec2:ModifyInstanceAttribute",
        "ec2:TerminateInstances",
      ],
      made.map((what) => ec2(what)),
      tagged,
    ),
    allow(
      ["ec2:CreateTags", "ec2:DeleteTags"],
      made.map((what) => ec2(what)),
      tagged,
    ),
    allow(
      "ec2:CreateTags",
      made.map((what) => ec2(what)),
      {
        StringEquals: {
          "ec2:CreateAction": [
            "RunInstances",
            "CreateFleet",
            "CreateLaunchTemplate",
            "CreateNetworkInterface",
          ],
        },
      },
    ),
    // Actions without resources (Service Authorization Reference, "Actions for Amazon EC2").
    allow(
      [
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumeStatus",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
      ],
      "*",
    ),
    allow(
      [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      groups,
    ),
    allow("iam:PassRole", nodeRoleArn, {
      StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
    }),
    allow([...useKey, "kms:ListGrants"], keyArn),
    allow("kms:CreateGrant", keyArn, { Bool: { "kms:GrantIsForAWSResource": "true" } }),
  ];
}
