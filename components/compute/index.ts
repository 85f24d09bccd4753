/** The compute layer: what runs code. */
import { layer, LayerArgs } from "../layer";
import { Batch } from "./batch/batch";
import { Cluster } from "./ecs/cluster";
import { Service } from "./ecs/service";
import { EmrCluster } from "./emr/cluster";
import { Emr } from "./emr/emr";
import { Fleet } from "./servers/fleet";
import { Instance } from "./servers/instance";

export * from "./batch/batch";
export type { BatchServersArgs } from "./batch/batch-servers";
export * from "./ecs/cluster";
export type { ContainerArgs, ContainerImage, ContainerSecret, VolumeMount } from "./ecs/container";
export * from "./ecs/service";
export { capacities, Capacity } from "./ecs/service-capacity";
export type { ServiceScalingArgs } from "./ecs/service-scaling";
export type { DeploymentArgs } from "./ecs/traffic-shift";
export * from "./emr/cluster";
export * from "./emr/cluster-args";
export * from "./emr/emr";
export type { SparkJobArgs, WorkerSize } from "./emr/spark-job";
export * from "./lambda/durable";
export * from "./lambda/function-args";
export * from "./lambda/function-code";
export * from "./lambda/handler";
export * from "./lambda/lambda-function";
export type { ReleaseCheck, ReleasedVersion } from "./lambda/release/hook-handler";
export type { ReleaseArgs, ReleaseHookArgs } from "./lambda/release/release-args";
export * from "./migrations/migrations";
export * from "./lambda/redrive";
export * from "./servers/fleet";
export type { FleetScalingArgs, FleetSchedule } from "./servers/fleet-scaling";
export * from "./servers/instance";
export type { RefreshArgs } from "./servers/instance-refresh";
export type { LifecycleHookArgs } from "./servers/lifecycle-hooks";
export type { RootVolumeArgs, ServerArgs } from "./servers/server";
export type { ServerFile, UserDataPart } from "./servers/user-data";

const kinds = {
  clusters: Cluster,
  services: Service,
  batches: Batch,
  instances: Instance,
  fleets: Fleet,
  sparks: Emr,
  sparkClusters: EmrCluster,
};

export type ComputeLayerArgs<Named = unknown> = LayerArgs<typeof kinds, Named>;

/**
 * The parent of everything that runs code. Functions are made by the features, with this layer as
 * their parent. Creates nothing of its own.
 *
 * @example
 * const compute = new ComputeLayer("compute", { network });
 * new LambdaFunction("hello", async () => "hello", {}, { parent: compute });
 */
export class ComputeLayer<Named = unknown> extends layer("compute:ComputeLayer", kinds)<Named> {}
