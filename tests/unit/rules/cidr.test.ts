import * as assert from "node:assert/strict";
import fc from "fast-check";
import {
  blockOf,
  contains,
  isAligned,
  overlaps,
  sizeOf,
  type Block,
} from "../../../rules/base/cidr";

const blocks: fc.Arbitrary<Block> = fc
  .tuple(fc.nat(2 ** 16 - 1), fc.integer({ min: 16, max: 32 }))
  .map(([offset, prefix]) => {
    const size = 2 ** (32 - prefix);
    return { first: Math.floor(offset / size) * size, prefix };
  });

describe("IPv4 blocks", () => {
  it("are read from text", () => {
    assert.deepEqual(blockOf("10.1.2.0/24"), { first: 167_838_208, prefix: 24 });
    for (const wrong of [
      "10.0.0.0",
      "10.0.0.256/24",
      "10.0.0.0/33",
      "::/0",
      "",
      "010.0.0.0/24",
      "10.0.0.00/24",
      "10.0.0.0/08",
    ]) {
      assert.equal(blockOf(wrong), undefined, wrong);
    }
  });

  it("begin at a multiple of their size", () => {
    assert.equal(isAligned({ first: 256, prefix: 24 }), true);
    assert.equal(isAligned({ first: 128, prefix: 24 }), false);
  });

  it("overlap exactly where one contains the other", () => {
    fc.assert(
      fc.property(blocks, blocks, (a, b) => {
        assert.equal(overlaps(a, b), contains(a, b) || contains(b, a));
        assert.equal(overlaps(a, b), overlaps(b, a));
      }),
    );
  });

  it("next to each other do not overlap", () => {
    fc.assert(
      fc.property(blocks, (block) => {
        assert.equal(overlaps(block, { ...block, first: block.first + sizeOf(block) }), false);
      }),
    );
  });
});
