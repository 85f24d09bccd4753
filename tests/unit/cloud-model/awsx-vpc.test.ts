import assert from "node:assert/strict";
import path from "node:path";
import recorded from "../../../cloud-model/recorded/awsx-vpc.json";
import { Plan, PlannedResource, previewStack } from "../../../preview/testing";

interface Recorded {
  urn: string;
  type: string;
  parent: string;
  inputs?: Record<string, unknown>;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
}

/** The resources that the real awsx provider made under the real engine. */
const real = (recorded.resources as Recorded[]).filter(({ urn }) => urn.includes("awsx:ec2:Vpc"));

/** URNs differ in project and stack only. */
const bare = (urn: string): string => urn.split("::").slice(2).join("::");

describe("the model of awsx.ec2.Vpc, against a recording of the real component", () => {
  let plan: Plan;
  let modelled: Map<string, PlannedResource>;

  before(async () => {
    const program = path.resolve(__dirname, "../../preview/fixtures/awsx-vpc");
    plan = await previewStack(program, { stack: "dev" });
    plan.assertNoErrors();
    const inside = plan.resources.filter(({ urn }) => urn.includes("awsx:ec2:Vpc"));
    modelled = new Map(inside.map((resource) => [bare(resource.urn), resource]));
  });

  it("makes the same resources", () => {
    assert.equal(real.length, 39);
    assert.deepEqual([...modelled.keys()].sort(), real.map(({ urn }) => bare(urn)).sort());
  });

  it("gives them the same parents, dependencies and property dependencies", () => {
    for (const expected of real) {
      const found = modelled.get(bare(expected.urn));
      assert.ok(found);
      if (expected.type !== "awsx:ec2:Vpc") {
        assert.equal(bare(found.parent), bare(expected.parent));
      }
      const dependencies = (expected.dependencies ?? []).map(bare).sort();
      assert.deepEqual(found.dependencies.map(bare).sort(), dependencies, expected.urn);
      if (expected.propertyDependencies) {
        const names = (all: Readonly<Record<string, readonly string[]>>) =>
          Object.fromEntries(
            Object.entries(all).map(([key, urns]) => [key, urns.map(bare).sort()]),
          );
        const [own, theirs] = [found.propertyDependencies, expected.propertyDependencies];
        assert.deepEqual(names(own), names(theirs), expected.urn);
      }
    }
  });

  it("gives them the same arguments, where ids stand for the same resources", () => {
    const ids = new Map<unknown, string>();
    for (const { urn, inputs, propertyDependencies } of real) {
      for (const [key, value] of Object.entries(inputs ?? {})) {
        const [from] = propertyDependencies?.[key] ?? [];
        if (from !== undefined) ids.set(value, bare(from));
      }
      assert.ok(urn);
    }
    const own = new Map(plan.resources.map((resource) => [resource.id, bare(resource.urn)]));
    for (const expected of real.filter(({ inputs }) => inputs)) {
      const resolve = (known: Map<unknown, string>, inputs: object) =>
        Object.fromEntries(
          Object.entries(inputs).map(([key, value]) => [
            key,
            known.get(value) ?? (value as unknown),
          ]),
        );
      const found = modelled.get(bare(expected.urn));
      assert.deepEqual(
        resolve(own, found?.inputs ?? {}),
        resolve(ids, expected.inputs ?? {}),
        expected.urn,
      );
    }
  });
});
