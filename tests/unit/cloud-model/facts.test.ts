import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  CloudModel,
  factsByService,
  factsOf,
  knownTypes,
  PackageSchemas,
  replacingArguments,
} from "../../../cloud-model";

const folder = path.resolve(__dirname, "../../../cloud-model/facts");
const schemas = new PackageSchemas();

/** Packages whose types the installed declarations describe. */
const described = knownTypes.filter((type) => /^(aws|random):/.test(type));

/** What of `names` no argument and no output of the type is called. */
function strangers(type: string, names: readonly string[]): string[] {
  const { inputs, outputTypes } = schemas.resource(type);
  const existing = new Set(["id", ...inputs.map(({ name }) => name), ...outputTypes.keys()]);
  return names.filter((name) => !existing.has(name)).map((name) => `${type}.${name}`);
}

describe("facts of resource types", () => {
  it("are those of every file of the folder", () => {
    const services = fs.readdirSync(folder).map((file) => path.basename(file, ".ts"));
    assert.deepEqual([...factsByService.keys()], services.sort());
    for (const [service, facts] of factsByService) {
      assert.ok(Object.keys(facts).length > 0, `${service} exports \`facts\``);
    }
  });

  it("stand once for each type", () => {
    const types = [...factsByService.values()].flatMap((facts) => Object.keys(facts));
    assert.deepEqual(types.sort(), knownTypes);
  });

  it("are of types that the provider has", () => {
    assert.deepEqual(
      described.filter((type) => !schemas.resource(type).known),
      [],
    );
    assert.ok(described.length > 100, `${described.length} types`);
  });

  it("only name arguments and outputs that the type has", () => {
    const wrong = described.flatMap((type) => {
      const { outputs = {}, unique, quota, deletion, standsIn } = factsOf(type);
      return strangers(type, [
        ...Object.keys(outputs),
        ...(replacingArguments(type) ?? []),
        ...(unique?.key ?? []),
        ...(quota?.per === undefined ? [] : [quota.per]),
        ...(deletion?.namedBy === undefined ? [] : [deletion.namedBy]),
        ...Object.values(standsIn ?? {}).flat(),
      ]);
    });
    assert.deepEqual(wrong, []);
  });

  it("only lead to types that can't be deleted while something stands in them", () => {
    const held = knownTypes.flatMap((type) => Object.keys(factsOf(type).standsIn ?? {}));
    assert.ok(held.length > 10);
    assert.deepEqual(
      held.filter((type) => factsOf(type).deletion === undefined),
      [],
    );
  });

  it("only use words of templates that mean something", () => {
    const words = /^(region|account|auto|uuid|(hex|digits|base36|BASE36):\d+)$/;
    const wrong = described.flatMap((type) =>
      Object.values(factsOf(type).outputs ?? {}).flatMap((form) => {
        const used = [...(typeof form === "string" ? form.matchAll(/\{([^}]*)\}/g) : [])];
        const outputs = used.map(([, word]) => word).filter((word) => !words.test(word));
        return strangers(type, outputs);
      }),
    );
    assert.deepEqual(wrong, []);
  });

  it("are all that is known: what no fact says is unknown, whatever it is called", () => {
    const place = { region: "eu-west-1", account: "123456789012" };
    const create = (type: string, inputs = {}) =>
      new CloudModel().create({ type, name: "it", urn: `urn:${type}::it`, inputs, ...place });
    const plan = create("aws:backup/reportPlan:ReportPlan", { name: "nightly" });
    assert.equal(plan.id, "");
    assert.equal(plan.outputs.arn, undefined);
    assert.equal(plan.outputs.deploymentStatus, undefined);
    assert.equal(create("aws:iam/role:Role").outputs.createDate, undefined);
    assert.equal(create("aws:lambda/alias:Alias", { name: "live" }).outputs.arn, undefined);
  });
});
