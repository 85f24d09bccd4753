import assert from "node:assert/strict";
import {
  AddressArgs,
  EgressMode,
  FixedEgress,
  Network,
  NetworkArgs,
} from "../../../../components/network";
import { comparePlans, Plan, previewStack } from "../../../../preview/testing";

const [a, b, c] = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

/** What would be refused from one version to the other: its code, and the names of the two. */
function refused(before: Plan, after: Plan): string[] {
  const name = (urn: string) => urn.split("::").at(-1);
  const found = comparePlans(before, after).conflicts.map(
    ({ code, urn, meets }) => `${code}: ${name(urn)} meets ${name(meets)}`,
  );
  return found.sort();
}

function networkOf(args: Partial<NetworkArgs>): Promise<Plan> {
  return previewStack(() => {
    new Network("network", {
      zones: [a, b, c],
      egress: { mode: "per-az", addresses: { [a]: {}, [b]: {}, [c]: {} } },
      ...args,
    });
  });
}

function egressOf(
  name: string,
  addresses: Record<string, AddressArgs>,
  { vpc = "one", mode = "per-az" as EgressMode, before = "" } = {},
): Promise<Plan> {
  return previewStack(() => {
    new FixedEgress(
      name,
      {
        ...{ mode, addresses, vpcId: `vpc-${vpc}`, vpcCidrBlock: "10.0.0.0/16" },
        zones: [{ name: a, publicSubnetId: `subnet-${vpc}`, privateRouteTableId: `rtb-${vpc}` }],
      },
      before === "" ? {} : { aliases: [{ name: before }] },
    );
  });
}

describe("what comparePlans names of a network's changes", () => {
  it("names each subnet of zones that are reordered, and the steps", async () => {
    const [before, after] = [await networkOf({}), await networkOf({ zones: [b, a, c] })];
    const names = refused(before, after);
    const tiers = ["public", "private", "isolated"];
    const subnets = tiers.flatMap((tier) => [1, 2].map((i) => `network-${tier}-${i}`));
    const expected = [
      ...subnets.map((subnet) => `InvalidSubnet.Conflict: ${subnet} meets ${subnet}`),
      `RouteAlreadyExists: network-egress-route-${a} meets network-egress-route-${b}`,
      `RouteAlreadyExists: network-egress-route-${b} meets network-egress-route-${a}`,
    ];
    assert.deepEqual(names, expected.sort());
    const [{ fix }] = comparePlans(before, after).conflicts;
    assert.match(fix, /retiredZones/);
  });

  it("names a zone that is dropped from before the end, not one that is dropped there or retired", async () => {
    const before = await networkOf({});
    const dropped = refused(before, await networkOf({ zones: [b, c] }));
    const subnets = dropped.filter((text) => text.startsWith("InvalidSubnet.Conflict"));
    assert.equal(subnets.length, 6, dropped.join("\n"));
    assert.deepEqual(refused(before, await networkOf({ zones: [a, b] })), []);
    assert.deepEqual(refused(before, await networkOf({ retiredZones: [a] })), []);
    assert.deepEqual(refused(before, await networkOf({ zones: [a, b, c, "eu-west-1d"] })), []);
  });

  it("names the route of a renamed egress whose addresses are made, and no other case of one update", async () => {
    const brought = { [a]: { allocationId: "eipalloc-0123456789abcdef0" } };
    const made = await egressOf("old", { [a]: {} });
    assert.deepEqual(refused(made, await egressOf("new", { [a]: {} })), [
      `RouteAlreadyExists: new-route-${a} meets old-route-${a}`,
    ]);
    assert.deepEqual(refused(made, await egressOf("new", { [a]: {} }, { before: "old" })), []);
    assert.deepEqual(refused(made, await egressOf("new", { [a]: {} }, { vpc: "two" })), []);
    for (const vpc of ["one", "two"]) {
      for (const mode of ["per-az", "regional", "instance"] as const) {
        const old = await egressOf("old", brought, { mode });
        assert.deepEqual(refused(old, await egressOf("new", brought, { mode, vpc })), [], mode);
      }
    }
  });

  it("names a gateway of one's own that takes an address of the egress", async () => {
    const brought = { [a]: { allocationId: "eipalloc-0123456789abcdef0" } };
    const before = await egressOf("old", brought);
    const aws = await import("@pulumi/aws");
    const after = await previewStack(() => {
      const allocationId = "eipalloc-0123456789abcdef0";
      new aws.ec2.NatGateway("own", { allocationId, subnetId: "subnet-other" });
    });
    assert.deepEqual(refused(before, after), [
      `Resource.AlreadyAssociated: own meets old-gateway-${a}`,
    ]);
  });
});
