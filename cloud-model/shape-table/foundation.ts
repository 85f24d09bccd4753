/** What the answers of network, identity, security and observability services look like. */
import { EC2, ec2, type Shapes } from "./templates";

export const FOUNDATION: Shapes = {
  // network
  "aws:ec2/vpc:Vpc": {
    ...ec2("vpc", "vpc"),
    defaultSecurityGroupId: "sg-{hex:17}",
    defaultRouteTableId: "rtb-{hex:17}",
    defaultNetworkAclId: "acl-{hex:17}",
    mainRouteTableId: "{defaultRouteTableId}",
    dhcpOptionsId: "dopt-{hex:17}",
  },
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/securityGroup:SecurityGroup": { ...ec2("sg", "security-group"), name: "{auto}" },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    ...ec2("sgr", "security-group-rule"),
    securityGroupRuleId: "{id}",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    ...ec2("sgr", "security-group-rule"),
    securityGroupRuleId: "{id}",
  },
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": {
    id: "nat-{hex:17}",
    availabilityMode: "zonal", // where the program does not say (EC2 API, CreateNatGateway)
  },
  "aws:ec2/eip:Eip": {
    allocationId: "eipalloc-{hex:17}",
    arn: `${EC2}:elastic-ip/{allocationId}`,
    id: "{allocationId}",
  },
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/route:Route": { id: "r-{routeTableId}{digits:10}" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: "rtbassoc-{hex:17}" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    ...ec2("vpce", "vpc-endpoint"),
    prefixListId: "pl-{hex:8}",
  },
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/networkInterface:NetworkInterface": ec2("eni", "network-interface"),
  "aws:ebs/volume:Volume": ec2("vol", "volume"),
  // identity, security, observability
  "aws:iam/role:Role": {
    name: "{auto}",
    arn: "arn:aws:iam::{account}:role/{name}",
    uniqueId: "AROA{BASE36:17}",
    id: "{name}",
  },
  "aws:iam/policy:Policy": {
    name: "{auto}",
    arn: "arn:aws:iam::{account}:policy/{name}",
    policyId: "ANPA{BASE36:17}",
    id: "{arn}",
  },
  "aws:iam/rolePolicy:RolePolicy": { name: "{auto}", id: "{role}:{name}" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: "{role}/{policyArn}" },
  "aws:iam/instanceProfile:InstanceProfile": {
    name: "{auto}",
    arn: "arn:aws:iam::{account}:instance-profile/{name}",
    id: "{name}",
  },
  "aws:kms/key:Key": {
    keyId: "{uuid}",
    arn: "arn:aws:kms:{region}:{account}:key/{keyId}",
    id: "{keyId}",
  },
  "aws:kms/alias:Alias": {
    name: "alias/{auto}",
    arn: "arn:aws:kms:{region}:{account}:{name}",
    id: "{name}",
  },
  "aws:secretsmanager/secret:Secret": {
    name: "{auto}",
    arn: "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{base36:6}",
    id: "{arn}",
  },
  "aws:ssm/parameter:Parameter": {
    arn: "arn:aws:ssm:{region}:{account}:parameter/{name}",
    id: "{name}",
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    name: "{auto}",
    arn: "arn:aws:logs:{region}:{account}:log-group:{name}",
    id: "{name}",
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    name: "{auto}",
    arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{name}",
    id: "{name}",
  },
  "aws:cognito/userPool:UserPool": {
    name: "{auto}",
    id: "{region}_{base36:9}",
    arn: "arn:aws:cognito-idp:{region}:{account}:userpool/{id}",
    endpoint: "cognito-idp.{region}.amazonaws.com/{id}",
  },
  "aws:cognito/userPoolClient:UserPoolClient": { name: "{auto}", id: "{base36:26}" },
};
