import assert from "node:assert/strict";
import * as fs from "node:fs";
import {
  compareArguments,
  factsOf,
  knownTypes,
  PackageSchemas,
  replacementDifferences,
  replacingArguments,
  specifiedArguments,
} from "../../../cloud-model";
import { createOnlyPath, createOnlyText } from "../../../cloud-model/create-only";
import { replacementPage, replacementPagePath } from "../../../docs/replacement-page";

const schemas = new PackageSchemas();
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

  it("is open for types of which nothing is known", () => {
    const change = compareArguments("aws:demo/thing:Thing", { a: 1 }, { a: 2 });
    assert.equal(change.change, "may-replace");
  });

  it("only names arguments that exist", () => {
    const types = knownTypes.filter((type) => replacingArguments(type) !== undefined);
    assert.ok(types.length > 80);
    const wrong = types.flatMap((type) => {
      const existing = schemas.resource(type).inputs.map(({ name }) => name);
      return (replacingArguments(type) ?? [])
        .filter((name) => !existing.includes(name))
        .map((name) => `${type}.${name}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("follows the record of CloudFormation's create-only properties, which is up to date", () => {
    assert.equal(
      fs.readFileSync(createOnlyPath, "utf8"),
      createOnlyText(),
      "run cloud-model/create-only.ts after another version of @aws-cdk/aws-service-spec",
    );
  });

  it("knows the provider's name of each create-only property, or that it has none", () => {
    const record = JSON.parse(fs.readFileSync(createOnlyPath, "utf8")) as Record<string, string[]>;
    const wrong = knownTypes.flatMap((type) => {
      const { replaces } = factsOf(type);
      const { spec, names = {} } = replaces ?? {};
      if (!replaces || spec === undefined) return [];
      if (!(spec in record)) return [`${type}: there is no ${spec}`];
      const existing = schemas.resource(type).inputs.map(({ name }) => name);
      const unnamed = [...specifiedArguments(replaces)]
        .filter(([, argument]) => argument !== null && !existing.includes(argument))
        .map(([property, argument]) => `${type}: ${property} is no argument ${argument ?? ""}`);
      const idle = Object.keys(names).filter((property) => !record[spec].includes(property));
      return [...unnamed, ...idle.map((property) => `${type}: ${property} is not create-only`)];
    });
    assert.deepEqual(wrong, []);
  });

  it("differs from CloudFormation only where a fact says why, and nowhere for nothing", () => {
    for (const { type, argument, change, reason } of replacementDifferences()) {
      const { replaces } = factsOf(type);
      const specified = [...specifiedArguments(replaces ?? {}).values()].includes(argument);
      assert.equal(specified, change === "changes in place", `${type}.${argument}: ${reason}`);
      assert.equal(replacingArguments(type)?.includes(argument), change === "replaces");
      assert.ok(reason.length > 10, `${type}.${argument} needs a reason`);
    }
  });

  it("has all differences on the page that lists them", () => {
    assert.equal(
      fs.readFileSync(replacementPagePath, "utf8"),
      replacementPage(),
      "run docs/replacement-page.ts after changing what replaces a resource",
    );
  });
});
