/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "SEC-API-authorization",
    resource: "web-api-get-shares-{secret}",
    reason: "Whoever has the link may see the photo: its 256 random bits are the permission.",
    stacks: ["full"],
  },
];
