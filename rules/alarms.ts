/** Alarms of CloudWatch: what PutMetricAlarm refuses, and dimensions that no metric has. */
import { custom, oneOf } from "./base/checks";
import { cloudwatch } from "./base/types/cloudwatch";
import { isKnown, type ResourceRule } from "./base/rule";
import { isAbsent, isRecord, isSet, numberAt, textAt, valueAt } from "./base/values";

const API =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring";

const alarm = cloudwatch.metricAlarm;
const HOUR = 3_600;
const DAY = 86_400;

/** Dimensions that hold a plain name, which people give an ARN or a URL. */
const NAMED =
  /^(FunctionName|QueueName|TableName|TopicName|BucketName|StreamName|ClusterName|ServiceName|DBInstanceIdentifier|DBClusterIdentifier|LoadBalancer|LoadBalancerName|TargetGroup|AutoScalingGroupName|InstanceId|ApiId|ApiName|UserPool|UserPoolClient|RuleName|DomainName|CacheClusterId|FileSystemId|DistributionId|Stage)$/;
/** The same names, as they are written in other capitals. */
const dimensionNames = NAMED.source.slice(2, -2).split("|");
/** What RDS calls an instance beside its identifier; the provider's `id`. */
const RESOURCE_ID = /^db-[A-Z0-9]{20,}$/;

export const sections = { CW: "Alarms" };

export const resourceRules: readonly ResourceRule[] = [
  oneOf(
    "CW-01",
    alarm,
    "comparisonOperator",
    [
      ...["GreaterThanOrEqualToThreshold", "GreaterThanThreshold"],
      ...["LessThanThreshold", "LessThanOrEqualToThreshold"],
      ...["LessThanLowerOrGreaterThanUpperThreshold"],
      ...["LessThanLowerThreshold", "GreaterThanUpperThreshold"],
    ],
    { source: API, fix: "Use one of these." },
  ),
  oneOf(
    "CW-01-statistic",
    alarm,
    "statistic",
    ["SampleCount", "Average", "Sum", "Minimum", "Maximum"],
    {
      source: API,
      fix: 'Use one of these; percentiles such as "p99" stand in extendedStatistic.',
    },
  ),
  oneOf(
    "CW-01-missing-data",
    alarm,
    "treatMissingData",
    ["breaching", "notBreaching", "ignore", "missing"],
    { source: API, fix: "Use one of these." },
  ),
  custom(
    "CW-01-metric",
    alarm,
    {
      limit: "metricName with namespace and a statistic, or metricQueries",
      source: API,
      fix: "Say what is watched: metricName, namespace, period and statistic or extendedStatistic.",
    },
    (inputs) => {
      if (!isAbsent(inputs, "metricQueries") || !isAbsent(inputs, "evaluationCriteria"))
        return undefined;
      const wanted = ["metricName", "namespace", "period"].filter((path) => isAbsent(inputs, path));
      const bare = ["statistic", "extendedStatistic"].every((path) => isAbsent(inputs, path));
      const [argument] = [...wanted, ...(bare ? ["statistic"] : [])];
      return argument === undefined ? undefined : { argument, found: undefined };
    },
  ),
  custom(
    "CW-01-period",
    alarm,
    {
      limit: "10, 20 or 30 seconds, or a multiple of 60",
      source: API,
      fix: "Set period to 60 or a multiple of it.",
    },
    (inputs) => {
      const period = numberAt(inputs, "period");
      const isGood =
        period === undefined || [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0);
      return isGood ? undefined : { argument: "period", found: period };
    },
  ),
  custom(
    "CW-01-span",
    alarm,
    {
      limit:
        "evaluationPeriods times period of at most a day, or seven days with periods of an hour or more",
      source: API,
      fix: "Watch fewer or shorter periods.",
    },
    (inputs) => {
      const period = numberAt(inputs, "period");
      const periods = numberAt(inputs, "evaluationPeriods");
      if (period === undefined || periods === undefined) return undefined;
      const most = period >= HOUR ? 7 * DAY : DAY;
      return period * periods > most
        ? { argument: "evaluationPeriods", found: `${periods} times ${period} seconds` }
        : undefined;
    },
  ),
  custom(
    "CW-01-datapoints",
    alarm,
    {
      limit: "a datapointsToAlarm of at most evaluationPeriods",
      source: API,
      fix: "Raise evaluationPeriods, or lower datapointsToAlarm.",
    },
    (inputs) => {
      const points = numberAt(inputs, "datapointsToAlarm");
      const periods = numberAt(inputs, "evaluationPeriods");
      return points !== undefined && periods !== undefined && points > periods
        ? { argument: "datapointsToAlarm", found: points }
        : undefined;
    },
  ),
  custom(
    "CW-02",
    alarm,
    {
      severity: "warning",
      limit:
        "dimensions as the metric has them: with another name or value the alarm never sees data",
      source: `${GUIDE}/aws-services-cloudwatch-metrics.html`,
      fix: "Give the resource's name (of a load balancer and its groups arnSuffix, of a database identifier), not its ARN, id or URL.",
    },
    (inputs) => {
      const dimensions = valueAt(inputs, "dimensions");
      const namespace = textAt(inputs, "namespace");
      if (!isRecord(dimensions) || namespace?.startsWith("AWS/") !== true) return undefined;
      return Object.entries(dimensions).flatMap(([name, value]) => {
        const right = dimensionNames.find((one) => one.toLowerCase() === name.toLowerCase());
        const argument = `dimensions.${name}`;
        if (right !== undefined && right !== name) {
          return [{ argument, found: name, limit: right, fix: `Write ${right}.` }];
        }
        const isOther =
          typeof value === "string" && (/^(arn:|https:)/.test(value) || RESOURCE_ID.test(value));
        return NAMED.test(name) && isOther && isKnown(value) ? [{ argument, found: value }] : [];
      });
    },
  ),
  custom(
    "CW-01-extended",
    alarm,
    {
      limit: "statistic or extendedStatistic, not both",
      source: API,
      fix: "Keep one.",
    },
    (inputs) =>
      isSet(inputs, "statistic") && isSet(inputs, "extendedStatistic")
        ? { argument: "extendedStatistic", found: valueAt(inputs, "extendedStatistic") }
        : undefined,
  ),
];
