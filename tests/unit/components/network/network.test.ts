import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { Network, NetworkArgs } from "../../../../components/network";
import { record, refusal, valueOf } from "../record";

const zones = ["eu-west-1a", "eu-west-1b"];

function recordNetwork(args: Partial<NetworkArgs> = {}) {
  return record(() => {
    const parent = new Environment("test", { region: "eu-west-1", logRetentionDays: 90 });
    return new Network("network", { zones, ...args }, { parent });
  });
}

describe("Network", () => {
  it("has a public, a private and an isolated subnet in each zone, and no NAT of awsx", async () => {
    const recording = await recordNetwork();
    const vpc = recording.inputs<awsx.ec2.VpcArgs>("awsx:ec2:Vpc", "network");
    assert.deepEqual(vpc.availabilityZoneNames, zones);
    assert.deepEqual(vpc.natGateways, { strategy: "None" });
    assert.equal(vpc.enableDnsHostnames, true, "endpoints answer under the services' names");
    assert.deepEqual(vpc.subnetSpecs, [
      { type: "Public", name: "public", cidrBlocks: ["10.0.0.0/21", "10.0.32.0/21"] },
      { type: "Private", name: "private", cidrBlocks: ["10.0.8.0/21", "10.0.40.0/21"] },
      { type: "Isolated", name: "isolated", cidrBlocks: ["10.0.16.0/21", "10.0.48.0/21"] },
    ]);
    assert.equal(recording.count(aws.ec2.NatGateway), 0);
    assert.equal(recording.count(aws.ec2.Eip), 0);
  });

  it("reaches S3 and DynamoDB from every route table without leaving AWS", async () => {
    const recording = await recordNetwork();
    for (const service of ["s3", "dynamodb"]) {
      const name = `network-endpoints-${service}`;
      const endpoint = recording.inputs<aws.ec2.VpcEndpointArgs>(aws.ec2.VpcEndpoint, name);
      assert.equal(endpoint.serviceName, `com.amazonaws.eu-west-1.${service}`);
      assert.equal(endpoint.vpcEndpointType, "Gateway");
      assert.equal(new Set(endpoint.routeTableIds as string[]).size, 6);
    }
    const { s3, dynamodb } = recording.made.prefixListIds;
    assert.match(await valueOf(s3), /^pl-/);
    assert.match(await valueOf(dynamodb), /^pl-/);
  });

  it("puts interface endpoints behind a security group of their own, under the services' names", async () => {
    const recording = await recordNetwork({ interfaceEndpoints: ["secretsmanager", "ecr.api"] });
    const name = "network-endpoints-ecr-api";
    const endpoint = recording.inputs<aws.ec2.VpcEndpointArgs>(aws.ec2.VpcEndpoint, name);
    assert.equal(endpoint.serviceName, "com.amazonaws.eu-west-1.ecr.api");
    assert.equal(endpoint.privateDnsEnabled, true);
    assert.deepEqual(endpoint.securityGroupIds, [await valueOf(recording.made.securityGroupId)]);
    assert.deepEqual(endpoint.subnetIds, await valueOf(recording.made.privateSubnetIds));
    assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 0);
  });

  it("refuses an interface endpoint where a free gateway endpoint stands, or a second one", async () => {
    const gateway = await refusal(
      () => new Network("network", { zones, interfaceEndpoints: ["s3"] }),
    );
    assert.match(gateway, /interfaces is "s3".*gateway endpoint[^]*fix: remove "s3"/);
    const twice = await refusal(
      () => new Network("network", { zones, interfaceEndpoints: ["sts", "sts"] }),
    );
    assert.match(twice, /interfaces is "sts"; allowed: each service once/);
  });

  it("empties the default security group", async () => {
    const recording = await recordNetwork();
    const group = recording.inputs<aws.ec2.DefaultSecurityGroupArgs>(
      aws.ec2.DefaultSecurityGroup,
      "network-default",
    );
    assert.equal(group.vpcId, await valueOf(recording.made.vpcId));
    assert.equal(group.ingress, undefined);
    assert.equal(group.egress, undefined);
  });

  it("records all traffic in CloudWatch, as long as the environment keeps logs", async () => {
    const recording = await recordNetwork();
    const log = recording.inputs<aws.ec2.FlowLogArgs>(aws.ec2.FlowLog, "network-flow-logs");
    assert.equal(log.trafficType, "ALL");
    assert.equal(log.logDestinationType, "cloud-watch-logs");
    const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(
      aws.cloudwatch.LogGroup,
      "network-flow-logs",
    );
    assert.equal(group.retentionInDays, 90);
    const { policy } = recording.inputs<{ policy: string }>(
      aws.iam.RolePolicy,
      "network-flow-logs",
    );
    const [statement] = (JSON.parse(policy) as { Statement: { Resource: string }[] }).Statement;
    assert.equal(statement.Resource, `${String(log.logDestination)}:*`);
  });

  it("records traffic in a bucket, or not at all", async () => {
    const bucketArn = "arn:aws:s3:::flow-logs";
    const toBucket = await recordNetwork({ flowLogs: { destination: "s3", bucketArn } });
    const log = toBucket.inputs<aws.ec2.FlowLogArgs>(aws.ec2.FlowLog, "network-flow-logs");
    assert.deepEqual([log.logDestinationType, log.logDestination], ["s3", bucketArn]);
    assert.equal(toBucket.count(aws.cloudwatch.LogGroup), 0);
    assert.equal(toBucket.count(aws.iam.Role), 0);
    const without = await recordNetwork({ flowLogs: { destination: "none" } });
    assert.equal(without.count(aws.ec2.FlowLog), 0);
  });

  it("refuses destination s3 without a bucket, and a bucket without it", async () => {
    for (const flowLogs of [{ destination: "s3" }, { bucketArn: "arn:aws:s3:::logs" }] as const) {
      const message = await refusal(() => new Network("network", { zones, flowLogs }));
      assert.match(message, /bucketArn is .*fix: set destination "s3" and bucketArn together/s);
    }
  });

  it("refuses zones that repeat, are none, or are no zones", async () => {
    for (const bad of [[], ["eu-west-1a", "eu-west-1a"], ["eu-west-1"], ["a"]]) {
      const message = await refusal(() => new Network("network", { zones: bad }));
      assert.match(message, /Network "network": zones is .*1 to 8 different names/);
    }
  });

  it("refuses a range that is too large, too small, or no range", async () => {
    for (const cidrBlock of ["10.0.0.0/8", "10.0.0.0/24", "10.0.0.1/16"]) {
      const message = await refusal(() => new Network("network", { zones, cidrBlock }));
      assert.match(message, /cidrBlock is .*from \/16 to \/23/);
    }
  });

  it("gives IPv6 to public and private subnets, with ways out, and warns of what a partner sees", async () => {
    const recording = await recordNetwork({ ipv6: true, egress: { mode: "single" } });
    const vpc = recording.inputs<awsx.ec2.VpcArgs>("awsx:ec2:Vpc", "network");
    assert.equal(vpc.assignGeneratedIpv6CidrBlock, true);
    const given = (vpc.subnetSpecs ?? []).map((spec) => spec.assignIpv6AddressOnCreation);
    assert.deepEqual(given, [true, true, undefined]);
    const privately = recording.inputs<aws.ec2.RouteArgs>(
      aws.ec2.Route,
      "network-ipv6-private-eu-west-1b",
    );
    assert.equal(privately.destinationIpv6CidrBlock, "::/0");
    assert.ok(privately.egressOnlyGatewayId);
    assert.equal(privately.gatewayId, undefined);
    const publicly = recording.inputs<aws.ec2.RouteArgs>(
      aws.ec2.Route,
      "network-ipv6-public-eu-west-1b",
    );
    assert.match(String(publicly.gatewayId), /^igw-/);
    assert.notEqual(publicly.routeTableId, privately.routeTableId);
    assert.equal(recording.warnings.filter((text) => text.includes("not publicIps")).length, 1);
    const unseen = await recordNetwork({ ipv6: true });
    assert.deepEqual(unseen.warnings, []);
  });

  it("passes transforms of the ways out for IPv6 on", async () => {
    const ipv6 = { gateway: { tags: { Team: "network" } }, route: { region: "eu-west-1" } };
    const recording = await recordNetwork({ ipv6: true, transform: { ipv6 } });
    const gateway = recording.inputs<aws.ec2.EgressOnlyInternetGatewayArgs>(
      aws.ec2.EgressOnlyInternetGateway,
      "network-ipv6",
    );
    assert.deepEqual(gateway.tags, { Layer: "network", Name: "network-ipv6", Team: "network" });
    for (const way of ["private", "public"]) {
      const name = `network-ipv6-${way}-eu-west-1a`;
      assert.equal(recording.inputs<aws.ec2.RouteArgs>(aws.ec2.Route, name).region, "eu-west-1");
    }
  });
});

describe("Network.existing", () => {
  const shared = {
    vpcId: "vpc-0123456789abcdef0",
    cidrBlock: "10.8.0.0/16",
    zones: {
      "eu-west-1b": { privateSubnetId: "subnet-b" },
      "eu-west-1a": { privateSubnetId: "subnet-a", isolatedSubnetId: "subnet-i" },
    },
  };

  it("has the outputs of a network, in the order of its zones, and makes nothing", async () => {
    const { made, ...recording } = await record(() => Network.existing("shared", shared));
    assert.equal(await valueOf(made.vpcId), "vpc-0123456789abcdef0");
    assert.deepEqual(await valueOf(made.privateSubnetIds), ["subnet-b", "subnet-a"]);
    assert.deepEqual(await valueOf(made.isolatedSubnetIds), ["subnet-b", "subnet-i"]);
    assert.deepEqual(await valueOf(made.publicSubnetIds), []);
    assert.match(await valueOf(made.prefixListIds.s3), /^pl-/);
    assert.equal(made.egress.mode, "none");
    const custom = recording.resources.filter(({ type }) => type.startsWith("aws:"));
    assert.deepEqual(custom, []);
  });

  it("publishes the addresses that are there", async () => {
    const publicIps = ["198.51.100.7"];
    const { made } = await record(() => Network.existing("shared", { ...shared, publicIps }));
    assert.equal(made.egress.mode, "existing");
    assert.deepEqual(await valueOf(made.egress.publicIps), publicIps);
  });

  it("makes a fixed egress where one is asked for", async () => {
    const zones = {
      "eu-west-1a": {
        publicSubnetId: "subnet-p",
        privateSubnetId: "subnet-a",
        privateRouteTableId: "rtb-a",
      },
    };
    const recording = await record(() =>
      Network.existing("shared", { ...shared, zones, egress: { mode: "per-az" } }),
    );
    const gateway = recording.inputs<aws.ec2.NatGatewayArgs>(
      aws.ec2.NatGateway,
      "shared-egress-gateway-eu-west-1a",
    );
    assert.equal(gateway.subnetId, "subnet-p");
    const route = recording.inputs<aws.ec2.RouteArgs>(
      aws.ec2.Route,
      "shared-egress-route-eu-west-1a",
    );
    assert.equal(route.routeTableId, "rtb-a");
  });

  const routed = {
    "eu-west-1a": { privateSubnetId: "subnet-a", privateRouteTableId: "rtb-a" },
    "eu-west-1b": { privateSubnetId: "subnet-b", privateRouteTableId: "rtb-b" },
  };

  it("makes a regional egress without public subnets, which it does not use", async () => {
    const recording = await record(() =>
      Network.existing("shared", { ...shared, zones: routed, egress: { mode: "regional" } }),
    );
    const name = "shared-egress-gateway";
    const gateway = recording.inputs<aws.ec2.NatGatewayArgs>(aws.ec2.NatGateway, name);
    assert.deepEqual([gateway.vpcId, gateway.subnetId], [shared.vpcId, undefined]);
    assert.equal(recording.count(aws.ec2.Route), 2);
  });

  it("needs a public subnet only in the zone where a gateway or instance stands", async () => {
    const withOne = {
      ...routed,
      "eu-west-1a": { ...routed["eu-west-1a"], publicSubnetId: "subnet-p" },
    };
    for (const mode of ["single", "instance"] as const) {
      await record(() =>
        Network.existing("shared", { ...shared, zones: withOne, egress: { mode } }),
      );
    }
    const message = await refusal(() =>
      Network.existing("shared", { ...shared, zones: withOne, egress: { mode: "per-az" } }),
    );
    assert.match(
      message,
      /zones.eu-west-1b.publicSubnetId is .*mode "per-az" needs in zone eu-west-1b[^]*mode "regional"/,
    );
  });

  it("refuses an egress without the route tables it needs", async () => {
    const egress = { mode: "single" } as const;
    const message = await refusal(() => Network.existing("shared", { ...shared, egress }));
    assert.match(message, /zones.eu-west-1b is .*with egress also privateRouteTableId/);
  });

  it("says what is missing when something connects to endpoints nobody has named", async () => {
    const message = await refusal(() => Network.existing("shared", shared).securityGroupId);
    assert.match(message, /pass interfaceEndpoints to Network.existing/);
    const interfaceEndpoints = { services: ["sts"], securityGroupId: "sg-1" };
    const { made } = await record(() =>
      Network.existing("shared", { ...shared, interfaceEndpoints }),
    );
    assert.equal(await valueOf(made.securityGroupId), "sg-1");
  });
});
