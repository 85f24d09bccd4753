/** Services that shift traffic, behind a load balancer as the web layer makes it. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { DeploymentArgs, Service } from "../../../../../components/compute";
import { Environment } from "../../../../../components/environment";
import { Network } from "../../../../../components/network";
import { Alb } from "../../../../../components/web";
import { comparePlans, Plan, previewStack } from "../../../../../preview/testing";

interface LoadBalancerOfService {
  targetGroupArn: string;
  containerPort: number;
  advancedConfiguration: Record<string, unknown>;
}

/** A service behind a load balancer with a listener for tests. */
function shifting(deployment?: DeploymentArgs, testListener = true): Promise<Plan> {
  return previewStack(() => {
    const inside = {
      parent: new Environment("e", { region: "eu-west-1", account: "123456789012" }),
    };
    const zones = ["eu-west-1a", "eu-west-1b"];
    const network = new Network("network", { zones, egress: { mode: "single" } }, inside);
    const alb = new Alb(
      "public",
      { network, internal: true, ...(testListener && { testListener: {} }) },
      inside,
    );
    new Service(
      "pages",
      {
        network,
        image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/pages@sha256:${"a".repeat(64)}`,
        target: alb.targets("pages", { port: 8080, alternate: true }),
        deployment,
      },
      inside,
    );
    return {};
  });
}

const strategies: [DeploymentArgs, Record<string, unknown>][] = [
  [
    { strategy: "blue-green", bakeMinutes: 10 },
    { strategy: "BLUE_GREEN", bakeTimeInMinutes: "10" },
  ],
  [
    { strategy: "linear", percent: 20, minutes: 2 },
    {
      strategy: "LINEAR",
      bakeTimeInMinutes: "5",
      linearConfiguration: { stepPercent: 20, stepBakeTimeInMinutes: "2" },
    },
  ],
  [
    { strategy: "canary", percent: 10, minutes: 5 },
    {
      strategy: "CANARY",
      bakeTimeInMinutes: "5",
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: "5" },
    },
  ],
];

describe("a service that shifts traffic", () => {
  for (const [deployment, configuration] of strategies) {
    it(`has two groups, two rules and a role for them: ${deployment.strategy}`, async () => {
      const plan = await shifting(deployment);
      plan.assertNoErrors();
      const service = plan.get(aws.ecs.Service, "pages");
      assert.deepEqual(service.inputs.deploymentConfiguration, configuration);
      const arn = (type: Parameters<Plan["get"]>[0], name: string) =>
        String(plan.get(type, name).outputs.arn);
      const blue = arn(aws.lb.TargetGroup, "public-pages");
      const green = arn(aws.lb.TargetGroup, "public-pages-alternate");
      const rule = arn(aws.lb.ListenerRule, "public-pages");
      const test = arn(aws.lb.ListenerRule, "public-pages-test");
      const [balancer] = service.inputs.loadBalancers as unknown as LoadBalancerOfService[];
      assert.equal(balancer.targetGroupArn, blue);
      assert.deepEqual(balancer.advancedConfiguration, {
        alternateTargetGroupArn: green,
        productionListenerRule: rule,
        testListenerRule: test,
        roleArn: arn(aws.iam.Role, "pages-traffic-role"),
      });
      assert.equal(new Set([blue, green, rule, test]).size, 4);
      const { policy } = plan.get(aws.iam.RolePolicy, "pages-traffic-policy").inputs;
      const { Statement } = JSON.parse(String(policy)) as { Statement: aws.iam.PolicyStatement[] };
      assert.deepEqual(Statement.slice(1), [
        {
          Effect: "Allow",
          Action: [
            "elasticloadbalancing:RegisterTargets",
            "elasticloadbalancing:DeregisterTargets",
          ],
          Resource: [blue, green],
        },
        { Effect: "Allow", Action: "elasticloadbalancing:ModifyRule", Resource: [rule, test] },
      ]);
      const { assumeRolePolicy } = plan.get(aws.iam.Role, "pages-traffic-role").inputs;
      assert.match(String(assumeRolePolicy), /"Service":"ecs.amazonaws.com"/);
      // ECS refuses a group without a listener, and a role that may not yet.
      for (const needed of ["::public-pages", "::public-pages-test", "::pages-traffic-policy"]) {
        assert.ok(
          service.dependencies.some((urn) => urn.endsWith(needed)),
          needed,
        );
      }
    });
  }

  it("has one rule where the load balancer has no listener for tests", async () => {
    const plan = await shifting({ strategy: "blue-green" }, false);
    const [balancer] = plan.get(aws.ecs.Service, "pages").inputs
      .loadBalancers as unknown as LoadBalancerOfService[];
    assert.ok(!("testListenerRule" in balancer.advancedConfiguration));
  });

  it("keeps both groups when it goes back to rolling: ECS has to know which one the rule sends to", async () => {
    const plan = await shifting({ strategy: "canary", percent: 10, minutes: 5 });
    const rolling = await shifting({ strategy: "rolling" });
    const [before, after] = [plan, rolling].map(
      (each) => each.get(aws.ecs.Service, "pages").inputs.loadBalancers,
    );
    assert.deepEqual(after, before);
    const changes = comparePlans(plan, rolling);
    assert.deepEqual(
      [changes.replace, changes.mayReplace, changes.create, changes.delete].map((c) => c.length),
      [0, 0, 0, 0],
    );
    assert.deepEqual(
      changes.update.map(({ urn }) => urn.split("$").pop()),
      ["aws:ecs/service:Service::pages"],
    );
  });
});
