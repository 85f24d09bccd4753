import assert from "node:assert/strict";
import * as fc from "fast-check";
import { encode } from "../../../../../components/compute/lambda/bundle/environment/environment";
import {
  isPlainData,
  writeData,
} from "../../../../../components/compute/lambda/bundle/live/plain-data";
import {
  decodeMappings,
  encodeMappings,
  Segment,
  trimSourceMap,
} from "../../../../../components/compute/lambda/bundle/source/source-map";

describe("Plain data written as source", () => {
  const evaluate = (text: string | undefined) => new Function(`return (${text})`)() as unknown;
  const data = fc.anything({
    // An invalid date equals no other for `assert`, so it has a test of its own.
    values: [
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double(),
      fc.string(),
      fc.constantFrom(null, undefined),
      fc.date({ noInvalidDate: true }),
    ],
    withBigInt: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withTypedArray: true,
    withSparseArray: true,
  });

  it("evaluates to the same value", () => {
    fc.assert(
      fc.property(data, (value) => {
        fc.pre(isPlainData(value));
        assert.deepEqual(evaluate(writeData(value, { output: () => "0" })), value);
      }),
    );
  });

  it("keeps a date that is none, also inside a key", () => {
    const written = writeData(new Map([[[new Date(NaN)], false]]), { output: () => "0" });
    const [[[date], value]] = evaluate(written) as Map<[Date], boolean>;
    assert.deepEqual([date instanceof Date, date.getTime(), value], [true, NaN, false]);
  });

  it("is not what a function, an own class, a cycle or a symbol key holds", () => {
    class Own {}
    class OwnMap extends Map {}
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [
      () => 1,
      new Own(),
      new OwnMap(),
      cycle,
      { [Symbol("a")]: 1 },
      new WeakMap(),
    ]) {
      assert.equal(isPlainData(value), false);
    }
  });
});

describe("Source maps", () => {
  const segment = fc.tuple(
    fc.nat(500),
    fc.nat(3),
    fc.nat(5000),
    fc.nat(200),
  ) as fc.Arbitrary<Segment>;
  const lines = fc.array(
    fc.array(segment, { maxLength: 5 }).map((list) => [...list].sort((a, b) => a[0] - b[0])),
    { minLength: 1 },
  );

  it("decode to what was encoded", () => {
    fc.assert(
      fc.property(lines, (made) => assert.deepEqual(decodeMappings(encodeMappings(made)), made)),
    );
  });

  it("keep the project's own mappings, moved by what was inserted", () => {
    const mappings = encodeMappings([
      [
        [0, 0, 1, 2],
        [10, 1, 3, 4],
        [20, 0, 5, 6],
      ],
    ]);
    const map = { version: 3, sources: ["own.ts", "node_modules/a/index.js"], names: [], mappings };
    const own = (source: string) => (source.includes("node_modules") ? undefined : source);
    const trimmed = JSON.parse(
      trimSourceMap(JSON.stringify(map), own, [{ line: 0, column: 5, by: 100 }]),
    ) as typeof map;
    assert.deepEqual(trimmed.sources, ["own.ts"]);
    assert.deepEqual(decodeMappings(trimmed.mappings), [[[0, 0, 1, 2], [110], [120, 0, 5, 6]]]);
  });
});

describe("Values of captured outputs", () => {
  it("are JSON, and what JSON can't hold is refused", () => {
    assert.equal(encode(undefined, ["a"], "f.ts:1:1", "h"), "null");
    assert.equal(encode({ a: [1, "x", null] }, ["a"], "f.ts:1:1", "h"), '{"a":[1,"x",null]}');
    const values: [unknown, string][] = [
      [new Date(0), "a.b, which holds a Date"],
      [10n, "a.b, which holds a bigint"],
      [NaN, "a.b, which holds NaN"],
      [() => 1, "a.b, which holds a function"],
    ];
    for (const [b, text] of values) {
      assert.throws(
        () => encode({ b }, ["a"], "f.ts:1:1", "h"),
        (error: Error) => error.message.startsWith(`f.ts:1:1: handler "h" captures ${text}`),
      );
    }
  });
});
