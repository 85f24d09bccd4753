/** Claims of network resources, by ids that are unique in the world. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
import type { ClaimFact, ClaimTable, KeyPart } from "./fact";

/** An Elastic IP address is worn by one thing at a time, whatever its kind. */
const address = (path: string): ClaimFact => ({
  space: "address",
  scope: "world",
  key: [path],
  code: "Resource.AlreadyAssociated",
  message: "Elastic IP address [{name}] is already associated",
  fix: "Give each an address of its own, or share the one gateway.",
});

const route = (table: string, to: KeyPart): ClaimFact => ({
  space: "route",
  scope: "world",
  key: [table, to],
  code: "RouteAlreadyExists",
  message: "Route in Route Table ({routeTableId}) with destination ({name}) already exists",
  fix: "A route table has one route to a destination: give each its own route table.",
});

const permission = (direction: string): ClaimFact => ({
  space: `permission ${direction}`,
  ignoringCase: true,
  scope: "world",
  key: [
    "securityGroupId",
    "ipProtocol",
    "fromPort?",
    "toPort?",
    ["cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId"],
  ],
  code: "InvalidPermission.Duplicate",
  message:
    'the specified rule "peer: {name}, {ipProtocol}, {fromPort}, {toPort}, ALLOW" already exists',
});

const internetGateway: ClaimFact = {
  space: "internet gateway",
  scope: "world",
  key: ["vpcId"],
  code: "InvalidParameterValue",
  message: "Network {vpcId} already has an internet gateway attached",
};

const endpointRoute = (table: string): ClaimFact => ({
  space: "endpoint route",
  scope: "world",
  key: ["serviceName", table],
  code: "RouteAlreadyExists",
  message:
    "route table {name} already has a route with destination-prefix-list-id of {serviceName}",
});

/** What AWS makes with each VPC: a resource that adopts it undoes what another has put there. */
const adopted = (key: string): ClaimFact => ({
  scope: "world",
  key: [key],
  message: "each resource that adopts it takes away what the other has put into it",
});

export const networkClaims: ClaimTable = {
  "aws:ec2/route:Route": [
    route("routeTableId", [
      "destinationCidrBlock",
      "destinationIpv6CidrBlock",
      "destinationPrefixListId",
    ]),
  ],
  "aws:ec2/routeTable:RouteTable": [
    ...["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"].map((to): ClaimFact => ({
      space: "route",
      given: true,
      scope: "world",
      key: ["id", `routes[*].${to}`],
      message: "a route table's own `routes` remove every route that is not among them",
      fix: "Say all routes of the table in one way: as Route resources.",
    })),
  ],
  "aws:ec2/natGateway:NatGateway": [
    address("allocationId"),
    address("secondaryAllocationIds[*]"),
    address("availabilityZoneAddresses[*].allocationIds[*]"),
  ],
  "aws:ec2/natGatewayEipAssociation:NatGatewayEipAssociation": [address("allocationId")],
  "aws:ec2/eipAssociation:EipAssociation": [
    {
      ...address("allocationId"),
      // AssociateAddress: "reassociation is automatic", and the provider never sends allowReassociation: false, which it
      // takes for not set. What gateways and load balancers wear is not given up.
      takesOver: "the second takes the address from the first, which is left without",
    },
  ],
  "aws:lb/loadBalancer:LoadBalancer": [address("subnetMappings[*].allocationId")],
  "aws:alb/loadBalancer:LoadBalancer": [address("subnetMappings[*].allocationId")],
  "aws:ec2/internetGateway:InternetGateway": [internetGateway],
  "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": [internetGateway],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": [
    {
      space: "route table of",
      scope: "world",
      key: [["subnetId", "gatewayId"]],
      code: "Resource.AlreadyAssociated",
      message:
        "the specified association for route table {routeTableId} conflicts with an existing association",
      fix: "A subnet has one route table: remove one of the associations.",
    },
  ],
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": [
    {
      scope: "world",
      key: ["vpcId"],
      message: "a VPC has one main route table: the last one wins",
    },
  ],
  "aws:ec2/defaultRouteTable:DefaultRouteTable": [adopted("defaultRouteTableId")],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": [adopted("vpcId")],
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": [adopted("defaultNetworkAclId")],
  "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation": [
    {
      scope: "world",
      key: ["vpcId"],
      message: "a VPC has one set of DHCP options: the last one wins",
    },
  ],
  "aws:ec2/networkAclRule:NetworkAclRule": [
    {
      scope: "world",
      key: ["networkAclId", "egress?", "ruleNumber"],
      code: "NetworkAclEntryAlreadyExists",
      message: "The network acl entry identified by {name} already exists.",
    },
  ],
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": [
    {
      scope: "world",
      key: ["subnetId"],
      message: "a subnet has one network ACL: the last one wins",
    },
  ],
  "aws:ec2/volumeAttachment:VolumeAttachment": [
    {
      scope: "world",
      key: ["instanceId", "deviceName"],
      code: "InvalidParameterValue",
      message: "Invalid value '{name}' for unixDevice. Attachment point {name} is already in use",
    },
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [endpointRoute("routeTableIds[*]")],
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": [
    {
      scope: "world",
      key: ["vpcEndpointId", "routeTableId"],
      code: "RouteAlreadyExists",
      message: "route table {name} already has a route to {vpcEndpointId}",
    },
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [permission("in")],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [permission("out")],
};
