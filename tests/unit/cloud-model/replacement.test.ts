import * as fs from "node:fs";
import * as path from "node:path";
import assert from "node:assert/strict";
import { compareArguments, PackageSchemas, replacingArguments } from "../../../cloud-model";

const QUEUE = "aws:sqs/queue:Queue";

describe("what replaces a resource", () => {
  it("is told from what only updates it", () => {
    const before = { name: "a", delaySeconds: 1, tags: { a: "1", b: "2" } };
    assert.equal(compareArguments(QUEUE, before, { ...before }).change, "same");
    const reordered = { ...before, tags: { b: "2", a: "1" } };
    assert.equal(compareArguments(QUEUE, before, reordered).change, "same");
    assert.deepEqual(compareArguments(QUEUE, before, { ...before, delaySeconds: 2 }), {
      ...{ change: "update", changed: ["delaySeconds"], replacing: [] },
    });
    assert.deepEqual(compareArguments(QUEUE, before, { tags: before.tags, delaySeconds: 1 }), {
      ...{ change: "replace", changed: ["name"], replacing: ["name"] },
    });
  });

  it("is open for types that are not in the table", () => {
    const change = compareArguments("aws:demo/thing:Thing", { a: 1 }, { a: 2 });
    assert.equal(change.change, "may-replace");
  });

  it("only names arguments that exist", () => {
    const schemas = new PackageSchemas();
    const table = fs.readFileSync(
      path.resolve(__dirname, "../../../cloud-model/replacement.ts"),
      "utf8",
    );
    const types = [...table.matchAll(/^ {2}"((?:aws|random):[\w/:]+)":/gm)].map(([, type]) => type);
    assert.ok(types.length > 80);
    const wrong = types.flatMap((type) => {
      const existing = schemas.resource(type).inputs.map(({ name }) => name);
      return (replacingArguments(type) ?? [])
        .filter((name) => !existing.includes(name))
        .map((name) => `${type}.${name}`);
    });
    assert.deepEqual(wrong, []);
  });
});
