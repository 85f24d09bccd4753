// What ignoreChanges leaves as it was.
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import type { Props } from "../../cloud-model";
import { asIgnored } from "../../preview/engine/ignored-changes";
import { comparePlans, previewStack } from "../../preview/testing";

describe("Ignored changes", () => {
  const before: Props = { a: 1, part: { kept: 1, other: 1 }, list: [{ a: 1, b: 1 }, { a: 2 }] };
  const after: Props = { a: 2, part: { kept: 2, other: 2 }, list: [{ a: 3, b: 4 }, { a: 5 }] };
  const list = (first: Props, second: Props) => ({ ...after, list: [first, second] });

  for (const [path, expected] of [
    ["a", { ...after, a: 1 }],
    ["part.kept", { ...after, part: { kept: 1, other: 2 } }],
    ['part["kept"]', { ...after, part: { kept: 1, other: 2 } }],
    ["list[0].a", list({ a: 1, b: 4 }, { a: 5 })],
    ["list[*].a", list({ a: 1, b: 4 }, { a: 2 })],
    ["nothing.there", after],
  ] as const) {
    it(`of ${path} are as before`, () =>
      assert.deepEqual(asIgnored(before, after, [path]), expected));
  }

  it("of what was not there before, or is no more, are as before", () => {
    assert.deepEqual(asIgnored({}, { a: 1 }, ["a"]), {});
    assert.deepEqual(asIgnored({ a: { b: 1 } }, { a: {} }, ["a.b"]), { a: { b: 1 } });
  });

  it("keep what would be replaced with the key that it names", async () => {
    const replacedWith = async (...ignoreChanges: string[]) => {
      const plan = (multiRegion: boolean) =>
        previewStack(() => {
          const key = new aws.kms.Key("key", { multiRegion });
          const encryptAtRest = { enabled: true, kmsKeyId: key.arn };
          new aws.opensearch.Domain("search", { encryptAtRest }, { ignoreChanges });
        });
      const { replace } = comparePlans(await plan(false), await plan(true));
      return replace.map(({ name }) => name).sort();
    };
    assert.deepEqual(await replacedWith(), ["key", "search"]);
    assert.deepEqual(await replacedWith("encryptAtRest.kmsKeyId"), ["key"]);
    assert.deepEqual(await replacedWith('encryptAtRest["kmsKeyId"]'), ["key"]);
  });
});
