/** Pulumi type tokens of the resources of autoscaling that rules speak of. */
export const autoscaling = {
  autoScalingGroup: "aws:autoscaling/group:Group",
  groupPolicy: "aws:autoscaling/policy:Policy",
  groupSchedule: "aws:autoscaling/schedule:Schedule",
  scalingTarget: "aws:appautoscaling/target:Target",
  scheduledScaling: "aws:appautoscaling/scheduledAction:ScheduledAction",
} as const;
