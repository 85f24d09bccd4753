/** Pulumi type tokens of the resources of cloudwatch that rules speak of. */
export const cloudwatch = {
  eventRule: "aws:cloudwatch/eventRule:EventRule",
  eventTarget: "aws:cloudwatch/eventTarget:EventTarget",
  logResourcePolicy: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  logSubscription: "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  metricAlarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
} as const;
