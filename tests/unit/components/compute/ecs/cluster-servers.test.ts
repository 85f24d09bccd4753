/** Services that run on servers of their cluster. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Cluster, Service, ServiceArgs } from "../../../../../components/compute";
import { record, refusal } from "../../record";
import { network } from "../compute-network";

const base: ServiceArgs = {
  network,
  image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/pages@sha256:abc",
};

describe("Service on servers of the cluster", () => {
  const onServers = (args: Partial<ServiceArgs> = {}) =>
    record(() => {
      const cluster = new Cluster("shop", {
        servers: { network, max: 4, instanceTypes: ["m7g.large", "m6g.large"], spotShare: 0.5 },
      });
      return new Service("pages", { ...base, cluster, capacity: "servers", ...args });
    });

  it("has a provider that protects servers with tasks, drains them, and never keeps their end waiting", async () => {
    const recording = await onServers();
    const { autoScalingGroupProvider: provider } = recording.inputs<{
      autoScalingGroupProvider: Record<string, unknown>;
    }>(aws.ecs.CapacityProvider, "shop-servers");
    assert.equal(provider.managedTerminationProtection, "ENABLED");
    assert.equal(provider.managedDraining, "ENABLED");
    const group = recording.inputs<Record<string, unknown>>(aws.autoscaling.Group, "shop-servers");
    assert.deepEqual([group.protectFromScaleIn, group.forceDelete], [true, true]);
    assert.deepEqual([group.minSize, group.maxSize, group.desiredCapacity], [0, 4, undefined]);
    assert.ok((group.tags as { key: string }[]).some(({ key }) => key === "AmazonECSManaged"));
    assert.equal(recording.count(aws.autoscaling.Policy), 0);
  });

  it("joins its servers to the cluster, which may do that for it alone", async () => {
    const recording = await onServers();
    const template = recording.inputs<{ userData: string }>(aws.ec2.LaunchTemplate, "shop-servers");
    const userData = Buffer.from(template.userData, "base64").toString();
    assert.match(userData, /ECS_CLUSTER=shop/);
    assert.match(userData, /ECS_AWSVPC_BLOCK_IMDS=true/);
    const { policy } = recording.inputs<{ policy: string }>(
      aws.iam.RolePolicy,
      "shop-servers-policy",
    );
    assert.match(policy, /ecs:RegisterContainerInstance/);
    assert.doesNotMatch(policy, /ecs:\*/);
  });

  it("runs tasks there, over zones first, by the provider and not on Fargate", async () => {
    const recording = await onServers();
    const service = recording.inputs<Record<string, unknown>>(aws.ecs.Service, "pages");
    const [strategy, ...others] = service.capacityProviderStrategies as Record<string, unknown>[];
    assert.match(String(strategy.capacityProvider), /^shop-servers/);
    assert.deepEqual(others, []);
    const placing = service.orderedPlacementStrategies as { type: string }[];
    assert.deepEqual(
      placing.map(({ type }) => type),
      ["spread", "binpack"],
    );
    const { assignPublicIp } = service.networkConfiguration as { assignPublicIp?: boolean };
    assert.equal(assignPublicIp, undefined);
    const task = recording.inputs<Record<string, unknown>>(aws.ecs.TaskDefinition, "pages");
    assert.deepEqual([task.requiresCompatibilities, task.networkMode], [["EC2"], "awsvpc"]);
  });

  it("is refused what servers have not", async () => {
    const refused = () => new Service("pages", { ...base, capacity: "servers" });
    assert.match(await refusal(refused), /capacity is "servers".*no cluster/);
    const refusedThere = (args: Partial<ServiceArgs>) => refusal(() => onServersNow(args));
    const onServersNow = (args: Partial<ServiceArgs>) => {
      const cluster = new Cluster("shop", { servers: { network, max: 4 } });
      return new Service("pages", { ...base, cluster, capacity: "servers", ...args });
    };
    assert.match(await refusedThere({ spotShare: 0.5 }), /spotShare to the cluster's servers/);
    assert.match(await refusedThere({ storage: 30 }), /storage is 30/);
  });
});
