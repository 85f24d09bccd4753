/** Parity of a small stack, and what a difference would look like; the life of each stack compares it too, once it is up. */
import * as assert from "node:assert/strict";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { Plan } from "../../preview/testing";
import { cliOrSkip } from "./cli";
import { differences, planOf } from "./parity";
import { Backend, StateResource } from "./stack-life";
import { smallStack } from "./stacks";

describe("parity of the offline preview with the engine", () => {
  let cli: PulumiCommand;
  let backend: Backend;
  let stored: readonly StateResource[];
  let plan: Plan;

  before(async function () {
    cli = await cliOrSkip(this);
    backend = await Backend.start(cli);
    const stack = await backend.stack(smallStack);
    await stack.up();
    stored = await stack.resources();
    plan = await planOf(smallStack);
  });

  after(() => backend?.stop());

  it("is there", () => assert.deepEqual(differences(stored, plan), []));

  const told: [what: string, change: (resource: StateResource) => object, expected: RegExp][] = [
    [
      "parent",
      () => ({ parent: "" }),
      /jobs.* \(tests\/engine\/fixtures\/small-shop\.ts:\d+\)\n {2}parent: engine ""/,
    ],
    ["provider", () => ({ provider: "x::y" }), /provider: engine "x"/],
    [
      "dependencies",
      () => ({ dependencies: ["x"] }),
      /dependencies: engine \["x"\]\n.*preview \[\]/,
    ],
    [
      "property dependencies",
      () => ({ propertyDependencies: { name: ["x"] } }),
      /propertyDependencies\.name/,
    ],
    [
      "inputs",
      () => ({ inputs: { visibilityTimeoutSeconds: 1 } }),
      /visibilityTimeoutSeconds: engine 1\n.*preview 60/,
    ],
    ["URN", ({ urn }) => ({ urn: `${urn}-2` }), /jobs-2\n {2}only in the engine's state/],
  ];
  for (const [what, change, expected] of told) {
    it(`a difference in ${what} would be told, with both sides and the line`, () => {
      const changed = stored.map((resource) =>
        resource.urn.endsWith("::jobs") ? { ...resource, ...change(resource) } : resource,
      );
      assert.match(differences(changed, plan).join("\n"), expected);
    });
  }
});
