/**
 * New versions of what runs: images, handlers, parameters of machine images. Nothing that serves is replaced by one, what
 * ECS writes into a listener's rule is left to it, and servers that are protected keep no stack's end waiting.
 */
import * as assert from "node:assert/strict";
import { Cluster, Fleet, LambdaFunction, Service } from "../../components/compute";
import { Environment } from "../../components/environment";
import { Network } from "../../components/network";
import { Alb } from "../../components/web";
import type { Cloud } from "./providers";
import { titles, useStack } from "./one-stack";

interface Version {
  readonly image: string;
  readonly ami: string;
  readonly handler: () => Promise<string>;
}

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const first: Version = {
  image: `${registry}/pages@sha256:${"a".repeat(64)}`,
  ami: "ami-00000000000000001",
  handler: () => Promise.resolve("one"),
};
const second: Version = {
  image: `${registry}/pages@sha256:${"b".repeat(64)}`,
  ami: "ami-00000000000000002",
  handler: () => Promise.resolve("two"),
};

const environment = () =>
  new Environment("e", { region: "eu-west-1", account: "123456789012", production: false });
const zones = ["eu-west-1a", "eu-west-1b"];

/** All that serves, in one version. */
function serving({ image, ami, handler }: Version): void {
  const inside = { parent: environment() };
  const network = new Network("network", { zones, egress: { mode: "single" } }, inside);
  const alb = new Alb("public", { network, internal: true, testListener: {} }, inside);
  const cluster = new Cluster("shop", { servers: { network, imageId: ami, max: 3 } }, inside);
  new Service(
    "pages",
    {
      network,
      image,
      target: alb.targets("pages", { port: 8080, alternate: true }),
      deployment: { strategy: "canary", percent: 10, minutes: 5, alarms: ["errors"] },
      scaling: { min: 2, max: 4 },
    },
    inside,
  );
  new Service("jobs", { network, image, cluster, capacity: "servers", count: 2 }, inside);
  new Fleet(
    "admin",
    {
      network,
      imageId: ami,
      scaling: { min: 1, max: 2 },
      target: alb.targets("admin", {
        port: 80,
        targetType: "instance",
        when: { paths: ["/admin"] },
        priority: 10,
      }),
    },
    inside,
  );
  new LambdaFunction("hello", handler, {}, inside);
}

const RULE = "aws:lb/listenerRule:ListenerRule";
type Action = { forward: { targetGroups: { arn: string; weight: number }[] } };

/** The rules whose weights ECS changes, and what they say now. */
function shiftedRules({ live }: Cloud) {
  return live
    .filter(({ type, name }) => type === RULE && /^public-pages(-test)?$/.test(name))
    .map((rule) => {
      const [action] = rule.inputs.actions as unknown as Action[];
      return { rule, action, weights: action.forward.targetGroups.map(({ weight }) => weight) };
    });
}

/** What ECS does by the service's role while a new version takes over: the other group gets the requests. */
async function shiftTraffic(cloud: Cloud): Promise<void> {
  for (const { rule, action } of shiftedRules(cloud)) {
    const { type, urn, name, id, region, account = "" } = rule;
    const targetGroups = action.forward.targetGroups.map(({ arn, weight }) => ({
      arn,
      weight: 100 - weight,
    }));
    const actions = [{ ...action, forward: { ...action.forward, targetGroups } }];
    const inputs = { ...rule.inputs, actions } as typeof rule.inputs;
    await cloud.update({ type, urn, name, configuration: {} }, id, inputs, { region, account });
  }
}

describe("new versions of what runs", () => {
  let version = first;

  const test = useStack("compute", "dev", () => serving(version));
  before(async () => {
    await test.stack.up();
    test.backend.cloud.faults.add({
      ...{ operation: "update", type: "aws:ecs/service:Service", name: "pages", times: Infinity },
      trouble: { after: () => shiftTraffic(test.backend.cloud) },
    });
  });

  it("replace no service, fleet, function or load balancer", async () => {
    version = second;
    const { steps } = await test.stack.up();
    const all = titles(steps);
    assert.deepEqual(
      all.filter((title) => !title.startsWith("update ")),
      // Revisions, whose old ones are kept for a way back.
      [
        "replace aws:ecs/taskDefinition:TaskDefinition::jobs",
        "replace aws:ecs/taskDefinition:TaskDefinition::pages",
      ],
    );
    for (const updated of [
      "aws:ec2/launchTemplate:LaunchTemplate::admin",
      "aws:ec2/launchTemplate:LaunchTemplate::shop-servers",
      "aws:lambda/function:Function::hello",
    ]) {
      assert.ok(all.includes(`update ${updated}`), `${updated} in ${all.join(", ")}`);
    }
    assert.deepEqual([...(await test.stack.up()).steps], [], "and nothing more the next time");
  });

  it("leave to ECS what it writes into the rules while it shifts traffic", async () => {
    version = second;
    await test.stack.up();
    const weights = () => shiftedRules(test.backend.cloud).map((each) => each.weights);
    const shifted = [
      [0, 100],
      [0, 100],
    ];
    assert.deepEqual(weights(), shifted, "ECS wrote into both rules");
    assert.deepEqual([...(await test.stack.up()).steps], []);
    await test.stack.refresh();
    assert.deepEqual([...(await test.stack.up()).steps], [], "nor after a refresh");
    assert.deepEqual(weights(), shifted);

    version = { ...second, image: first.image };
    const { steps } = await test.stack.up();
    assert.deepEqual(
      titles(steps).filter((title) => /LB|listener|targetGroup|role/i.test(title)),
      [],
    );
    assert.deepEqual(
      weights(),
      shifted.map(([blue, green]) => [green, blue]),
      "the next version is in the first group",
    );
    assert.deepEqual([...(await test.stack.up()).steps], []);
  });

  it("have an end: the group of protected servers is deleted with them, after its provider and its services", async () => {
    const kinds = /^aws:(autoscaling|ecs\/(service|capacity))/;
    assert.ok(test.backend.cloud.live.filter(({ type }) => kinds.test(type)).length >= 5);
    await test.stack.unprotectAll();
    await test.stack.destroy();
    assert.deepEqual(
      test.backend.cloud.live.filter(({ type }) => kinds.test(type)),
      [],
    );
  });
});
