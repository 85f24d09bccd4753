import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isVpcCidrBlock,
  MOST_ZONES,
  subnetCidrBlock,
  tiers,
} from "../../../../components/network/address-plan";

interface Span {
  first: number;
  last: number;
}

/** Written apart from the plan's own arithmetic, with BigInt instead of powers of two. */
function span(cidrBlock: string): Span {
  const [address, prefix] = cidrBlock.split("/");
  const bits = address.split(".").map((octet) => BigInt(octet).toString(2).padStart(8, "0"));
  const network = bits.join("").slice(0, Number(prefix));
  return {
    first: Number(BigInt(`0b${network.padEnd(32, "0")}`)),
    last: Number(BigInt(`0b${network.padEnd(32, "1")}`)),
  };
}

const vpcs = fc
  .tuple(fc.integer({ min: 16, max: 23 }), fc.nat({ max: 2 ** 32 - 1 }))
  .map(([prefix, seed]) => {
    const size = 2 ** (32 - prefix);
    const first = Math.floor(seed / size) * size;
    const octets = [first >>> 24, (first >>> 16) & 255, (first >>> 8) & 255, first & 255];
    return `${octets.join(".")}/${prefix}`;
  });

const slots = Array.from({ length: MOST_ZONES }, (_, zone) =>
  tiers.map((tier) => ({ zone, tier })),
).flat();

describe("address plan", () => {
  it("divides a /16 into subnets of 2,048 addresses, a zone after the other", () => {
    assert.equal(subnetCidrBlock("10.0.0.0/16", 0, "public"), "10.0.0.0/21");
    assert.equal(subnetCidrBlock("10.0.0.0/16", 0, "private"), "10.0.8.0/21");
    assert.equal(subnetCidrBlock("10.0.0.0/16", 1, "private"), "10.0.40.0/21");
    assert.equal(subnetCidrBlock("10.0.0.0/16", 7, "isolated"), "10.0.240.0/21");
  });

  it("keeps the ranges that subnets had when a zone or a tier is added", () => {
    // Pinned: a change here replaces the subnets of everyone who has them.
    const pinned = ["172.31.64.0/28", "172.31.64.16/28", "172.31.64.32/28", "172.31.64.64/28"];
    const first = tiers.slice(0, 3).map((tier) => subnetCidrBlock("172.31.64.0/23", 0, tier));
    assert.deepEqual([...first, subnetCidrBlock("172.31.64.0/23", 1, "public")], pinned);
  });

  it("puts every subnet inside the VPC", () => {
    fc.assert(
      fc.property(vpcs, fc.constantFrom(...slots), (vpc, { zone, tier }) => {
        const [outer, inner] = [span(vpc), span(subnetCidrBlock(vpc, zone, tier))];
        assert.ok(outer.first <= inner.first && inner.last <= outer.last);
      }),
    );
  });

  it("never lets two subnets overlap, and all of one VPC are of one size from /28 up", () => {
    fc.assert(
      fc.property(vpcs, (vpc) => {
        const spans = slots
          .map(({ zone, tier }) => span(subnetCidrBlock(vpc, zone, tier)))
          .sort((a, b) => a.first - b.first);
        spans.slice(1).forEach((next, index) => assert.ok(spans[index].last < next.first));
        const sizes = new Set(spans.map(({ first, last }) => last - first + 1));
        assert.equal(sizes.size, 1);
        assert.ok([...sizes][0] >= 16);
      }),
    );
  });

  it("accepts ranges from /16 to /23 that begin at their first address", () => {
    for (const good of ["10.0.0.0/16", "192.168.254.0/23"]) {
      assert.ok(isVpcCidrBlock(good), good);
    }
    const bad = [
      "10.0.0.0/15",
      "10.0.0.0/24",
      "10.0.1.0/16",
      "10.0.0.256/16",
      "10.0.0.0",
      "x",
      "010.0.0.0/16",
    ];
    for (const range of bad) {
      assert.ok(!isVpcCidrBlock(range), range);
    }
  });

  it("has no slot for a ninth zone", () => {
    assert.throws(() => subnetCidrBlock("10.0.0.0/16", 8, "public"), RangeError);
  });
});
