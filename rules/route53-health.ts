/** Health checks of Route 53. */
import { atMost, custom, oneOf, range, required } from "./base/checks";
import { route53 } from "./base/types/route53";
import type { Inputs, ResourceRule } from "./base/rule";
import { isAbsent, textAt } from "./base/values";

const API = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html";

export const healthCheckTypes = [
  "HTTP",
  "HTTPS",
  "HTTP_STR_MATCH",
  "HTTPS_STR_MATCH",
  "TCP",
  "CALCULATED",
  "CLOUDWATCH_METRIC",
  "RECOVERY_CONTROL",
] as const;
/** Results in a row that turn a check over. */
export const healthCheckFailures = { min: 1, max: 10 };

const h = route53.healthCheck;
const isOf =
  (...wanted: readonly string[]) =>
  (inputs: Inputs) =>
    wanted.includes(textAt(inputs, "type") ?? "");

export const resourceRules: readonly ResourceRule[] = [
  oneOf("DNS-10", h, "type", healthCheckTypes, { source: API, fix: "Name one of these types." }),
  required("DNS-01-alarm", h, "cloudwatchAlarmName", {
    when: isOf("CLOUDWATCH_METRIC"),
    limit: "the name of an alarm",
    source: API,
    fix: "Set cloudwatchAlarmName and cloudwatchAlarmRegion.",
  }),
  required("DNS-01-alarm-region", h, "cloudwatchAlarmRegion", {
    when: isOf("CLOUDWATCH_METRIC"),
    limit: "the region of the alarm",
    source: API,
    fix: "Set cloudwatchAlarmRegion.",
  }),
  required("DNS-10-text", h, "searchString", {
    when: isOf("HTTP_STR_MATCH", "HTTPS_STR_MATCH"),
    limit: "the text to find, at most 255 characters",
    source: API,
    fix: "Set searchString, or a type without STR_MATCH.",
  }),
  required("DNS-10-checks", h, "childHealthchecks", {
    when: isOf("CALCULATED"),
    limit: "1 to 256 other health checks",
    source: API,
    fix: "Set childHealthchecks.",
  }),
  atMost("DNS-10-most-checks", h, "childHealthchecks", 256, {
    source: API,
    fix: "Sum up some of them in a health check between.",
  }),
  custom(
    "DNS-10-host",
    h,
    {
      limit: "fqdn or ipAddress of what is asked",
      when: isOf("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"),
      source: API,
      fix: "Set fqdn.",
    },
    (inputs) =>
      isAbsent(inputs, "fqdn") && isAbsent(inputs, "ipAddress")
        ? { argument: "fqdn", found: undefined }
        : undefined,
  ),
  oneOf("DNS-10-interval", h, "requestInterval", [10, 30], {
    limit: "10 or 30 seconds",
    source: API,
    fix: "Set 30, or 10 for more money.",
  }),
  range("DNS-10-failures", h, "failureThreshold", healthCheckFailures, {
    source: API,
    fix: "Set 1 to 10.",
  }),
  range("DNS-10-port", h, "port", { min: 1, max: 65_535 }, { source: API, fix: "Name a port." }),
];
