import { range } from "./checks";
import { types } from "./resource-types";
import type { ResourceRule } from "./rule";

const SOURCE = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html";

export const eventBridgeRules: readonly ResourceRule[] = [
  range(
    "EVB-01-retries",
    types.eventTarget,
    "retryPolicy.maximumRetryAttempts",
    { min: 0, max: 185, unit: "retries" },
    { source: SOURCE, fix: "Set at most 185 retries." },
  ),
  range(
    "EVB-01-age",
    types.eventTarget,
    "retryPolicy.maximumEventAgeInSeconds",
    { min: 60, max: 86_400, unit: "seconds" },
    { source: SOURCE, fix: "Set an age from one minute to one day." },
  ),
];
