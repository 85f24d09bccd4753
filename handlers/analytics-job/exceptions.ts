/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "SEC-API-authorization",
    resource: "web-api-post-visits",
    reason:
      "A page counts itself, whoever looks at it; nothing of the visitor is kept, and the throttle bounds all.",
    stacks: ["full"],
  },
  {
    rule: "NET-06",
    resource: "network-endpoints-s3",
    reason:
      "Spark reaches the internet for packages, where nobody looks at the address; the lake's bucket judges roles.",
    stacks: ["full"],
  },
];
