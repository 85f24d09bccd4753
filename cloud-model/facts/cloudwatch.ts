/** Alarms (Amazon CloudWatch). */
import { type Facts } from "../type-facts";

export const facts: Facts = {
  // A second create with the same name changes or gives the first alarm: nothing is unique.
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{name}",
      id: "{name}",
    },
    replaces: { spec: "AWS::CloudWatch::Alarm", names: { AlarmName: "name" } },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    outputs: {
      dashboardArn: "arn:aws:cloudwatch::{account}:dashboard/{dashboardName}",
      id: "{dashboardName}",
    },
  },
};
