/** What the tasks of a service run on, and in which shares. */
import * as aws from "@pulumi/aws";
import { Cluster, fargateProviders } from "./cluster";
import type { ServiceArgs } from "./service";

/** What tasks run on. */
export const capacities = ["fargate", "servers"] as const;
export type Capacity = (typeof capacities)[number];

/** Over zones first, then as few servers as hold them. */
export const spread = [
  { type: "spread", field: "attribute:ecs.availability-zone" },
  { type: "binpack", field: "memory" },
];

/** Weights in hundredths, without a common divisor: 0.5 is one to one. */
export function capacityStrategies(
  { capacity, spotShare = 0 }: Pick<ServiceArgs, "capacity" | "spotShare">,
  { serverProvider }: Cluster,
): aws.types.input.ecs.ServiceCapacityProviderStrategy[] {
  if (capacity === "servers" && serverProvider) {
    return [{ capacityProvider: serverProvider, base: 0, weight: 1 }];
  }
  const spot = Math.round(spotShare * 100);
  const divisor = greatestCommonDivisor(spot, 100);
  const shares = [
    { capacityProvider: fargateProviders.regular, base: spot < 100 ? 1 : 0, weight: 100 - spot },
    { capacityProvider: fargateProviders.spot, base: 0, weight: spot },
  ];
  return shares
    .filter(({ weight }) => weight > 0)
    .map((share) => ({ ...share, weight: share.weight / divisor }));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
