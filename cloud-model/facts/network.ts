/** Networks (Amazon VPC). */
import { blockOf, overlaps } from "../../rules/base/cidr";
import {
  because,
  type Facts,
  FORCES_NEW,
  ignoringCase,
  inRegion,
  NAME_PREFIX,
  NO_SUCH_TYPE,
  type Quota,
  type Refusal,
  type Values,
} from "../type-facts";

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const rulesPerSecurityGroup: Quota = {
  code: "RulesPerSecurityGroupLimitExceeded",
  what: "rules of a security group in one direction",
  message: "The maximum number of rules per security group has been reached.",
  limit: 60,
  per: "securityGroupId",
};

/** ModifySecurityGroupRules changes all of a rule but the group that it is of. */
const modifiedRule = because(
  "ModifySecurityGroupRules changes it",
  "cidrIpv4",
  "cidrIpv6",
  "fromPort",
  "toPort",
  "ipProtocol",
  "prefixListId",
  "referencedSecurityGroupId",
);

// Errors: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
export const facts: Facts = {
  "aws:ec2/vpc:Vpc": {
    outputs: {
      ownerId: "{account}",
      id: "vpc-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:vpc/{id}",
      defaultSecurityGroupId: "sg-{hex:17}",
      defaultRouteTableId: "rtb-{hex:17}",
      defaultNetworkAclId: "acl-{hex:17}",
      mainRouteTableId: "{defaultRouteTableId}",
      dhcpOptionsId: "dopt-{hex:17}",
    },
    replaces: { spec: "AWS::EC2::VPC", names: { VpcEncryptionControl: null } },
    quota: {
      code: "VpcLimitExceeded",
      what: "VPCs",
      message: "The maximum number of VPCs has been reached.",
      limit: 5,
    },
    deletion: {
      code: "DependencyViolation",
      message: "The vpc '{id}' has dependencies and cannot be deleted.",
    },
  },
  "aws:ec2/subnet:Subnet": {
    outputs: {
      ownerId: "{account}",
      id: "subnet-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:subnet/{id}",
    },
    replaces: { spec: "AWS::EC2::Subnet" },
    conflict: overlap,
    deletion: {
      code: "DependencyViolation",
      message: "The subnet '{id}' has dependencies and cannot be deleted.",
    },
    standsIn: { "aws:ec2/vpc:Vpc": ["vpcId"] },
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    outputs: {
      ownerId: "{account}",
      id: "sg-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:security-group/{id}",
      name: "{auto}",
    },
    replaces: {
      spec: "AWS::EC2::SecurityGroup",
      names: { GroupDescription: "description", GroupName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: ignoringCase(
      inRegion(
        "InvalidGroup.Duplicate",
        "The security group '{name}' already exists for VPC '{vpcId}'",
        ["vpcId", "name"],
      ),
    ),
    deletion: { code: "DependencyViolation", message: "resource {id} has a dependent object" },
    standsIn: { "aws:ec2/vpc:Vpc": ["vpcId"] },
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    outputs: {
      ownerId: "{account}",
      name: "default",
      description: "default VPC security group",
      id: "sg-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:security-group/{id}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "vpcId") },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    outputs: {
      id: "sgr-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{id}",
      securityGroupRuleId: "{id}",
    },
    replaces: {
      spec: "AWS::EC2::SecurityGroupIngress",
      names: {
        CidrIp: "cidrIpv4",
        GroupId: "securityGroupId",
        GroupName: null,
        SourcePrefixListId: "prefixListId",
        SourceSecurityGroupId: "referencedSecurityGroupId",
        SourceSecurityGroupName: null,
        SourceSecurityGroupOwnerId: null,
      },
      inPlace: modifiedRule,
    },
    quota: rulesPerSecurityGroup,
    standsIn: { "aws:ec2/securityGroup:SecurityGroup": ["referencedSecurityGroupId"] },
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    outputs: {
      id: "sgr-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{id}",
      securityGroupRuleId: "{id}",
    },
    replaces: {
      spec: "AWS::EC2::SecurityGroupEgress",
      names: {
        CidrIp: "cidrIpv4",
        GroupId: "securityGroupId",
        DestinationPrefixListId: "prefixListId",
        DestinationSecurityGroupId: "referencedSecurityGroupId",
      },
      inPlace: modifiedRule,
    },
    quota: rulesPerSecurityGroup,
    standsIn: { "aws:ec2/securityGroup:SecurityGroup": ["referencedSecurityGroupId"] },
  },
  "aws:ec2/internetGateway:InternetGateway": {
    outputs: {
      ownerId: "{account}",
      id: "igw-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:internet-gateway/{id}",
    },
    replaces: { spec: "AWS::EC2::InternetGateway" },
    quota: {
      code: "InternetGatewayLimitExceeded",
      what: "internet gateways",
      message: "The maximum number of internet gateways has been reached.",
      limit: 5,
    },
    standsIn: { "aws:ec2/vpc:Vpc": ["vpcId"] },
  },
  "aws:ec2/natGateway:NatGateway": {
    outputs: {
      networkInterfaceId: "eni-{hex:17}",
      associationId: "eipassoc-{hex:17}",
      id: "nat-{hex:17}",
      availabilityMode: "zonal",
    },
    replaces: { spec: "AWS::EC2::NatGateway", names: { PrivateIpAddress: "privateIp" } },
    standsIn: { "aws:ec2/subnet:Subnet": ["subnetId"], "aws:ec2/eip:Eip": ["allocationId"] },
  },
  "aws:ec2/eip:Eip": {
    outputs: {
      publicIp: (shape) => shape.publicAddress("publicIp"),
      allocationId: "eipalloc-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:elastic-ip/{allocationId}",
      id: "{allocationId}",
    },
    replaces: {
      spec: "AWS::EC2::EIP",
      names: { TransferAddress: null },
      also: because(FORCES_NEW, "publicIpv4Pool"),
    },
    quota: {
      code: "AddressLimitExceeded",
      what: "Elastic IP addresses",
      message: "The maximum number of addresses has been reached.",
      limit: 5,
    },
    deletion: { code: "InvalidIPAddress.InUse", message: "Address {id} is in use." },
  },
  "aws:ec2/routeTable:RouteTable": {
    outputs: {
      ownerId: "{account}",
      id: "rtb-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:route-table/{id}",
    },
    replaces: { spec: "AWS::EC2::RouteTable" },
  },
  "aws:ec2/route:Route": {
    outputs: {
      origin: "CreateRoute",
      state: "active",
      id: "r-{routeTableId}{digits:10}",
    },
    replaces: { spec: "AWS::EC2::Route" },
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    outputs: {
      id: "rtbassoc-{hex:17}",
    },
    replaces: {
      spec: "AWS::EC2::SubnetRouteTableAssociation",
      also: because(FORCES_NEW, "gatewayId"),
      inPlace: { routeTableId: "ReplaceRouteTableAssociation changes it" },
    },
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    outputs: {
      ownerId: "{account}",
      state: "available",
      id: "vpce-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:vpc-endpoint/{id}",
      prefixListId: "pl-{hex:8}",
    },
    replaces: { spec: "AWS::EC2::VPCEndpoint" },
    standsIn: {
      "aws:ec2/subnet:Subnet": ["subnetIds"],
      "aws:ec2/securityGroup:SecurityGroup": ["securityGroupIds"],
    },
  },
  "aws:ec2/flowLog:FlowLog": {
    outputs: {
      id: "fl-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:vpc-flow-log/{id}",
    },
    replaces: {
      spec: "AWS::EC2::FlowLog",
      names: {
        ResourceId: "vpcId",
        ResourceType: null,
        LogGroupName: null,
        DeliverLogsPermissionArn: "iamRoleArn",
        TagFieldSpecifications: "tagFieldSpecifications",
      },
      also: because(FORCES_NEW, "subnetId", "eniId"),
    },
  },
  "aws:ec2/networkInterface:NetworkInterface": {
    outputs: {
      id: "eni-{hex:17}",
      arn: "arn:aws:ec2:{region}:{account}:network-interface/{id}",
    },
    replaces: { spec: "AWS::EC2::NetworkInterface", names: { PrivateIpAddress: "privateIp" } },
  },
  "aws:ec2/eipAssociation:EipAssociation": {
    outputs: { id: "eipassoc-{hex:17}" },
    replaces: { spec: "AWS::EC2::EIPAssociation", names: { EIP: "publicIp" } },
    standsIn: { "aws:ec2/eip:Eip": ["allocationId"] },
  },
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": {
    outputs: { id: "eigw-{hex:17}" },
  },
};

/** Subnets may not share an address, so equal keys are not enough. */
function overlap(wanted: Values, standing: Values): Refusal | undefined {
  const meets =
    typeof wanted.vpcId === "string" &&
    wanted.vpcId === standing.vpcId &&
    [wanted.cidrBlock, standing.cidrBlock].every((block) => typeof block === "string") &&
    shareAddresses(String(wanted.cidrBlock), String(standing.cidrBlock));
  return meets
    ? {
        code: "InvalidSubnet.Conflict",
        message: `The CIDR '${String(wanted.cidrBlock)}' conflicts with another subnet`,
      }
    : undefined;
}

function shareAddresses(one: string, other: string): boolean {
  const [first, second] = [blockOf(one), blockOf(other)];
  return first !== undefined && second !== undefined && overlaps(first, second);
}
