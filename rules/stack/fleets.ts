/** Groups of instances and what scales them. */
import { autoscaling } from "../base/types/autoscaling";
import { ecs } from "../base/types/ecs";
import type { StackRule } from "../base/rule";
import { equals, isAbsent, valueAt } from "../base/values";
import { graphOf } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide";
const PROVIDERS =
  "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AutoScalingGroupProvider.html";

export const stackRules: readonly StackRule[] = [
  {
    id: "ASG-01-room",
    severity: "error",
    type: autoscaling.groupPolicy,
    limit: "a group with room to scale: a maxSize above its minSize",
    source: `${GUIDE}/as-scaling-target-tracking.html`,
    fix: "Raise the group's maxSize, or remove the policy.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const scheduled = graph
        .ofType(autoscaling.groupSchedule)
        .flatMap(
          (schedule) =>
            graph.one(schedule, "autoscalingGroupName", autoscaling.autoScalingGroup)?.urn ?? [],
        );
      return graph.ofType(autoscaling.groupPolicy).flatMap((policy) => {
        const group = graph.one(policy, "autoscalingGroupName", autoscaling.autoScalingGroup);
        const [min, max] = ["minSize", "maxSize"].map(
          (name) => group && valueAt(group.values, name),
        );
        // A schedule gives it room at other times.
        return group && typeof min === "number" && min === max && !scheduled.includes(group.urn)
          ? [
              {
                urn: policy.urn,
                argument: "autoscalingGroupName",
                found: group.name,
                limit: `a group with room to scale: ${group.name} has ${min} at least and at most`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "ECS-05-protection",
    severity: "error",
    type: ecs.capacityProvider,
    limit: "a group with protectFromScaleIn beside managedTerminationProtection",
    source: PROVIDERS,
    fix: "Set the group's protectFromScaleIn to true, and its forceDelete.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const path = "autoScalingGroupProvider.managedTerminationProtection";
      return graph
        .ofType(ecs.capacityProvider)
        .filter(({ values }) => equals(values, path, "ENABLED"))
        .flatMap((provider) => {
          const group = graph.one(
            provider,
            "autoScalingGroupProvider.autoScalingGroupArn",
            autoscaling.autoScalingGroup,
          );
          const isOpen =
            group !== undefined &&
            (isAbsent(group.values, "protectFromScaleIn") ||
              equals(group.values, "protectFromScaleIn", false));
          return isOpen ? [{ urn: provider.urn, argument: path, found: "ENABLED" }] : [];
        });
    },
  },
];
