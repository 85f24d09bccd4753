import type { Cases } from "./case";

const errors = { metricName: "Errors", namespace: "AWS/Lambda", period: 60, statistic: "Sum" };

export const alarmCases: Cases = {
  "CW-01": {
    pass: { comparisonOperator: "GreaterThanThreshold" },
    fail: { comparisonOperator: "GreaterThan" },
  },
  "CW-01-statistic": { pass: { statistic: "Average" }, fail: { statistic: "p99" } },
  "CW-01-missing-data": {
    pass: { treatMissingData: "notBreaching" },
    fail: { treatMissingData: "notbreaching" },
  },
  "CW-01-metric": {
    pass: errors,
    fail: { metricName: "Errors", namespace: "AWS/Lambda", period: 60 },
  },
  "CW-01-period": { pass: { period: 10 }, fail: { period: 45 } },
  "CW-01-span": {
    pass: { period: 3_600, evaluationPeriods: 168 },
    fail: { period: 60, evaluationPeriods: 1_441 },
  },
  "CW-01-datapoints": {
    pass: { datapointsToAlarm: 2, evaluationPeriods: 2 },
    fail: { datapointsToAlarm: 3, evaluationPeriods: 2 },
  },
  "CW-01-extended": {
    pass: { extendedStatistic: "p99" },
    fail: { extendedStatistic: "p99", statistic: "Sum" },
  },
  "CW-02": {
    pass: { ...errors, dimensions: { FunctionName: "worker" } },
    fail: { ...errors, dimensions: { functionName: "worker" } },
  },
};
