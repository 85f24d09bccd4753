import { custom, oneOf, pattern } from "./base/checks";
import { cloudwatch } from "./base/types/cloudwatch";
import type { ResourceRule } from "./base/rule";
import { equals, isAbsent, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference";

/** Days that CloudWatch Logs can keep a group for. 0, or nothing, is for ever. */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

/** Subscription filters of one log group, a quota that AWS does not raise. */
export const subscriptionFilters = 2;

export const sections = { LOG: "Logs" };

export const resourceRules: readonly ResourceRule[] = [
  oneOf("LAM-30", cloudwatch.logGroup, "retentionInDays", [0, ...logRetentionDays], {
    limit: `0 or one of ${logRetentionDays.join(", ")} days`,
    source: `${API}/API_PutRetentionPolicy.html`,
    fix: "Take the nearest of these.",
  }),
  custom(
    "LAM-30-retention",
    cloudwatch.logGroup,
    {
      severity: "warning",
      limit: "a number of days; without one logs are kept, and paid, for ever",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html",
      fix: "Set retentionInDays.",
    },
    (inputs) =>
      isAbsent(inputs, "retentionInDays") || equals(inputs, "retentionInDays", 0)
        ? { argument: "retentionInDays", found: valueAt(inputs, "retentionInDays") }
        : undefined,
  ),
  pattern("LOG-02", cloudwatch.logGroup, "name", /^[.\-_/#A-Za-z0-9]{1,512}$/, {
    limit: "1 to 512 letters, digits and .-_/#",
    source: `${API}/API_CreateLogGroup.html`,
    fix: "Rename the log group.",
  }),
];
