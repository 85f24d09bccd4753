import * as assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkResource,
  resourceRules,
  unknown,
  type Inputs,
  type Plain,
  type ResourceRule,
} from "../../../rules";
import { cases } from "./cases";

const context = { today: "2026-11-23" };

describe("rules of one resource", () => {
  it("have ids of their own, and each a case here", () => {
    const ids = resourceRules.map(({ id }) => id);
    assert.deepEqual([...new Set(ids)], ids);
    assert.deepEqual([...Object.keys(cases)].sort(), [...ids].sort());
  });

  for (const rule of resourceRules) {
    it(`${rule.id}: ${rule.limit}`, () => {
      const { pass, fail, names } = cases[rule.id] ?? { pass: {}, fail: {} };
      assert.deepEqual(broken(rule, pass, names?.pass), [], "passes");
      assert.notEqual(broken(rule, fail, names?.fail).length, 0, "fails");
    });
  }

  it("pass over arguments that are not known yet", () => {
    for (const rule of resourceRules) {
      const { fail } = cases[rule.id] ?? { fail: {} };
      const hidden: Inputs = Object.fromEntries(
        Object.keys(fail).map((key): [string, Plain] => [key, unknown]),
      );
      if (Object.keys(fail).length > 0) assertSound(rule, fail, hidden);
    }
  });

  it("find with a value unknown only what they find with it known", () => {
    const inputs = resourceRules.flatMap((rule) => {
      const { pass, fail } = cases[rule.id] ?? { pass: {}, fail: {} };
      return [pass, fail].map((values) => ({ rule, values }));
    });
    fc.assert(
      fc.property(fc.constantFrom(...inputs), fc.infiniteStream(fc.boolean()), (picked, coin) => {
        const { rule, values } = picked;
        const hidden = mask(values, () => coin.next().value === true) as Inputs;
        assertSound(rule, values, hidden);
      }),
      { numRuns: 3_000, seed: 7 },
    );
  });

  it("throw on nothing that an argument can be", () => {
    const paths = Object.values(cases).flatMap(({ pass, fail }) => [pass, fail]);
    const names = [...new Set(paths.flatMap((values) => [...keysOf(values)]))];
    const arbitrary = fc.letrec<{ value: Plain; record: Inputs }>((tie) => ({
      record: fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 6 }),
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<Plain>(unknown, null, undefined, "*", "{}", "[]", "arn:aws:s3:::a", -0),
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("record"),
      ),
    }));
    fc.assert(
      fc.property(arbitrary.record, (values) => {
        for (const rule of resourceRules) broken(rule, values);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it("say where they stand and how to fix what they find", () => {
    for (const { id, limit, fix, source } of resourceRules) {
      assert.match(source, /^https:\/\//, id);
      assert.ok(fix.length > 5, id);
      assert.ok(limit.length > 0 && !/[.]$/.test(limit), id);
    }
  });
});

function broken(rule: ResourceRule, values: Inputs, name?: string) {
  return checkResource([rule], [rule.type].flat()[0] ?? "", values, context, name);
}

/** What is found with less known must be found with all known, too. */
function assertSound(rule: ResourceRule, values: Inputs, hidden: Inputs): void {
  const found = broken(rule, hidden).length;
  assert.ok(
    found <= broken(rule, values).length,
    `${rule.id} guesses at ${JSON.stringify(values)}`,
  );
}

function mask(value: Plain, hide: () => boolean): Plain {
  if (Array.isArray(value)) {
    return (value as readonly Plain[]).map((item) => (hide() ? unknown : mask(item, hide)));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hide() ? unknown : mask(item, hide)]),
  );
}

function* keysOf(value: Plain): Generator<string> {
  if (Array.isArray(value)) for (const item of value as readonly Plain[]) yield* keysOf(item);
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* keysOf(item);
    }
  }
}
