import { custom } from "./base/checks";
import { autoscaling } from "./base/types/autoscaling";
import type { ResourceRule } from "./base/rule";
import { isAbsent, listOf, textAt, valueAt } from "./base/values";

const API =
  "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html";
const SCALING =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html";
const GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide";
const HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html";

const fleet = autoscaling.autoScalingGroup;

export const sections = { ASG: "Groups of instances and scaling" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "ASG-01-bounds",
    fleet,
    {
      limit: "a minSize of at most maxSize",
      source: API,
      fix: "Raise maxSize, or lower minSize.",
    },
    (inputs) => {
      const [min, max] = [valueAt(inputs, "minSize"), valueAt(inputs, "maxSize")];
      return typeof min === "number" && typeof max === "number" && min > max
        ? { argument: "minSize", found: min, limit: `at most ${max}, which is maxSize` }
        : undefined;
    },
  ),
  custom(
    "ASG-01-desired",
    fleet,
    {
      limit: "a desiredCapacity from minSize to maxSize",
      source: API,
      fix: "Set it between the two, or leave it to scaling.",
    },
    (inputs) => {
      const desired = valueAt(inputs, "desiredCapacity");
      const [min, max] = [valueAt(inputs, "minSize"), valueAt(inputs, "maxSize")];
      if (typeof desired !== "number") return undefined;
      const isBelow = typeof min === "number" && desired < min;
      const isAbove = typeof max === "number" && desired > max;
      return isBelow || isAbove ? { argument: "desiredCapacity", found: desired } : undefined;
    },
  ),
  custom(
    "ASG-01-launch",
    fleet,
    {
      limit: "one of launchTemplate, mixedInstancesPolicy and launchConfiguration",
      source: API,
      fix: "Keep launchTemplate, or mixedInstancesPolicy with a template of its own.",
    },
    (inputs) => {
      const given = ["launchTemplate", "mixedInstancesPolicy", "launchConfiguration"].filter(
        (argument) => !isAbsent(inputs, argument),
      );
      return given.length > 1 ? { argument: given[1], found: given.join(", ") } : undefined;
    },
  ),
  custom(
    "ASG-01-health-type",
    fleet,
    {
      limit: "EC2 alone: other types of check come on top of it by themselves",
      source: `${GUIDE}/ec2-auto-scaling-health-checks.html`,
      fix: 'Write "ELB", or "ELB,EBS".',
    },
    (inputs) => {
      const types = (textAt(inputs, "healthCheckType") ?? "").split(",").map((type) => type.trim());
      return types.length > 1 && types.includes("EC2")
        ? { argument: "healthCheckType", found: types.join(",") }
        : undefined;
    },
  ),
  custom(
    "ASG-03-protected",
    fleet,
    {
      severity: "warning",
      limit: "forceDelete beside protectFromScaleIn: else its end waits for servers that never go",
      source: `${GUIDE}/ec2-auto-scaling-instance-protection.html`,
      fix: "Set forceDelete to true.",
    },
    (inputs) =>
      valueAt(inputs, "protectFromScaleIn") === true &&
      (isAbsent(inputs, "forceDelete") || valueAt(inputs, "forceDelete") === false)
        ? { argument: "forceDelete", found: valueAt(inputs, "forceDelete") }
        : undefined,
  ),
  custom(
    "SEC-ASG-health",
    fleet,
    {
      severity: "warning",
      limit: "ELB behind a load balancer, so that what answers no requests is replaced",
      source: HUB,
      fix: 'Set healthCheckType to "ELB".',
    },
    (inputs) => {
      const isBehind = ["targetGroupArns", "loadBalancers"].some(
        (argument) => listOf(valueAt(inputs, argument)).length > 0,
      );
      const type = valueAt(inputs, "healthCheckType");
      const isWrong =
        isAbsent(inputs, "healthCheckType") || textAt(inputs, "healthCheckType") === "EC2";
      return isBehind && isWrong ? { argument: "healthCheckType", found: type } : undefined;
    },
  ),
  custom(
    "ASG-02-bounds",
    autoscaling.scalingTarget,
    {
      limit: "a minCapacity of at most maxCapacity",
      source: SCALING,
      fix: "Raise maxCapacity, or lower minCapacity.",
    },
    (inputs) => {
      const [min, max] = [valueAt(inputs, "minCapacity"), valueAt(inputs, "maxCapacity")];
      return typeof min === "number" && typeof max === "number" && min > max
        ? { argument: "minCapacity", found: min, limit: `at most ${max}, which is maxCapacity` }
        : undefined;
    },
  ),
];
