import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { EgressChoice, Network } from "../../../../components/network";
import { record, Recording, refusal, valueOf } from "../record";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

function recordEgress(egress: EgressChoice): Promise<Recording<Network>> {
  return record(() => new Network("network", { zones, egress }));
}

function gateway(recording: Recording<Network>, zone: string): aws.ec2.NatGatewayArgs {
  return recording.inputs(aws.ec2.NatGateway, `network-egress-gateway-${zone}`);
}

/** The default route of each zone. */
function routes(recording: Recording<Network>): aws.ec2.RouteArgs[] {
  return zones.map((zone) =>
    recording.inputs<aws.ec2.RouteArgs>(aws.ec2.Route, `network-egress-route-${zone}`),
  );
}

describe("FixedEgress", () => {
  it("gives every zone a gateway and an address of its own with per-az", async () => {
    const recording = await recordEgress({ mode: "per-az" });
    const { egress, publicSubnetIds } = recording.made;
    const subnets = await valueOf(publicSubnetIds);
    for (const [position, zone] of zones.entries()) {
      const { allocationId } = egress.inventory.byZone[zone];
      assert.equal(gateway(recording, zone).subnetId, subnets[position]);
      assert.equal(gateway(recording, zone).allocationId, await valueOf(allocationId));
    }
    assert.equal(new Set(await valueOf(egress.publicIps)).size, 3);
  });

  it("routes each private table to the gateway of its own zone", async () => {
    const recording = await recordEgress({ mode: "per-az" });
    const made = routes(recording);
    assert.ok(made.every(({ destinationCidrBlock }) => destinationCidrBlock === "0.0.0.0/0"));
    assert.equal(new Set(made.map(({ natGatewayId }) => natGatewayId)).size, 3);
    const tables = zones.map((_zone, position) => {
      const name = `network-private-${position + 1}`;
      // Arguments of awsx's children still have Pulumi's envelope for outputs.
      type Association = { routeTableId: { value: string } };
      return recording.inputs<Association>(aws.ec2.RouteTableAssociation, name).routeTableId.value;
    });
    assert.deepEqual(
      made.map(({ routeTableId }) => routeTableId),
      tables,
    );
  });

  it("sends every zone through the first zone's gateway with single, and lists all addresses", async () => {
    const recording = await recordEgress({ mode: "single" });
    assert.equal(recording.count(aws.ec2.NatGateway), 1);
    gateway(recording, "eu-west-1a");
    assert.equal(new Set(routes(recording).map(({ natGatewayId }) => natGatewayId)).size, 1);
    assert.equal((await valueOf(recording.made.egress.publicIps)).length, 3);
  });

  it("makes one gateway for the VPC with regional, with exactly the listed addresses", async () => {
    const recording = await recordEgress({ mode: "regional" });
    const { egress, vpcId } = recording.made;
    const made = recording.inputs<aws.ec2.NatGatewayArgs>(
      aws.ec2.NatGateway,
      "network-egress-gateway",
    );
    assert.equal(made.availabilityMode, "regional");
    assert.equal(made.vpcId, await valueOf(vpcId));
    assert.equal(made.subnetId, undefined);
    assert.equal(made.allocationId, undefined);
    const expected = zones.map(async (zone) => ({
      availabilityZone: zone,
      allocationIds: [await valueOf(egress.inventory.byZone[zone].allocationId)],
    }));
    assert.deepEqual(made.availabilityZoneAddresses, await Promise.all(expected));
    assert.equal(new Set(routes(recording).map(({ natGatewayId }) => natGatewayId)).size, 1);
  });

  it("refuses regional with an address missing: AWS would choose one", async () => {
    const egress: EgressChoice = { mode: "regional", addresses: { "eu-west-1a": {} } };
    const message = await refusal(() => new Network("network", { zones, egress }));
    assert.match(message, /an address for zone eu-west-1b, which mode "regional" uses/);
  });

  it("sends every zone through the network interface of an instance with instance", async () => {
    const recording = await recordEgress({ mode: "instance" });
    const name = "network-egress-instance";
    const card = recording.inputs<aws.ec2.NetworkInterfaceArgs>(aws.ec2.NetworkInterface, name);
    assert.equal(card.sourceDestCheck, false);
    assert.equal(card.subnetId, (await valueOf(recording.made.publicSubnetIds))[0]);
    const worn = recording.inputs<aws.ec2.EipAssociationArgs>(aws.ec2.EipAssociation, name);
    const { allocationId } = recording.made.egress.inventory.byZone["eu-west-1a"];
    assert.equal(worn.allocationId, await valueOf(allocationId));
    const targets = routes(recording).map(({ networkInterfaceId }) => networkInterfaceId);
    assert.deepEqual(new Set(targets), new Set([worn.networkInterfaceId]));
    assert.equal(recording.count(aws.ec2.NatGateway), 0);
  });

  it("makes an instance that only the VPC reaches, without a role, with encrypted disk and IMDSv2", async () => {
    const recording = await recordEgress({ mode: "instance" });
    const name = "network-egress-instance";
    const instance = recording.inputs<aws.ec2.InstanceArgs>(aws.ec2.Instance, name);
    assert.equal(instance.iamInstanceProfile, undefined);
    assert.equal(instance.keyName, undefined);
    assert.deepEqual(instance.rootBlockDevice, { encrypted: true, volumeType: "gp3" });
    assert.deepEqual(instance.metadataOptions, {
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.match(
      String(instance.userData),
      /-s 10\.0\.0\.0\/16 ! -d 10\.0\.0\.0\/16 -j MASQUERADE/,
    );
    const ingress = recording.inputs<aws.vpc.SecurityGroupIngressRuleArgs>(
      aws.vpc.SecurityGroupIngressRule,
      `${name}-from-vpc`,
    );
    assert.equal(ingress.cidrIpv4, "10.0.0.0/16");
    assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 1);
  });

  it("makes the instance of the type and image that are asked for", async () => {
    const choice = { instanceType: "t4g.nano", imageId: "ami-0123456789abcdef0" };
    const recording = await recordEgress({ mode: "instance", instance: choice });
    const name = "network-egress-instance";
    const instance = recording.inputs<aws.ec2.InstanceArgs>(aws.ec2.Instance, name);
    assert.deepEqual([instance.instanceType, instance.ami], ["t4g.nano", "ami-0123456789abcdef0"]);
  });

  for (const [mode, name] of [
    ["per-az", "network-egress-gateway-eu-west-1b"],
    ["single", "network-egress-gateway-eu-west-1a"],
    ["regional", "network-egress-gateway"],
  ] as const) {
    it(`takes arguments of the gateway from a transform with ${mode}`, async () => {
      const transform = { gateway: { tags: { Team: "network" } } };
      const recording = await record(
        () => new Network("network", { zones, egress: { mode }, transform }),
      );
      const { tags } = recording.inputs<aws.ec2.NatGatewayArgs>(aws.ec2.NatGateway, name);
      assert.equal((tags as Record<string, string>).Team, "network");
    });
  }

  it("makes neither addresses nor routes with none", async () => {
    const recording = await recordEgress({ mode: "none" });
    assert.equal(recording.count(aws.ec2.Eip), 0);
    assert.equal(recording.resources.filter(({ name }) => name.includes("egress-route")).length, 0);
    assert.deepEqual(await valueOf(recording.made.egress.publicIps), []);
  });

  it("keeps the addresses that are listed with none, and does not publish them", async () => {
    const addresses = { "eu-west-1a": {}, "eu-west-1b": {} };
    const recording = await recordEgress({ mode: "none", addresses });
    assert.equal(recording.count(aws.ec2.Eip), 2);
    assert.equal((await valueOf(recording.made.egress.inventory.publicIps)).length, 2);
    assert.deepEqual(await valueOf(recording.made.egress.publicIps), []);
  });

  it("wears an address that was brought in, and makes none for it", async () => {
    const allocationId = "eipalloc-0123456789abcdef0";
    const addresses = { "eu-west-1a": { allocationId }, "eu-west-1b": {}, "eu-west-1c": {} };
    const recording = await recordEgress({ mode: "per-az", addresses });
    assert.equal(recording.count(aws.ec2.Eip), 2);
    assert.equal(gateway(recording, "eu-west-1a").allocationId, allocationId);
    assert.equal((await valueOf(recording.made.egress.publicIps)).length, 3);
  });

  it("takes new addresses from a pool of one's own", async () => {
    const addresses = { "eu-west-1a": { publicIpv4Pool: "ipv4pool-ec2-0123456789abcdef0" } };
    const recording = await recordEgress({ mode: "single", addresses });
    const name = "network-egress-addresses-eu-west-1a";
    const { publicIpv4Pool } = recording.inputs<aws.ec2.EipArgs>(aws.ec2.Eip, name);
    assert.equal(publicIpv4Pool, "ipv4pool-ec2-0123456789abcdef0");
  });

  it("refuses a zone without an address, an unknown mode, and an address with two origins", async () => {
    const egress = (choice: EgressChoice) => () =>
      new Network("network", { zones, egress: choice });
    const missing = await refusal(egress({ mode: "per-az", addresses: { "eu-west-1a": {} } }));
    assert.match(
      missing,
      /addresses is \["eu-west-1a"\].*zone eu-west-1b[^]*add "eu-west-1b: \{\}"/,
    );
    const unknown = await refusal(egress({ mode: "double" as "single" }));
    assert.match(unknown, /mode is "double"; allowed: per-az, single, regional, instance, none/);
    const both = { allocationId: "eipalloc-1", publicIpv4Pool: "ipv4pool-ec2-1" };
    const twice = await refusal(egress({ mode: "single", addresses: { "eu-west-1a": both } }));
    assert.match(twice, /addresses.eu-west-1a is .*not both/);
    const one = { allocationId: "eipalloc-0123456789abcdef0" };
    const addresses = { "eu-west-1a": one, "eu-west-1b": one, "eu-west-1c": {} };
    const worn = await refusal(egress({ mode: "per-az", addresses }));
    assert.match(worn, /addresses is "eipalloc-0123456789abcdef0"; allowed: each .* for one zone/);
  });
});
