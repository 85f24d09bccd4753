/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "SEC-API-authorization",
    resource: "web-api-get-links-{slug}",
    reason: "Whoever has a short link may follow it.",
    stacks: ["prod", "full"],
  },
];
