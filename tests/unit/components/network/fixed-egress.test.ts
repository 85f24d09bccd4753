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
  });
});
