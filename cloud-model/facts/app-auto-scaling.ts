/** Targets and policies of scaling (Application Auto Scaling). */
import type { Facts } from "../type-facts";

export const facts: Facts = {
  "aws:appautoscaling/target:Target": {
    outputs: { id: "{resourceId}" },
  },
  "aws:appautoscaling/policy:Policy": {
    outputs: { name: "{auto}", id: "{name}" },
  },
  "aws:appautoscaling/scheduledAction:ScheduledAction": {
    outputs: { name: "{auto}", id: "{name}-{serviceNamespace}-{resourceId}" },
  },
};
