import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Fleet, FleetArgs } from "../../../../../components/compute";
import { Target } from "../../../../../components/contracts";
import { Queue } from "../../../../../components/decoupling";
import { Environment } from "../../../../../components/environment";
import { comparePlans, Plan, previewStack } from "../../../../../preview/testing";
import { record, refusal } from "../../record";
import { group, network } from "../compute-network";

const base: FleetArgs = { network };
const target: Target = {
  targetGroupArn: pulumi.output("arn:group"),
  targetType: "instance",
  port: 8080,
  from: group("public"),
  requestCountLabel: pulumi.output("app/public/1/targetgroup/admin/2"),
  ready: [],
};

const environment = (encryption: "aws-managed" | "customer-managed" = "aws-managed") =>
  new Environment("e", { region: "eu-west-1", account: "123456789012", encryption });

async function made(args: Partial<FleetArgs> | (() => Partial<FleetArgs>) = {}) {
  const recording = await record(() => {
    const given = typeof args === "function" ? args() : args;
    return new Fleet("admin", { ...base, ...given }, { parent: environment("customer-managed") });
  });
  const inputs = <Args>(type: object, name: string) => recording.inputs<Args>(type, name);
  return {
    recording,
    group: inputs<Record<string, unknown>>(aws.autoscaling.Group, "admin"),
    template: inputs<Record<string, unknown>>(aws.ec2.LaunchTemplate, "admin"),
    policyOf: (name: string) =>
      inputs<{ targetTrackingConfiguration: Record<string, unknown> }>(
        aws.autoscaling.Policy,
        `admin-by-${name}`,
      ).targetTrackingConfiguration,
  };
}

const refused = (args: Partial<FleetArgs>) =>
  refusal(() => new Fleet("admin", { ...base, ...args }));

describe("Fleet", () => {
  it("makes servers that are locked down: token metadata, encrypted disks, no public address", async () => {
    const { template, recording } = await made();
    assert.deepEqual(template.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    });
    const [{ ebs }] = template.blockDeviceMappings as [{ ebs: Record<string, unknown> }];
    assert.deepEqual([ebs.encrypted, ebs.volumeType, ebs.volumeSize], ["true", "gp3", 20]);
    const [card] = template.networkInterfaces as [Record<string, unknown>];
    assert.equal(card.associatePublicIpAddress, "false");
    assert.equal(template.keyName, undefined);
    // Auto Scaling's own role makes the disks, under a key whose policy does not know it.
    const grant = recording.inputs<{ granteePrincipal: string }>(aws.kms.Grant, "admin-disks");
    assert.match(grant.granteePrincipal, /role\/aws-service-role\/autoscaling\.amazonaws\.com\//);
  });

  it("tags what the group makes as the provider tags the rest", async () => {
    const { template } = await made();
    const specifications = template.tagSpecifications as { resourceType: string; tags: object }[];
    assert.deepEqual(
      specifications.map(({ resourceType }) => resourceType),
      ["instance", "volume", "network-interface"],
    );
    for (const { tags } of specifications) {
      assert.deepEqual(tags, {
        Project: "strata",
        Stack: "test",
        CostCentre: "strata",
        Layer: "compute",
        Name: "admin",
      });
    }
  });

  it("replaces servers bit by bit, waits half way, and takes back what fails", async () => {
    const { group } = await made({ refresh: { checkpoints: [25, 50], waitMinutes: 5 } });
    const { strategy, preferences } = group.instanceRefresh as {
      strategy: string;
      preferences: Record<string, unknown>;
    };
    assert.equal(strategy, "Rolling");
    assert.deepEqual(preferences.checkpointPercentages, [25, 50, 100]);
    assert.equal(preferences.checkpointDelay, "300");
    assert.equal(preferences.autoRollback, true);
    assert.deepEqual(
      [preferences.minHealthyPercentage, preferences.maxHealthyPercentage],
      [100, 110],
    );
    const { launchTemplate } = group.mixedInstancesPolicy as {
      launchTemplate: { launchTemplateSpecification: { version: string } };
    };
    // Only from a numbered version there is a way back.
    assert.doesNotMatch(launchTemplate.launchTemplateSpecification.version, /\$/);
  });

  it("shares with Spot what is asked, and keeps the first server off it", async () => {
    const { group } = await made({ instanceTypes: ["m7g.large", "m6g.large"], spotShare: 0.75 });
    const policy = group.mixedInstancesPolicy as Record<string, Record<string, unknown>>;
    assert.deepEqual(policy.instancesDistribution, {
      onDemandAllocationStrategy: "prioritized",
      onDemandBaseCapacity: 1,
      onDemandPercentageAboveBaseCapacity: 25,
      spotAllocationStrategy: "price-capacity-optimized",
    });
    assert.deepEqual(policy.launchTemplate.overrides, [
      { instanceType: "m7g.large" },
      { instanceType: "m6g.large" },
    ]);
    assert.equal(group.capacityRebalance, true);
    const { group: all } = await made({ spotShare: 1 });
    const { instancesDistribution } = all.mixedInstancesPolicy as typeof policy;
    assert.equal(instancesDistribution.onDemandBaseCapacity, 0);
  });

  it("believes the load balancer about health, and lets it in", async () => {
    const { group, recording } = await made({ target });
    assert.deepEqual([group.healthCheckType, group.targetGroupArns], ["ELB", ["arn:group"]]);
    assert.equal(group.minElbCapacity, 2);
    recording.inputs(aws.vpc.SecurityGroupIngressRule, "admin-from-public");
    assert.equal((await made()).group.healthCheckType, "EC2");
  });

  it("scales on CPU where nothing is said, on requests and on messages where it is", async () => {
    const scaling = { min: 1, max: 4 };
    assert.equal((await made({ scaling })).policyOf("cpu").targetValue, 60);
    const requests = (
      await made({ target, scaling: { ...scaling, requestsPerServer: 500 } })
    ).policyOf("requests");
    assert.deepEqual(requests.predefinedMetricSpecification, {
      predefinedMetricType: "ALBRequestCountPerTarget",
      resourceLabel: "app/public/1/targetgroup/admin/2",
    });
    const messages = (
      await made(() => ({ queue: new Queue("orders"), scaling: { min: 0, max: 4 } }))
    ).policyOf("messages");
    const { metrics } = messages.customizedMetricSpecification as {
      metrics: {
        id: string;
        expression?: string;
        metricStat?: { metric: { metricName: string } };
      }[];
    };
    assert.deepEqual(
      metrics.map(({ id, metricStat }) => metricStat?.metric.metricName ?? id),
      ["ApproximateNumberOfMessagesVisible", "GroupInServiceInstances", "each"],
    );
    assert.equal(messages.targetValue, 100);
  });

  it("has other bounds at certain times, and pauses that its first servers know", async () => {
    const { recording, group } = await made({
      scaling: {
        min: 1,
        max: 4,
        schedules: { night: { recurrence: "0 20 * * *", min: 1, max: 1 } },
      },
      lifecycleHooks: {
        ready: { at: "launching", seconds: 300 },
        drain: { at: "terminating", seconds: 120 },
      },
    });
    const night = recording.inputs<Record<string, unknown>>(
      aws.autoscaling.Schedule,
      "admin-at-night",
    );
    assert.deepEqual([night.minSize, night.maxSize, night.desiredCapacity], [1, 1, -1]);
    const hooks = group.initialLifecycleHooks as Record<string, unknown>[];
    assert.deepEqual(
      hooks.map((hook) => [hook.name, hook.lifecycleTransition, hook.defaultResult]),
      [
        ["drain", "autoscaling:EC2_INSTANCE_TERMINATING", "CONTINUE"],
        ["ready", "autoscaling:EC2_INSTANCE_LAUNCHING", "ABANDON"],
      ],
    );
    const hook = recording.inputs<Record<string, unknown>>(
      aws.autoscaling.LifecycleHook,
      "admin-hook-ready",
    );
    assert.deepEqual([hook.name, hook.heartbeatTimeout], ["ready", 300]);
    const { policy } = recording.inputs<{ policy: string }>(aws.iam.RolePolicy, "admin-policy");
    assert.match(policy, /CompleteLifecycleAction/);
    assert.match(policy, /autoScalingGroupName\/admin-\*/);
  });

  for (const [what, args, message] of [
    ["count beside scaling", { count: 2, scaling: { min: 1, max: 2 } }, /count for a fixed number/],
    ["min above max", { scaling: { min: 3, max: 2 } }, /min of at most max/],
    ["scaling without room", { scaling: { min: 2, max: 2 } }, /ASG-01/],
    ["no server without a queue", { scaling: { min: 0, max: 2 } }, /wakes a fleet up/],
    [
      "requests without a balancer",
      { scaling: { min: 1, max: 2, requestsPerServer: 5 } },
      /counts/,
    ],
    ["messages without a queue", { scaling: { min: 1, max: 2, messagesPerServer: 5 } }, /queue/],
    ["types for two processors", { instanceTypes: ["m7g.large", "m7i.large"] }, /one processor/],
    ["no type", { instanceTypes: [] }, /at least one type/],
    ["a share beyond 1", { spotShare: 1.1 }, /0 to 1, in hundredths/],
    ["checkpoints that fall", { refresh: { checkpoints: [50, 25] } }, /rising/],
    ["a wait beyond two days", { refresh: { waitMinutes: 2_881 } }, /1 to 2,880 minutes/],
    [
      "too short a pause",
      { lifecycleHooks: { a: { at: "launching", seconds: 5 } } },
      /30 to 7,200/,
    ],
    ["targets of addresses", { target: { ...target, targetType: "ip" } }, /targetType: "instance"/],
    ["disks that a type lacks", { instanceStore: "#!/bin/sh" }, /disks of their own/],
  ] as [string, Partial<FleetArgs>, RegExp][]) {
    it(`refuses ${what}`, async () => {
      assert.match(await refused(args), message);
    });
  }
});

describe("Fleet as the engine sees it", () => {
  const plan = (args: Partial<FleetArgs>, encryption?: "customer-managed"): Promise<Plan> =>
    previewStack(() => {
      new Fleet("admin", { ...base, ...args }, { parent: environment(encryption) });
      return {};
    });
  const kinds = (list: readonly { urn: string }[]) =>
    list.map(({ urn }) => urn.split("$").pop() ?? "");

  it("takes a new image, type, user data and key without a new group or template", async () => {
    const before = await plan({ imageId: "ami-1" });
    for (const after of [
      await plan({ imageId: "ami-2" }),
      await plan({ imageId: "ami-1", instanceTypes: ["m7g.large"] }),
      await plan({ imageId: "ami-1", userData: [{ script: "echo new" }] }),
      await plan({ imageId: "ami-1", spotShare: 0.5, scaling: { min: 1, max: 3 } }),
      await plan({ imageId: "ami-1" }, "customer-managed"),
    ]) {
      const { replace, mayReplace, delete: gone } = comparePlans(before, after);
      assert.deepEqual([kinds(replace), kinds(mayReplace), gone], [[], [], []]);
    }
    const { update } = comparePlans(before, await plan({ imageId: "ami-2" }));
    assert.ok(kinds(update).includes("aws:ec2/launchTemplate:LaunchTemplate::admin"));
  });

  it("gives no finding", async () => {
    const { findings } = await plan({
      scaling: { min: 1, max: 4 },
      userData: [{ script: "dnf install -y nginx" }],
    });
    assert.deepEqual(
      findings
        .filter(({ severity }) => severity !== "info")
        .map(({ rule, message }) => [rule, message]),
      [],
    );
  });
});
