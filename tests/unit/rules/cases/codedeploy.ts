import type { Cases } from "./case";

const rollback = { autoRollbackConfiguration: { enabled: true } };
const group = (deploymentConfigName: string) => ({ ...rollback, deploymentConfigName });
const alarms = (count: number) => ({
  ...rollback,
  alarmConfiguration: { alarms: Array.from({ length: count }, (_, i) => `alarm-${i}`) },
});
const canary = (percentage: number, interval: number) => ({
  computePlatform: "Lambda",
  trafficRoutingConfig: {
    type: "TimeBasedCanary",
    timeBasedCanary: { percentage, interval },
  },
});
const linear = (percentage: number, interval: number) => ({
  computePlatform: "Lambda",
  trafficRoutingConfig: {
    type: "TimeBasedLinear",
    timeBasedLinear: { percentage, interval },
  },
});

/** Releases through CodeDeploy. */
export const codedeployCases: Cases = {
  "CDP-01": {
    pass: group("CodeDeployDefault.LambdaCanary10Percent5Minutes"),
    fail: group("CodeDeployDefault.LambdaCanary20Percent5Minutes"),
  },
  "CDP-01-rollback": { pass: rollback, fail: { autoRollbackConfiguration: { enabled: false } } },
  "CDP-01-alarms": { pass: alarms(10), fail: alarms(11) },
  "CDP-01-routing": { pass: canary(10, 5), fail: { computePlatform: "Lambda" } },
  "CDP-01-canary-percent": { pass: canary(99, 5), fail: canary(100, 5) },
  "CDP-01-canary-minutes": { pass: canary(10, 2_880), fail: canary(10, 2_881) },
  "CDP-01-linear-percent": { pass: linear(50, 5), fail: linear(0, 5) },
  "CDP-01-linear-minutes": { pass: linear(10, 320), fail: linear(10, 321) },
};
