import assert from "node:assert/strict";
import { Batch, Service, ServiceArgs } from "../../../../components/compute";
import { Queue } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { Network } from "../../../../components/network";
import { Secret } from "../../../../components/security";
import { comparePlans, Plan, previewStack } from "../../../../preview/testing";

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

/** A stack with every form of container. */
function containers(image: string, args: Partial<ServiceArgs> = {}): Promise<Plan> {
  return previewStack(() => {
    const environment = new Environment("test", {
      region: "eu-west-1",
      account: "123456789012",
      encryption: "customer-managed",
      oncePerAccount: { ecsRole: "test", batchRole: "test" },
    });
    const inside = { parent: environment };
    const network = new Network(
      "network",
      {
        zones: ["eu-west-1a", "eu-west-1b"],
        egress: { mode: "single", addresses: { "eu-west-1a": {} } },
      },
      inside,
    );
    const orders = new Queue("orders", {}, inside);
    const key = new Secret("lab-key", {}, inside);
    const uri = `${registry}/print-lab@sha256:${image}`;
    new Service(
      "print-lab",
      {
        network,
        image: uri,
        queue: orders,
        secrets: { LAB_KEY: key },
        scaling: { min: 0, max: 4 },
        spotShare: 0.5,
        ...args,
      },
      inside,
    );
    new Service("built", { network, image: { context: "." }, port: 8080 }, inside);
    new Batch(
      "thumbnails",
      {
        network,
        image: uri,
        schedule: { expression: "cron(0 3 * * ? *)", copies: 2 },
        failures: orders,
      },
      inside,
    );
    return {};
  });
}

describe("containers as the engine sees them", () => {
  let plan: Plan;
  before(async () => {
    plan = await containers("a".repeat(64));
  });

  it("give no finding, but that of their network: one way out, and endpoints beside it", () => {
    assert.deepEqual(
      plan.findings
        .filter(({ severity, rule }) => severity !== "info" && !rule.startsWith("NET-"))
        .map(({ rule, urn, message }) => `${rule} ${urn} ${message}`),
      [],
    );
  });

  it("take a new image without a new service, queue of jobs or group", async () => {
    const changes = comparePlans(plan, await containers("b".repeat(64)));
    const moved = [...changes.replace, ...changes.mayReplace].map(({ urn }) =>
      urn.split("$").pop(),
    );
    // The revision of the task definition, whose old one is kept.
    assert.deepEqual(moved, ["aws:ecs/taskDefinition:TaskDefinition::print-lab"]);
    assert.deepEqual([changes.create, changes.delete], [[], []]);
  });

  it("take another share of spot capacity without a new service", async () => {
    const changes = comparePlans(plan, await containers("a".repeat(64), { spotShare: 0.9 }));
    assert.deepEqual([changes.replace, changes.mayReplace], [[], []]);
    assert.deepEqual(
      changes.update.map(({ name, changed }) => [name, changed]),
      [["print-lab", ["capacityProviderStrategies"]]],
    );
  });
});
