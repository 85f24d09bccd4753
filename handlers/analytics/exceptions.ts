/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "SEC-API-authorization",
    resource: "web-api-post-clicks",
    reason:
      "Pages send the clicks of whoever looks at them. The stage's throttle bounds all callers together, and reserved concurrency what they take of the account.",
    stacks: ["full"],
  },
];
