import { absent, custom, oneOf, range, refuses, required } from "../base/checks";
import { ecs } from "../base/types/ecs";
import { isKnown, unknown, type Inputs, type ResourceRule } from "../base/rule";
import { equals, isAbsent, isRecord, listOf, textAt, valueAt } from "../base/values";

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";
const API = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";
const HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html";

/** Minutes for which the old tasks of a service stay beside the new ones, and of one step. */
export const bakeMinutes = { min: 0, max: 1_440, unit: "minutes" };
/** Share of the requests that a canary gets. */
export const canaryPercent = { min: 0.1, max: 100, unit: "percent", integer: false } as const;
/** Share of the requests that one step of a linear deployment moves. */
export const linearPercent = { min: 3, max: 100, unit: "percent", integer: false } as const;

const service = ecs.ecsService;

export const sections = { ECS: "Tasks and services" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "ECS-05-scaling",
    ecs.capacityProvider,
    {
      limit: "managedScaling beside managedTerminationProtection",
      source: `${API}/API_AutoScalingGroupProvider.html`,
      fix: 'Set managedScaling.status to "ENABLED".',
    },
    (inputs) => {
      const path = "autoScalingGroupProvider.managedScaling.status";
      const isProtected = equals(
        inputs,
        "autoScalingGroupProvider.managedTerminationProtection",
        "ENABLED",
      );
      // Left out, scaling is managed.
      return isProtected && equals(inputs, path, "DISABLED")
        ? { argument: path, found: "DISABLED" }
        : undefined;
    },
  ),
  custom(
    "ECS-02-fargate-network",
    service,
    {
      when: runsOnFargate,
      limit: "a networkConfiguration on Fargate",
      source: `${API}/API_CreateService.html`,
      fix: "Set networkConfiguration with subnets and securityGroups.",
    },
    (inputs) =>
      isAbsent(inputs, "networkConfiguration")
        ? { argument: "networkConfiguration", found: undefined }
        : undefined,
  ),
  refuses("ECS-02-daemon", service, "schedulingStrategy", /^DAEMON$/, {
    when: runsOnFargate,
    limit: "REPLICA on Fargate, which has no servers to put one task on each",
    source: `${GUIDE}/ecs_services.html`,
    fix: "Remove schedulingStrategy.",
  }),
  absent("ECS-02-placement", service, "orderedPlacementStrategies", {
    when: runsOnFargate,
    limit: "no placement strategies on Fargate, which spreads tasks itself",
    source: `${GUIDE}/task-placement.html`,
    fix: "Remove orderedPlacementStrategies.",
  }),
  custom(
    "ECS-02-capacity",
    service,
    {
      limit: "launchType or capacityProviderStrategies, not both",
      source: `${API}/API_CreateService.html`,
      fix: "Remove launchType.",
    },
    (inputs) =>
      isKnown(valueAt(inputs, "launchType")) &&
      listOf(valueAt(inputs, "capacityProviderStrategies")).length > 0
        ? { argument: "launchType", found: valueAt(inputs, "launchType") }
        : undefined,
  ),
  custom(
    "ECS-02-base",
    service,
    {
      limit: "a base for one capacity provider alone",
      source: `${API}/API_CapacityProviderStrategyItem.html`,
      fix: "Keep the base of the provider that always runs some tasks.",
    },
    (inputs) => {
      const strategies = listOf(valueAt(inputs, "capacityProviderStrategies"));
      const based = strategies.filter(
        (each) => isRecord(each) && typeof each.base === "number" && each.base > 0,
      );
      return based.length > 1
        ? { argument: "capacityProviderStrategies", found: `${based.length} with a base` }
        : undefined;
    },
  ),
  oneOf(
    "ECS-03-strategy",
    service,
    "deploymentConfiguration.strategy",
    ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"],
    { source: `${API}/API_DeploymentConfiguration.html`, fix: "Use one of these." },
  ),
  required("ECS-03-canary", service, "deploymentConfiguration.canaryConfiguration", {
    when: (inputs) => equals(inputs, "deploymentConfiguration.strategy", "CANARY"),
    limit: "a canaryConfiguration with the strategy CANARY",
    source: `${API}/API_DeploymentConfiguration.html`,
    fix: "Say how many percent for how many minutes.",
  }),
  required("ECS-03-linear", service, "deploymentConfiguration.linearConfiguration", {
    when: (inputs) => equals(inputs, "deploymentConfiguration.strategy", "LINEAR"),
    limit: "a linearConfiguration with the strategy LINEAR",
    source: `${API}/API_DeploymentConfiguration.html`,
    fix: "Say how many percent a step, and for how many minutes.",
  }),
  range(
    "ECS-03-canary-percent",
    service,
    "deploymentConfiguration.canaryConfiguration.canaryPercent",
    canaryPercent,
    { source: `${API}/API_CanaryConfiguration.html`, fix: "Set a percentage in this range." },
  ),
  range(
    "ECS-03-linear-percent",
    service,
    "deploymentConfiguration.linearConfiguration.stepPercent",
    linearPercent,
    { source: `${API}/API_LinearConfiguration.html`, fix: "Set a percentage in this range." },
  ),
  ...[
    ["bake", "bakeTimeInMinutes"],
    ["canary-bake", "canaryConfiguration.canaryBakeTimeInMinutes"],
    ["linear-bake", "linearConfiguration.stepBakeTimeInMinutes"],
  ].map(([name, path]) => bakeRule(`ECS-03-${name}`, `deploymentConfiguration.${path}`)),
  custom(
    "ECS-03-alternate",
    service,
    {
      when: (inputs) =>
        ["BLUE_GREEN", "LINEAR", "CANARY"].includes(
          textAt(inputs, "deploymentConfiguration.strategy") ?? "",
        ) && isAbsent(inputs, "serviceConnectConfiguration"),
      limit: "an advancedConfiguration with a second target group for each load balancer",
      source: `${GUIDE}/blue-green-deployment-implementation.html`,
      fix: "Set loadBalancers[].advancedConfiguration, or deploy in the ROLLING way.",
    },
    (inputs) => {
      const given = valueAt(inputs, "loadBalancers");
      if (given === unknown) return undefined;
      const balancers = listOf(given);
      const isWhole =
        balancers.length > 0 &&
        balancers.every((each) => !isRecord(each) || each.advancedConfiguration !== undefined);
      return isWhole ? undefined : { argument: "loadBalancers", found: given };
    },
  ),
  custom(
    "ECS-04-percent",
    service,
    {
      severity: "warning",
      limit: "a deploymentMaximumPercent above deploymentMinimumHealthyPercent",
      source: `${API}/API_DeploymentConfiguration.html`,
      fix: "Raise deploymentMaximumPercent: with equal shares no task can be exchanged.",
    },
    (inputs) => {
      const most = valueAt(inputs, "deploymentMaximumPercent");
      const least = valueAt(inputs, "deploymentMinimumHealthyPercent");
      return typeof most === "number" && typeof least === "number" && most <= least
        ? { argument: "deploymentMaximumPercent", found: most }
        : undefined;
    },
  ),
  custom(
    "SEC-ECS-public-ip",
    service,
    {
      severity: "warning",
      limit: "tasks without public addresses",
      source: HUB,
      fix: "Remove assignPublicIp, and put the tasks into private subnets.",
    },
    (inputs) =>
      equals(inputs, "networkConfiguration.assignPublicIp", true)
        ? { argument: "networkConfiguration.assignPublicIp", found: true }
        : undefined,
  ),
  custom(
    "SEC-ECS-insights",
    ecs.ecsCluster,
    {
      severity: "warning",
      limit: "Container Insights",
      source: HUB,
      fix: 'Add the setting { name: "containerInsights", value: "enabled" }.',
    },
    (inputs) => {
      const settings = valueAt(inputs, "settings");
      if (settings === unknown) return undefined;
      const isOn = listOf(settings).some(
        (each) => each === unknown || (isRecord(each) && each.value !== "disabled"),
      );
      return isOn ? undefined : { argument: "settings", found: settings };
    },
  ),
];

function runsOnFargate(inputs: Inputs): boolean {
  const providers = listOf(valueAt(inputs, "capacityProviderStrategies"));
  return (
    equals(inputs, "launchType", "FARGATE") ||
    providers.some(
      (each) =>
        isRecord(each) &&
        typeof each.capacityProvider === "string" &&
        /^FARGATE/.test(each.capacityProvider),
    )
  );
}

/** The provider takes minutes as text. */
function bakeRule(id: string, path: string): ResourceRule {
  const text = {
    limit: `0 to 1,440 minutes`,
    source: `${API}/API_DeploymentConfiguration.html`,
    fix: "Set at most a day.",
  };
  return custom(id, service, text, (inputs) => {
    const found = valueAt(inputs, path);
    if (!isKnown(found)) return undefined;
    const minutes = Number(found);
    const isGood =
      Number.isInteger(minutes) && minutes >= bakeMinutes.min && minutes <= bakeMinutes.max;
    return isGood ? undefined : { argument: path, found };
  });
}
