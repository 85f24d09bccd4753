/** Releases through CodeDeploy: how traffic may be shifted, and what turns it back. */
import { atMost, custom, oneOf, range, required } from "./base/checks";
import { codedeploy } from "./base/types/codedeploy";
import type { ResourceRule } from "./base/rule";
import { equals, isAbsent, numberAt, textAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/codedeploy/latest/userguide";

/** CodeDeploy's own configurations for Lambda ("Predefined deployment configurations for an AWS Lambda compute platform"). */
export const predefinedLambdaConfigs = [
  "CodeDeployDefault.LambdaAllAtOnce",
  ...[5, 10, 15, 30].map((minutes) => `CodeDeployDefault.LambdaCanary10Percent${minutes}Minutes`),
  ...["1Minute", "2Minutes", "3Minutes", "10Minutes"].map(
    (every) => `CodeDeployDefault.LambdaLinear10PercentEvery${every}`,
  ),
];

/** And those for instances and ECS, which a deployment group may name as well. */
const otherConfigs = [
  ...["AllAtOnce", "HalfAtATime", "OneAtATime"],
  ...["ECSAllAtOnce", "ECSCanary10Percent5Minutes", "ECSCanary10Percent15Minutes"],
  ...["ECSLinear10PercentEvery1Minutes", "ECSLinear10PercentEvery3Minutes"],
].map((name) => `CodeDeployDefault.${name}`);

/** Percent of one step. */
export const shiftPercent = { min: 1, max: 99 };
/** Minutes between the first traffic shift and the last ("CodeDeploy quotas"). */
export const longestShiftMinutes = 2_880;
/** Minutes of one step. */
export const shiftInterval = { min: 1, max: longestShiftMinutes };
/** Alarms of a deployment group (API_AlarmConfiguration). */
export const codedeployAlarms = { max: 10 };
/** Versions that a release leaves: the new one, and the one to go back to. */
export const keptVersions = { min: 2 };

const isLambda = (inputs: Parameters<typeof equals>[0]) =>
  equals(inputs, "computePlatform", "Lambda");
const routing = "trafficRoutingConfig";

export const sections = { CDP: "CodeDeploy" };

export const resourceRules: readonly ResourceRule[] = [
  oneOf(
    "CDP-01",
    codedeploy.deploymentGroup,
    "deploymentConfigName",
    [...predefinedLambdaConfigs, ...otherConfigs],
    {
      when: (inputs) =>
        textAt(inputs, "deploymentConfigName")?.startsWith("CodeDeployDefault.") ?? false,
      limit: "one of CodeDeploy's nine configurations for Lambda, or a configuration of one's own",
      source: `${GUIDE}/deployment-configurations.html`,
      fix: "Correct the name, or make a codedeploy.DeploymentConfig and name that.",
    },
  ),
  custom(
    "CDP-01-rollback",
    codedeploy.deploymentGroup,
    {
      severity: "warning",
      limit: "automatic rollback after a failure and after an alarm",
      source: `${GUIDE}/deployments-rollback-and-redeploy.html`,
      fix: "Set autoRollbackConfiguration: { enabled: true, events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM] }.",
    },
    (inputs) =>
      isAbsent(inputs, "autoRollbackConfiguration.enabled") ||
      equals(inputs, "autoRollbackConfiguration.enabled", false)
        ? { argument: "autoRollbackConfiguration.enabled", found: false }
        : undefined,
  ),
  atMost(
    "CDP-01-alarms",
    codedeploy.deploymentGroup,
    "alarmConfiguration.alarms",
    codedeployAlarms.max,
    {
      source:
        "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html",
      fix: "Join some in a composite alarm.",
    },
  ),
  required("CDP-01-routing", codedeploy.deploymentConfig, routing, {
    when: isLambda,
    limit: "a trafficRoutingConfig: Lambda has no hosts to count",
    source: `${GUIDE}/deployment-configurations-create.html`,
    fix: "Say how traffic goes over: TimeBasedCanary, TimeBasedLinear or AllAtOnce.",
  }),
  ...(["timeBasedCanary", "timeBasedLinear"] as const).flatMap((kind) => [
    range(
      kind === "timeBasedCanary" ? "CDP-01-canary-percent" : "CDP-01-linear-percent",
      codedeploy.deploymentConfig,
      `${routing}.${kind}.percentage`,
      shiftPercent,
      {
        source: `https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_${kind === "timeBasedCanary" ? "TimeBasedCanary" : "TimeBasedLinear"}.html`,
        fix: "Take a smaller step, or the configuration LambdaAllAtOnce.",
      },
    ),
    custom(
      kind === "timeBasedCanary" ? "CDP-01-canary-minutes" : "CDP-01-linear-minutes",
      codedeploy.deploymentConfig,
      {
        limit: "1 to 2,880 minutes between the first shift of traffic and the last",
        source: `${GUIDE}/limits.html`,
        fix: "Shorten interval, or take larger steps.",
      },
      (inputs) => {
        const argument = `${routing}.${kind}.interval`;
        const interval = numberAt(inputs, argument);
        const percent = numberAt(inputs, `${routing}.${kind}.percentage`) ?? shiftPercent.max;
        if (interval === undefined) return undefined;
        const steps = kind === "timeBasedCanary" ? 1 : Math.ceil(100 / Math.max(1, percent)) - 1;
        const total = interval * steps;
        return interval < shiftInterval.min || total > longestShiftMinutes
          ? { argument, found: interval }
          : undefined;
      },
    ),
  ]),
];
