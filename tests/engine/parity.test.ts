/** The offline preview says of every resource what the real engine then stores. */
import * as assert from "node:assert/strict";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { Plan, previewStack } from "../../preview/testing";
import { cliOrSkip } from "./cli";
import { differences } from "./parity";
import { Cloud } from "./providers";
import { Backend, StateResource } from "./stack-life";
import { allStacks, smallStack, StackCase } from "./stacks";

/** All stacks side by side are more than a new account may have. */
const quotas = {
  AddressLimitExceeded: 20,
  InternetGatewayLimitExceeded: 10,
  VpcLimitExceeded: 10,
};

describe("parity of the offline preview with the engine", () => {
  let cli: PulumiCommand;
  let backend: Backend;
  const outputs: Record<string, Record<string, unknown>> = {};

  before(async function () {
    cli = await cliOrSkip(this);
    backend = await Backend.start(cli, new Cloud(undefined, quotas));
    // `prod` first: others refer to it.
    const order = [...allStacks].sort((a, b) => a.needs.length - b.needs.length);
    for (const given of order) {
      const stack = await backend.stack(given);
      outputs[`${given.project}/${given.stack}`] = { ...(await stack.up()).outputs };
    }
  });

  after(() => backend?.stop());

  for (const given of allStacks) {
    it(`${given.project}/${given.stack}`, async () => {
      const stack = await backend.stack(given);
      const plan = await planOf(given);
      const found = differences(await stack.resources(), plan);
      assert.equal(found.length, 0, `${found.length} differences:\n${found.join("\n")}`);
    });
  }

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
    it(`a difference in ${what} would be told, with both sides and the line`, async () => {
      const stack = await backend.stack(smallStack);
      const plan = await planOf(smallStack);
      const changed = (await stack.resources()).map((resource) =>
        resource.urn.endsWith("::jobs") ? { ...resource, ...change(resource) } : resource,
      );
      assert.match(differences(changed, plan).join("\n"), expected);
    });
  }

  async function planOf(given: StackCase): Promise<Plan> {
    const plan = await previewStack(given.program as () => Promise<void>, {
      project: given.project,
      stack: given.stack,
      config: configOf(given),
      stackOutputs: outputs,
    });
    plan.assertNoErrors();
    return plan;
  }
});

function configOf({ settings }: StackCase): Record<string, unknown> {
  return (parse(settings) as { config: Record<string, unknown> }).config;
}
