import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { FixedEgress, Network, NetworkArgs } from "../../../../components/network";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";

const [a, b, c] = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const perZone: NetworkArgs = {
  zones: [a, b, c],
  egress: { mode: "per-az", addresses: { [a]: {}, [b]: {}, [c]: {} } },
  interfaceEndpoints: ["sqs"],
};

describe("a network with a retired zone", () => {
  it("gives the subnets of zones in use alone, each with the id it had before", async () => {
    const before = await record(() => new Network("network", perZone));
    const after = await record(() => new Network("network", { ...perZone, retiredZones: [b] }));
    for (const tier of ["publicSubnetIds", "privateSubnetIds", "isolatedSubnetIds"] as const) {
      const [first, , last] = await valueOf(before.made[tier]);
      assert.deepEqual(await valueOf(after.made[tier]), [first, last], tier);
    }
    assert.deepEqual(after.made.zones, [a, c]);
    const { subnetIds } = after.inputs<aws.ec2.VpcEndpointArgs>(
      aws.ec2.VpcEndpoint,
      "network-endpoints-sqs",
    );
    assert.deepEqual(subnetIds, await valueOf(after.made.privateSubnetIds));
  });

  it("has neither gateway nor route there, and those of the others in their own subnets and tables", async () => {
    const before = await record(() => new Network("network", perZone));
    const after = await record(() => new Network("network", { ...perZone, retiredZones: [b] }));
    assert.equal(after.count(aws.ec2.NatGateway), 2);
    assert.equal(after.count(aws.ec2.Eip), 3, "addresses that are listed stay");
    for (const zone of [a, c]) {
      for (const [type, name, argument] of [
        [aws.ec2.NatGateway, `network-egress-gateway-${zone}`, "subnetId"],
        [aws.ec2.Route, `network-egress-route-${zone}`, "routeTableId"],
      ] as const) {
        const of = (recording: typeof after) =>
          recording.inputs<Record<string, unknown>>(type, name);
        assert.equal(of(after)[argument], of(before)[argument], name);
      }
    }
  });

  it("refuses to retire what is no zone of it, one twice, and all", async () => {
    const retire = (...retiredZones: string[]) =>
      refusal(() => new Network("network", { ...perZone, retiredZones }));
    assert.match(await retire("eu-west-1d"), /retiredZones is \["eu-west-1d"\].*some of zones/);
    assert.match(await retire(a, a), /retiredZones is .*each once/);
    assert.match(await retire(a, b, c), /not all of them[^]*leave one zone in use/);
  });
});

describe("an address that two egresses have", () => {
  const addresses = { [a]: { allocationId: "eipalloc-0123456789abcdef0" } };
  const egress = (name: string, parent?: Environment) =>
    new FixedEgress(
      name,
      {
        ...{ mode: "none", addresses, vpcId: "vpc-0123456789abcdef0", vpcCidrBlock: "10.0.0.0/16" },
        zones: [{ name: a, privateRouteTableId: "rtb-0123456789abcdef0" }],
      },
      { parent },
    );

  for (const where of ["in an environment", "in a stack without one"]) {
    it(`is refused ${where}`, async () => {
      const plan = await previewStack(() => {
        const parent = where.includes("stack")
          ? undefined
          : new Environment("test", { region: "eu-west-1" });
        egress("one", parent);
        egress("two", parent);
      });
      const [{ message }] = plan.findingsOf("program-error");
      assert.match(message, /eipalloc-0123456789abcdef0.*which another egress .* has for zone/);
    });
  }
});
