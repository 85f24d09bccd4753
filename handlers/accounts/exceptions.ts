/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "SEC-RDS-snapshot",
    resource: "accounts",
    reason: "Staging's sessions are made by its tests: the stack goes without leaving a snapshot.",
    stacks: ["staging"],
  },
  ...["web-api-get-sessions-current", "web-api-delete-sessions-current"].map((resource) => ({
    rule: "SEC-API-authorization",
    resource,
    reason:
      "The function checks the session's cookie itself, whose 256 random bits are the permission.",
    stacks: ["prod", "full"],
  })),
];
