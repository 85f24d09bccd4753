import assert from "node:assert/strict";
import { unknown, type Plain } from "../../../rules";
import { patternProblems } from "../../../rules/base/event-pattern";

const wrong = (pattern: Plain, nested = true) =>
  patternProblems(pattern, { nested }).map(({ at }) => at);

describe("patterns that choose events", () => {
  it("have lists of values, of operators and of what is not known yet", () => {
    const right: Plain[] = [
      { source: ["aws.s3"], detail: { size: [{ numeric: [">", 0, "<=", 5] }], gone: [null] } },
      { detail: { $or: [{ a: ["x"] }, { b: { c: [{ exists: false }] } }] } },
      { a: [{ "anything-but": { prefix: "x" } }, { "anything-but": ["x", 1] }] },
      { a: [{ prefix: { "equals-ignore-case": "x" } }, { suffix: ".png" }, { wildcard: "a*b" }] },
      { a: [{ cidr: "192.0.2.0/24" }, { "equals-ignore-case": "x" }, true, 5] },
      { a: unknown, b: [unknown], c: [{ prefix: unknown }] },
      {},
      unknown,
    ];
    for (const pattern of right) assert.deepEqual(patternProblems(pattern), []);
  });

  it("are refused where AWS refuses them, with the keys that lead there", () => {
    assert.deepEqual(wrong({ body: { kind: "photo", size: 5 } }), ["body.kind", "body.size"]);
    assert.deepEqual(wrong({ a: null, b: [] }), ["a", "b"]);
    assert.deepEqual(wrong({ a: [["x"]], b: [{ prefx: "x" }] }), ["a", "b"]);
    assert.deepEqual(wrong({ a: [{ prefix: "x", suffix: "y" }] }), ["a"]);
    assert.deepEqual(wrong({ a: [{ exists: "true" }], b: [{ numeric: 5 }] }), ["a", "b"]);
    assert.deepEqual(wrong({ $or: { a: ["x"] }, c: { $or: [{ a: "x" }, { b: [1] }] } }), [
      "$or",
      "c.a",
    ]);
    assert.deepEqual(wrong({ detail: {} }), ["detail"]);
  });

  it("are flat where they choose by attributes", () => {
    assert.deepEqual(wrong({ a: { b: ["x"] }, c: ["x"] }, false), ["a"]);
  });
});
